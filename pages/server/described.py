"""`GET /api`: what can be asked of this server, for people; `GET /api/openapi.json`: the same for machines."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from data_pipeline.actions.asked import CARD, DECIDED_FIELDS, STEP_FIELDS
from data_pipeline.board.board import board
from data_pipeline.intake.delivery import LARGEST_BYTES
from data_pipeline.store.log.steps import STEPS
from data_pipeline.targets.asked import FIELDS as TARGET_FIELDS
from data_pipeline.trace.remarked import FIELDS
from data_pipeline.words import say
from data_pipeline.words.language import after, language
from pages.components.html import Markup, html, joined, style
from pages.server import answers
from pages.server.address import ASKED, lang_of
from pages.server.body import ENDING, FORM
from pages.server.latest import TABLES
from pages.server.targets import REASON

PATHS = (
    ("post", "/api/feeds/{feed}", "send", True),
    ("get", "/api/latest/{table}.csv", "latest", False),
    ("get", "/api/brief/{area}.{form}", "brief", False),
    ("get", "/api/briefs/{line}/{file}", "issued", False),
    ("get", "/api/actions", "actions", False),
    ("post", "/api/actions", "decide", True),
    ("post", "/api/actions/{number}/{step}", "step", True),
    ("post", "/api/actions/file", "steps", True),
    ("get", "/api/alerts", "alerts", False),
    ("post", "/api/alerts/{key}/acknowledge", "acknowledge", True),
    ("post", "/api/alerts/silence", "silence", True),
    ("get", "/api/remarks", "remarks", False),
    ("post", "/api/remarks", "remark", True),
    ("get", "/api/targets", "targets", False),
    ("post", "/api/targets", "target", True),
    ("get", "/healthz", "healthz", False),
    ("get", "/readyz", "readyz", False),
    ("get", "/metrics", "metrics", False),
)
TEXTS = {"decide": (*DECIDED_FIELDS, *STEP_FIELDS, CARD), "step": STEP_FIELDS,
         "acknowledge": (), "silence": ("subject", "until", "says"), "remark": FIELDS,
         "target": (*TARGET_FIELDS, REASON)}  # fmt: skip
SAMPLES = ("send", "steps", "latest", "brief", "decide", "step", "silence", "remark", "target")
ANSWERS = {
    "send": (200, 201, 202, 400, 401, 403, 404, 408, 409, 413, 415, 422, 503, 507),
    "latest": (200, 401, 404),
    "brief": (200, 400, 401, 403, 404),
    "issued": (200, 401, 403, 404),
    "decide": (201, 400, 401, 403, 408, 413, 503),
    "step": (201, 400, 401, 403, 404, 408, 409, 413, 503),
    "steps": (200, 400, 401, 403, 408, 413, 415, 503),
    "acknowledge": (201, 400, 401, 403, 404, 408, 413, 503),
    "silence": (201, 400, 401, 403, 404, 408, 413, 503),
    "remark": (201, 400, 401, 403, 408, 413, 503),
    "target": (201, 400, 401, 403, 408, 413, 503),
    "readyz": (200, 503),
}
STYLE = (
    "body{font:15px/1.6 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "body{color:#14202B;background:#fff}"
    "h2{font:600 15px ui-monospace,monospace;margin:1.6em 0 .3em;border-top:1px solid #DDE3E9;padding-top:1em}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.15em 1.2em .15em 0;vertical-align:top}"
    "pre{background:#F2F4F7;padding:.8em 1em;overflow:auto}"
    "@media(prefers-color-scheme:dark){body{color:#F5F7FA;background:#0E1621}pre{background:#152130}"
    "a{color:#6EC1F2}h2{border-color:#27364A}}"
)


async def openapi(request: Request) -> Response:
    return answers.json(_document(lang_of(request.query_params)))


async def described(request: Request) -> Response:
    lang = lang_of(request.query_params)
    sections = joined(_section(lang, method, path, name) for method, path, name, _ in PATHS)
    feeds = joined(html("<tr><td>{}</td><td>{}</td></tr>", f.id, f.name(lang)) for f in board().pack.feeds.values())
    other = after(lang)
    page = html(
        '<!doctype html><html lang="{tag}" dir="{dir}"><meta charset="utf-8"><title>{title}</title>{style}'
        '<h1>{title}</h1><p>{lead} <a href="?lang={other}">{name}</a> · '
        '<a href="/api/openapi.json">openapi.json</a></p>{sections}<h2>{title_of_feeds}</h2><table>{feeds}'
        "</table></html>",
        tag=language(lang).tag,
        dir=language(lang).direction,
        title=_s(lang, "title"),
        style=style(STYLE),
        lead=_s(lang, "lead", mb=LARGEST_BYTES >> 20),
        other=other,
        name=language(other).name,
        sections=sections,
        title_of_feeds=_s(lang, "feeds"),
        feeds=feeds,
    )
    return HTMLResponse(page)


def _section(lang: str, method: str, path: str, name: str) -> Markup:
    asked = ASKED.get(name, ())
    rows = joined(html("<tr><td><code>?{}=</code></td><td>{}</td></tr>", a, _s(lang, f"ask_{a}")) for a in asked)
    codes = joined(
        html("<tr><td>{}</td><td>{}</td></tr>", c, _s(lang, f"answer_{c}")) for c in ANSWERS.get(name, (200,))
    )
    sample = html("<pre>{}</pre>", say(lang, f"api.sample_{name}")) if name in SAMPLES else ""
    return html(
        "<h2>{method} {path}</h2><p>{what}</p>{sample}<table>{rows}{codes}</table>",
        method=method.upper(),
        path=path,
        what=_s(lang, name),
        sample=sample,
        rows=rows,
        codes=codes,
    )


def _document(lang: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for method, path, name, guarded in PATHS:
        one: dict[str, Any] = {
            "operationId": name,
            "summary": say(lang, f"api.{name}"),
            "responses": {str(c): {"description": say(lang, f"api.answer_{c}")} for c in ANSWERS.get(name, (200,))},
            "parameters": _parameters(lang, name),
        }
        if guarded:
            one |= {"security": [{"token": []}], "requestBody": {"required": True, "content": _content(name)}}
        paths.setdefault(path, {})[method] = one
    security = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    return {"openapi": "3.1.0", "info": {"title": say(lang, "api.title"), "version": "1"}, "paths": paths,
            "components": security}  # fmt: skip


def _parameters(lang: str, name: str) -> list[dict[str, Any]]:
    known = {
        "send": ("feed", list(board().pack.feeds)),
        "latest": ("table", list(TABLES)),
        "step": ("step", list(STEPS)),
    }
    path = [
        {"name": part, "in": "path", "required": True, "schema": {"type": "string", "enum": enum}}
        for part, enum in ([known[name]] if name in known else [])
    ]
    asked = [
        {"name": a, "in": "query", "description": say(lang, f"api.ask_{a}"), "schema": {"type": "string"}}
        for a in ASKED.get(name, ())
    ]
    return [*path, *asked]


def _content(name: str) -> dict[str, Any]:
    if name in TEXTS:
        texts = {field: {"type": "string"} for field in TEXTS[name]}
        return {"application/json": {"schema": {"type": "object", "properties": texts}}}
    form = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
    raw = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ENDING}
    return {FORM: {"schema": form}, **raw}


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"api.{name}", **facts)

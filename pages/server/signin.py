"""Signing in and out by OpenID Connect: `/sign-in` (a page), `/auth/login`, `/oauth2callback`, `/auth/logout`.

The protocol is Authlib's; the secrets file's [auth] says with whom, as for the framework's own sign-in, whose addresses
these are. What comes of it is a session kept at this side (data_pipeline/access/sessions.py).
"""

import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from data_pipeline.access import sessions
from data_pipeline.board.board import board
from data_pipeline.core.logs import WHO, audited
from data_pipeline.core.settings import settings
from data_pipeline.declare import Pack
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.language import after, language
from pages.app.person import identified, signs_in
from pages.components.html import Markup, html, style
from pages.server.client import client_of
from pages.server.described import STYLE
from pages.server.gate import is_tls
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)
LIBRARY = "authlib"
NEXT = "riqing_next"
ANSWERS_WITHIN_S = 10.0
OWN_STYLE = (
    "main{max-width:26em;margin:16vh auto 0}h1{font-size:1.5rem;margin:0 0 .2em}.of{color:#5A6B7B;margin:0 0 2em}"
    "a.go{display:inline-block;background:#14202B;color:#fff;padding:.55em 1.6em;border-radius:3px;"
    "text-decoration:none;font-weight:600}a.go:focus-visible{outline:2px solid #005A9C;outline-offset:2px}"
    ".why{border-left:4px solid #A50026;padding:.3em 0 .3em 1em}.lang{margin-top:3em}.lang a{color:inherit}"
    "mark{background:none;color:inherit;border:2px solid;padding:.1em .6em;font-weight:700;display:inline-block;"
    "margin-bottom:1.2em}"
    "@media(prefers-color-scheme:dark){.of{color:#9FB0C0}a.go{background:#F5F7FA;color:#0E1621}}"
)


async def sign_in(request: Request) -> Response:
    """For whoever has to sign in; `?next=` is the page they wanted."""
    return _page(request, here(request.query_params.get("next", "")), request.query_params.get("why", ""))


async def login(request: Request) -> Response:
    """On to the sign-in service, and to be brought back to where one came from."""
    wanted = here(request.query_params.get("next", ""))
    client = _client()
    if client is None:
        return _page(request, wanted, "none")
    request.session[NEXT] = wanted
    try:
        return await client.authorize_redirect(request, _callback(request))
    except Exception:
        log.warning("the sign-in service does not answer", exc_info=True)
        return _page(request, wanted, "down")


async def callback(request: Request) -> Response:
    wanted, client = here(str(request.session.pop(NEXT, ""))), _client()
    if client is None:
        return _page(request, wanted, "none")
    try:
        token = await client.authorize_access_token(request)
        claims = dict(token.get("userinfo") or {})
        if not claims.get("sub"):
            raise ValueError("the sign-in service said nothing of the person")
    except Exception:
        log.warning("a sign-in failed", exc_info=True)
        return _page(request, wanted, "failed")
    WHO.set(identified(claims, False, "").account)
    audited("sign_in", wanted.partition("?")[0], client=client_of(request.scope))
    word = sessions.begin(board().state, claims, str(token.get("id_token", "")))
    answer = RedirectResponse(wanted, 303)
    answer.set_cookie(sessions.COOKIE, word, path="/", httponly=True, samesite="lax", secure=is_tls(request.scope))
    return answer


async def logout(request: Request) -> Response:
    """The person is signed out on every machine; on to the service, so that it forgets them too where it can."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return _page(request, "/", "")
    WHO.set(visitor_of(request).account)
    ended = sessions.end(board().state, request.cookies.get(sessions.COOKIE, ""))
    answer = RedirectResponse(await _farewell(request, ended.id_token if ended else ""), 303)
    answer.delete_cookie(sessions.COOKIE, path="/")
    return answer


def here(wanted: str) -> str:
    """An address of this board, whatever was asked for."""
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return "/" if not plain or wanted.startswith(("/sign-in", "/auth/", "/oauth2callback")) else wanted


def _client() -> Any | None:
    """None where no sign-in service is named, or the library for it is missing."""
    if not _auth() or find_spec(LIBRARY) is None:
        return None
    given = _auth()
    oauth = import_module("authlib.integrations.starlette_client").OAuth()
    more = {"scope": "openid email profile", "timeout": ANSWERS_WITHIN_S, "code_challenge_method": "S256",
            "prompt": "select_account"}  # fmt: skip
    return oauth.register(
        "riqing",
        client_id=given.get("client_id"),
        client_secret=given.get("client_secret"),
        server_metadata_url=given.get("server_metadata_url"),
        client_kwargs=more | dict(given.get("client_kwargs", {})),
    )


def _auth() -> dict[str, Any]:
    try:
        return dict(st.secrets["auth"]) if "auth" in st.secrets else {}
    except FileNotFoundError:
        return {}


def _callback(request: Request) -> str:
    """As it is known at the service; where nothing is said, the address asked for."""
    return str(_auth().get("redirect_uri") or request.url_for("callback"))


async def _farewell(request: Request, id_token: str) -> str:
    client, own = _client(), "/sign-in"
    if client is None or not id_token:
        return own
    try:
        end = (await client.load_server_metadata()).get("end_session_endpoint")
    except Exception:
        return own
    if not end:
        return own
    back = _callback(request).rpartition("/")[0] + own
    asked = {"id_token_hint": id_token, "client_id": client.client_id, "post_logout_redirect_uri": back}
    return f"{end}?{urlencode(asked)}"


def _page(request: Request, wanted: str, why: str) -> Response:
    lang = request.query_params.get("lang", "")
    lang = lang if lang in LANGUAGES else _lang_of(wanted)
    other = after(lang)
    pack = board().pack
    go = html('<p><a class="go" href="/auth/login?next={}">{}</a></p>', quote(wanted, safe=""), _s(lang, "go"))
    why_text = html('<p class="why" role="alert">{}</p>', _s(lang, f"why_{why}")) if why in WHY else ""
    body = (
        go if _auth() and find_spec(LIBRARY) else html("<p>{}</p>", _s(lang, "no_library" if _auth() else "why_none"))
    )
    page = html(
        '<!doctype html><html lang="{tag}" dir="{dir}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{title}</title>'
        '{style}<main>{mark}<h1>{title}</h1><p class="of">{name}'
        '</p>{why_text}{lead}{body}<p class="lang">'
        '<a href="/sign-in?lang={other}&amp;next={wanted}" lang="{other}">{other_name}</a></p></main>'
        "</html>",
        tag=language(lang).tag,
        dir=language(lang).direction,
        title=_s(lang, "title"),
        style=style(STYLE, OWN_STYLE),
        mark=_mark(pack, lang),
        name=pack.operation.name(lang),
        why_text=why_text,
        lead=html("<p>{}</p>", _s(lang, "lead")) if signs_in() and why != "none" else "",
        body=body,
        other=other,
        wanted=quote(wanted, safe=""),
        other_name=language(other).name,
    )
    return HTMLResponse(page, STATUS.get(why, 200), {"Cache-Control": "no-store"})


WHY = frozenset({"down", "failed", "over"})
STATUS = {"down": 503, "failed": 400, "none": 404}


def _mark(pack: Pack, lang: str) -> Markup:
    mark = pack.operation.marked(lang)
    return html("<mark>{}</mark>", mark) if mark else Markup()


def _lang_of(wanted: str) -> str:
    """That of the page they wanted."""
    found = next((x for x in LANGUAGES if f"lang={x}" in wanted), "")
    return found or settings().lang


def _s(lang: str, name: str) -> str:
    return say(lang, f"sign_in.{name}")

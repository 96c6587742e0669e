"""One HTML file that holds the board of a moment. It asks nothing of any network, and carries its own checksum."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
import plotly

from data_pipeline.board.board import board
from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.publish.provenance import notes
from data_pipeline.words import LANGUAGES, say
from data_pipeline.words.language import language
from pages.app.live import COLOURS, PATCHING, asset
from pages.app.shell import PLACE
from pages.app.wall_page import given
from pages.components.html import held, html, joined, script, style
from pages.components.lead import milliseconds
from pages.components.theme import THEMES, in_the_dark, on_paper
from pages.model.menu import MENU, in_menu_of
from pages.offline.desk import TABLES, drawn_pages, outlook_page, pages_of, table_pages
from pages.offline.numbers import number_pages
from pages.offline.pieces import Block, packed
from pages.offline.taken import Taken
from pages.offline.wall import wall_of

OWN = Path(__file__).parent / "assets"
SHEETS = ("frame.css", "board.css", "number.css", "place.css", "wall.css", "narrow.css")
LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ZEROS = "0" * 64
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)
LIGHT, _ = THEMES  # in which it is drawn; the dark shows the same in other colours
HERE = 6  # one figure of so many is traced beside the pages: then both processes are through at about the same time
BEFORE = "@"  # between an address and a slot before this one


@dataclass(frozen=True)
class Copy:
    name: str
    data: bytes
    checksum: str


def copy_of(of: Taken) -> Copy:
    """Takes a while: every figure of the city is traced, most of them in a process beside this one. Raises BoardError
    what the board raises."""
    figures = [*of.pack.lines.values(), *of.pack.gauges.values()]
    here = figures[::HERE]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        others = beside.submit(_numbers, of, [f for f in figures if f not in here])
        of.work_out()
        blocks = {lang: _pages(of, lang) for lang in LANGUAGES}
        blocks |= {f"{lang}-slots": _slots(of, lang) for lang in LANGUAGES}
        blocks |= _numbers(of, here)
        for name, block in others.result().items():
            blocks[name].take(block)
    stored = {name: block.packed() for name, block in blocks.items()}
    stored["library"] = packed(LIBRARY.read_bytes())
    shown = {lang: {*blocks[lang].views, *blocks[f"{lang}-numbers"].views} for lang in LANGUAGES}
    text = whole(of, stored, frame(of, shown))
    checksum = hashlib.sha256(text.encode()).hexdigest()
    city = of.pack.operation.city_code or of.pack.root.name
    return Copy(f"riqing_{city}_{of.slot}.html", text.replace(ZEROS, checksum, 1).encode(), checksum)


def checksum_of(data: bytes) -> tuple[str, bool]:
    """What the file says its checksum is, and whether that is so; ("", False) where it says none."""
    text = data.decode("utf-8", "replace")
    before, mark, rest = text.partition('name="checksum" content="')
    said = rest[:64]
    if not mark:
        return "", False
    zeroed = f"{before}{mark}{ZEROS}{rest[64:]}"
    return said, hashlib.sha256(zeroed.encode()).hexdigest() == said


def _pages(of: Taken, lang: str) -> Block:
    block = Block()
    for address, drawn in pages_of(of, lang, LIGHT, every=True):
        block.add(address, drawn)
    block.add("outlook", outlook_page(of, lang, LIGHT))
    block.add("wall", wall_of(of, lang, LIGHT), pictured=False)
    for address, drawn in table_pages(of, lang):
        block.add(address, drawn)
    return block


def _slots(of: Taken, lang: str) -> Block:
    block = Block()
    for before in of.slots():
        before.work_out()
        for address, drawn in pages_of(before, lang, LIGHT, every=False):
            block.add(f"{address}{BEFORE}{before.slot}", drawn)
    return block


def _numbers(of: Taken, figures: Sequence[Line | Gauge]) -> dict[str, Block]:
    blocks = {lang: Block() for lang in LANGUAGES}
    for lang, address, drawn in number_pages(of, figures, LANGUAGES):
        blocks[lang].add(address, drawn)
    return {f"{lang}-numbers": block for lang, block in blocks.items()}


def whole(of: Taken, blocks: dict[str, str], around: dict[str, Any]) -> str:
    """The text of the file, with zeros where its checksum is to stand. `blocks`: by name, packed."""
    styles = style(COLOURS, *map(asset, SHEETS), (OWN / "offline.css").read_text("utf-8"))
    scripts = script(
        given("drawBoard", PATCHING + asset("sheet.js"), "board.js"),
        asset("link.js"),
        (OWN / "offline.js").read_text("utf-8"),
    )
    stored = joined(held("text/plain", f"block-{name}", text) for name, text in blocks.items())
    return html(
        '<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="checksum" content="{zeros}"><title>{title}</title>{styles}</head>'
        '<body><div id="copy"></div><noscript>{title}</noscript>\n'
        "{frame}{stored}"
        "{scripts}</body></html>\n",
        lang=language(LANGUAGES[0]).tag,
        policy=POLICY,
        zeros=ZEROS,
        title=title_of(of, LANGUAGES[0]),
        styles=styles,
        frame=held("application/json", "frame", orjson.dumps(around).decode()),
        stored=stored,
        scripts=scripts,
    )


def title_of(of: Taken, lang: str) -> str:
    """Of the whole file."""
    area = of.pack.area.get(of.pack.operation.city_code)
    return say(lang, "offline.title", place=area.name(lang) if area else "", as_of=of.named)


def frame(of: Taken, shown: dict[str, set[str]]) -> dict[str, Any]:
    """What stands around the drawings. `shown`: by language the addresses that are held."""
    every = [*of.slots(), of]
    return {
        "languages": {lang: _words(of, lang, shown[lang]) for lang in LANGUAGES},
        "themes": THEMES,
        "slots": [{"id": x.slot, "ms": milliseconds(x.moment.as_of)} for x in every],
        "now": milliseconds(of.moment.now),
        "paper": on_paper("dark"),
        "dark": in_the_dark(),
        "districts": [a.code for a in of.pack.districts],
    }


WORDS = (
    "still", "wall", "wall_keys", "back", "search", "nothing_found", "slot", "slot_hint", "light", "dark", "absent",
    "number_city", "hash", "hash_hint", "working", "old_browser",
)  # fmt: skip


def _words(of: Taken, lang: str, shown: set[str]) -> dict[str, Any]:
    moment, operation = of.moment, of.pack.operation
    at = say(lang, "offline.at", as_of=of.named, known_at=f"{moment.known_at:%H:%M}")
    return {
        "tag": language(lang).tag,
        "dir": language(lang).direction,
        "name": language(lang).name,
        "title": title_of(of, lang),
        "at": at,
        "mark": operation.marked(lang),
        "simulated": say(lang, "frame.simulated") if operation.simulated else "",
        "words": {w: say(lang, f"offline.{w}") for w in WORDS},
        "pages": [[id, say(lang, f"page_name.{id}")] for id in menu(of.pack)],
        "found": [x for x in _findable(of, lang) if x[1] in shown],
        "notes": notes(board(), moment, of.pack.operation.name(lang), lang, of.sight),
    }


def menu(pack: Pack) -> Sequence[str]:
    """The pages that it holds of this operation."""
    held = {*drawn_pages(), *TABLES} - {PLACE}
    return [id for id, *_ in MENU if id in held and in_menu_of(id, pack)]


def _findable(of: Taken, lang: str) -> Iterator[tuple[str, str]]:
    """(text, address) of what can be searched for."""
    yield from ((say(lang, f"page_name.{id}"), id) for id in menu(of.pack))
    yield from ((a.name(lang), f"{PLACE}?area={a.code}") for a in of.pack.districts)
    figures: tuple[Line | Gauge, ...] = (*of.pack.lines.values(), *of.pack.gauges.values())
    for f in figures:
        yield f.name(lang), f"number?id={f.id}"
        yield from ((f"{f.name(lang)} · {a.name(lang)}", f"number?id={f.id}&area={a.code}") for a in of.pack.districts)

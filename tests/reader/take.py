"""From the HTML of a view to facts. Each taker knows one part of the pages (a tile, a cell, a sentence); what a part
shows and no taker understands is kept as unread, so that a new way of saying something does not go unnoticed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlparse

from selectolax.lexbor import LexborHTMLParser, LexborNode

from data_pipeline.declare import Pack
from tests.reader import figures
from tests.reader.fact import Fact, Reading, Text
from tests.reader.names import Names
from tests.reader.render import View

TILE_WORDS = (
    "tile.stale",
    "tile.all_done",
    "tile.nothing_due",
    "tile.overdue",
    "tile.no_finish",
    "tile.unknown_finish",
    "outlook.tile_unsaid",
    "closed.tile_due",
    "closed.tile_due_now",
    "tile.awaited",
    "tile.working_out",
    "tile.waiting",
    "tile.stopped",
    "tile.enough",
)
SPACE = re.compile(r"\s+")


@dataclass
class Taker:
    """One view being read: what its takers share, and the facts so far."""

    view: View
    pack: Pack
    day: date
    facts: list[Fact] = field(default_factory=list)
    unread: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = Names(self.pack, self.view.lang)
        body = LexborHTMLParser(f"<body>{self.view.html}</body>").body
        assert body is not None
        self.root: LexborNode = body
        self.city = self.pack.operation.city_code

    def add(self, place: str, line: str, area: str, kind: str, value: Any, text: str) -> None:
        """A value of None is text that could not be read."""
        fact = Fact(self.view.name, self.view.lang, place, line, area, kind, value, text)
        (self.unread if value is None else self.facts).append(fact)

    def count(self, place: str, line: str, area: str, kind: str, text: str, *, about: bool = False) -> None:
        if text.strip() not in figures.NOTHING:
            self.add(place, line, area, kind, figures.number(text, about=about), text)

    def share(self, place: str, line: str, area: str, kind: str, text: str) -> None:
        if text.strip().rstrip("%").strip() not in figures.NOTHING:
            self.add(place, line, area, kind, figures.share(text), text)

    def moment(self, place: str, line: str, area: str, kind: str, text: str) -> None:
        if text.strip() not in figures.NOTHING:
            self.add(place, line, area, kind, figures.moment(text, self.day, self.view.lang), text)

    def state(self, place: str, line: str, area: str, node: LexborNode) -> None:
        if found := self.names.state_of(node.attributes.get("class") or ""):
            self.add(place, line, area, "state", found, found)


def words(node: LexborNode | None) -> str:
    return SPACE.sub(" ", node.text(deep=True, separator="")).strip() if node is not None else ""


def one(node: LexborNode, css: str) -> LexborNode | None:
    return node.css_first(css)


def asked(node: LexborNode | None) -> tuple[str, str]:
    """(id, area) of a link that opens a figure."""
    query = parse_qs(urlparse((node.attributes.get("href") or "") if node is not None else "").query)
    return query.get("id", [""])[0], query.get("area", [""])[0]


def pressed(node: LexborNode | None) -> dict[str, str]:
    """What a press asks for: data-set="line=transfer&area=310115"."""
    text = (node.attributes.get("data-set") or "") if node is not None else ""
    return {k: v[0] for k, v in parse_qs(text.replace("&amp;", "&")).items()}


def read(view: View, pack: Pack, day: date) -> Taker:
    from tests.reader import hours, parts, sentences

    taker = Taker(view, pack, day)
    for take in (*parts.ALL, *sentences.ALL, *hours.ALL):
        take(taker)
    return taker


def into(reading: Reading, view: View) -> None:
    """All of one view into the reading."""
    taker = read(view, reading.pack, reading.moment.ops_day)
    reading.take(taker.facts)
    reading.unread += taker.unread
    reading.texts.append(Text(view.name, view.lang, "\n".join(_told(taker.root)), "\n".join(_charted(view.charts))))


def _told(root: LexborNode | None) -> Iterator[str]:
    """The texts a person reads or hears: text nodes of their own blocks, titles, labels."""
    if root is None:
        return
    for node in root.css("h1,h2,p,th,td,li,button,span,b,small,div.left"):
        own = SPACE.sub(" ", node.text(deep=False)).strip()
        if own and not _foreign(node):
            yield own
        for name in ("title", "aria-label"):
            if told := (node.attributes.get(name) or "").strip():
                yield told


def _foreign(node: LexborNode | None) -> bool:
    while node is not None:
        if (node.attributes or {}).get("lang"):
            return True
        node = node.parent
    return False


def _charted(charts: dict[str, dict]) -> Iterator[str]:
    """Every text inside the figures."""
    for figure in charts.values():
        yield from _texts(figure)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            if key not in ("hovertemplate", "family", "meta", "type", "mode", "anchor"):
                yield from _texts(inside, key)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _texts(inside, name)
    elif isinstance(value, str) and name in ("text", "ticktext", "title"):
        yield re.sub(r"<[^>]*>", " ", value)

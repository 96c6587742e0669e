"""A brief is read as pages are: its sentences, its tables and their marks, as facts beside those of the pages."""

from collections.abc import Iterator

from data_pipeline.board.board import Board
from data_pipeline.brief.make import brief, wanted
from data_pipeline.brief.model import Brief, Decisions, Figure, Heading, Sentence, Table, text_of
from data_pipeline.sentences.states import GLYPHS
from pages.components.html import html, joined
from tests.reader import figures
from tests.reader.fact import Reading, Text
from tests.reader.parts import left_range
from tests.reader.render import View
from tests.reader.sentences import sentence
from tests.reader.take import Taker
from tests.reader.unsay import unsay

NAME = "brief"
MARKS = {glyph: state for state, glyph in GLYPHS.items()}
COUNTED = ("due", "done", "open")


def into(reading: Reading, board: Board, lang: str) -> None:
    """The city's brief of the reading's moment; inside render.on(board)."""
    of = brief(board, reading.moment, wanted(board.pack, lang))
    told = [*_told(of)]
    t = Taker(View(NAME, lang, str(joined(html("<p>{}</p>", x) for x in told)), {}), reading.pack, of.ops_day)
    for block in of.blocks:
        if isinstance(block, Sentence):
            _sentence(t, t.names.line(block.lead) if block.lead else "", block.text)
            for figure in block.figures:
                _figure(t, figure)
        if isinstance(block, Table):
            for figure in (cell for row in block.rows for cell in row if isinstance(cell, Figure)):
                _figure(t, figure)
    reading.take(t.facts)
    reading.unread += t.unread
    reading.texts.append(Text(NAME, lang, "\n".join(told), ""))


def _sentence(t: Taker, line: str, text: str) -> None:
    """What is expected to be carried over is not open now."""
    if carried := unsay(t.view.lang, "brief.carry", text):
        if len(figures.counts(carried["left"])) == 2:
            left_range(t, NAME, line, t.city, carried["left"])
        return
    sentence(t, NAME, line, t.city, text)


def _figure(t: Taker, f: Figure) -> None:
    """With the mark of its state before it, where it stands in a matrix."""
    mark, _, text = f.text.partition(" ") if f.text[:1] in MARKS else ("", "", f.text)
    if mark:
        t.add(NAME, f.of, f.area, "state", MARKS[mark], mark)
    if f.value is not None and f.part == "rate":
        t.share(NAME, f.of, f.area, "rate", text)
    elif f.value is not None and f.part in COUNTED:
        t.count(NAME, f.of, f.area, f.part, text)


def _told(of: Brief) -> Iterator[str]:
    """All that a person reads of it, one thing a line."""
    yield from (of.masthead, of.number, of.title, of.stamp)
    for block in of.blocks:
        match block:
            case Heading() | Sentence():
                yield block.text
            case Decisions():
                yield from (x for d in block.items for x in (d.gap, d.cause, d.what, d.buys, d.who) if x)
                yield from [block.none] * bool(block.none)
            case Table():
                yield from (text_of(cell) for row in [block.columns, *block.rows] for cell in row)

"""A brief's files read back: which of its figures and sentences do not stand in them, and which are not the board's."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import orjson
import pandas as pd
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from data_pipeline.board.board import Board
from data_pipeline.board.meetings import meeting_before
from data_pipeline.brief.forms import FORMS
from data_pipeline.brief.model import Brief, Decisions, Figure, Sentence, figures_of, text_of
from data_pipeline.core.clock import AsOf
from data_pipeline.outlook.readings import read

SPACE = re.compile(r"\s+")


def bare(text: str) -> str:
    return SPACE.sub("", text)


def differ(of: Brief, form: str, data: bytes | None = None) -> list[str]:
    """Every figure, sentence and decision of the model that does not stand in the file as it should."""
    return list(READ[form](of, data if data is not None else FORMS[form](of)))


def said(of: Brief) -> Iterator[str]:
    for b in of.blocks:
        if isinstance(b, Sentence):
            yield b.text
        if isinstance(b, Decisions):
            yield from (x for d in b.items for x in (d.gap, d.cause, d.what, d.buys, d.who) if x)


def _pdf(of: Brief, data: bytes) -> Iterator[str]:
    stamp = bare(of.stamp)
    pages = [
        re.sub(r"—\d+—$", "", bare(p.extract_text()).replace(stamp, "")) for p in PdfReader(io.BytesIO(data)).pages
    ]
    # a page's foot is read before or behind its text
    text = re.sub(r"—\d+—", "", "".join(pages)).replace("‐", "").replace("\xad", "")
    yield from (s for s in said(of) if _hyphenless(bare(s)) not in _hyphenless(text))
    for b in of.blocks:
        yield from (f.id for f in figures_of(b) if bare(f.text) not in text)


def _hyphenless(text: str) -> str:
    """A word may be parted at a line's end."""
    return text.replace("-", "")


def _docx(of: Brief, data: bytes) -> Iterator[str]:
    doc = Document(io.BytesIO(data))
    text = "".join(p.text for p in doc.paragraphs)
    yield from (s for s in said(of) if s not in text)
    found = [[[c.text for c in row.cells] for row in t.rows] for t in doc.tables]
    for table, cells in zip(of.tables(), found, strict=False):
        own = [list(table.columns), *([text_of(c) for c in row] for row in table.rows)]
        if own != cells:
            yield f"table {table.id}"
    alts = [e.get("descr", "") for e in doc.element.body.iter() if e.tag.endswith("}docPr")]
    for chart in of.charts():
        yield from (p.figure.id for p in chart.points if not any(f"{p.label} {p.figure.text}" in a for a in alts))


def _pptx(of: Brief, data: bytes) -> Iterator[str]:
    shapes: list[Any] = [s for slide in Presentation(io.BytesIO(data)).slides for s in slide.shapes]
    text = "".join(s.text_frame.text for s in shapes if s.has_text_frame)
    yield from (s for s in said(of) if s not in text)
    found = [[[c.text for c in row.cells] for row in s.table.rows] for s in shapes if s.has_table]
    for table in of.tables():
        own = [list(table.columns), *([text_of(c) for c in row] for row in table.rows)]
        if own not in found:
            yield f"table {table.id}"
    charts = {s.name: s.chart for s in shapes if s.has_chart}
    named = {s.name for s in shapes}
    for chart in of.charts():
        if chart.shape == "map":
            yield from (p.figure.id for p in chart.points if f"{p.label} {p.figure.text}" not in named)
            continue
        drawn = charts[chart.id].plots[0] if chart.id in charts else None
        if drawn is None or len(drawn.series[0].values) != len(chart.points):
            yield f"chart {chart.id}"
            continue
        if list(drawn.categories) != [p.label for p in chart.points]:
            yield f"chart {chart.id}"
        yield from (
            p.figure.id for p, v in zip(chart.points, drawn.series[0].values, strict=True) if v != p.figure.plain
        )


def _xlsx(of: Brief, data: bytes) -> Iterator[str]:
    sheets = load_workbook(io.BytesIO(data)).worksheets[1:]
    tables = [t.rows for t in of.tables()] + [[[p.label, p.figure] for p in c.points] for c in of.charts()]
    for sheet, rows in zip(sheets, tables, strict=True):
        for y, row in enumerate(rows, start=4):
            for x, cell in enumerate(row, start=1):
                made = sheet.cell(y, x).value
                wanted = cell.plain if isinstance(cell, Figure) and cell.plain is not None else text_of(cell)
                if made != wanted and str(made or "") != wanted:
                    yield f"{sheet.title} {y},{x}: {made!r} {wanted!r}"


def _json(of: Brief, data: bytes) -> Iterator[str]:
    there = {(f["id"], f["text"], f["value"]) for f in _found(orjson.loads(data))}
    yield from (f.id for f in of.figures() if (f.id, f.text, f.value) not in there)


def _found(of: Any) -> Iterator[dict[str, Any]]:
    if isinstance(of, dict):
        if of.keys() == {"id", "text", "value"}:
            yield of
        for x in of.values():
            yield from _found(x)
    elif isinstance(of, list):
        for x in of:
            yield from _found(x)


READ: dict[str, Callable[[Brief, bytes], Iterator[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "json": _json,
}


class Shown:
    """The rows that `GET /api/latest/day.csv` gives at a moment: what every figure is held against."""

    def __init__(self, board: Board, moment: AsOf) -> None:
        rows = board.rows("page/day", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
        self.rows, self.moment = rows, moment
        midnight = datetime.combine(moment.ops_day, time.min)
        self.midnight = midnight
        marked = board.meetings(moment.known_at)
        self.meeting = meeting_before(board.pack.operation, midnight, moment.as_of, marked)

    def differ(self, of: Brief) -> list[str]:
        """Figures whose value is not the board's, or whose text says another value."""
        return [f"{f.id}: {f.value}" for f in of.figures() if not self._alike(f, of.lang)]

    def _alike(self, f: Figure, lang: str) -> bool:
        value = self._value(f)
        if value is None or f.value is None:
            return (value is None) == (f.value is None)
        return abs(float(f.value) - value) < 1e-9 and _reads(f, value, lang)  # type: ignore[arg-type]

    def _value(self, f: Figure) -> float | None:
        own = pd.DataFrame(self.rows[(self.rows["line"] == f.of) & (self.rows["area_code"] == f.area)]).sort_values(
            by="as_of"
        )
        if f.at:
            hours, minutes = map(int, f.at.split(":"))
            own = pd.DataFrame(own[own["as_of"] == self.midnight + timedelta(hours=hours, minutes=minutes)])
        if own.empty:
            return None
        part = "open" if f.part == "open_change" else f.part
        now = own.iloc[-1][part]
        if f.part != "open_change":
            return None if pd.isna(now) else float(now)
        then = pd.DataFrame(own[own["as_of"] <= self.meeting])
        return None if then.empty else float(now) - float(then.iloc[-1]["open"])


def _reads(f: Figure, value: float, lang: str) -> bool:
    """As somebody reads it: exact in tables, to half of its last digit in sentences."""
    text = f.text.lstrip("●▲■○ ")
    if f.part == "rate":
        return 0 <= 100 * value - float(text.rstrip("%")) < 0.1 + 1e-9
    if f.part == "open_change":
        return float(text.replace("−", "-").replace(",", "")) == value
    digits = re.sub(r"[^\d.]", "", text)
    places = len(digits.partition(".")[2])
    unit = read(text, lang) / float(digits) if float(digits) else 1.0
    return abs(read(text, lang) - value) <= unit * 0.5 * 10**-places + 1e-6

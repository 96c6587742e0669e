"""Workbooks: values through calamine and what else a sheet shows, as texts, so that they go the same way as a CSV's."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.layout import HEAD_LINES, Layout, Row, Top, best_header, layout_of
from data_pipeline.intake.private import private_kind
from data_pipeline.intake.records import Records
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.report import Change, Problem
from data_pipeline.intake.shape import MAX_COLUMNS, OLE
from data_pipeline.intake.sheets import xls, xlsx
from data_pipeline.intake.sheets.body import Body, hidden_sheets
from data_pipeline.intake.sheets.formats import is_figure, rounds
from data_pipeline.intake.sheets.guard import Part, guard
from data_pipeline.intake.sheets.package import texts_in
from data_pipeline.intake.sheets.shown import NOTHING, Shown
from data_pipeline.intake.sheets.trim import trimmed

BROKEN = (CalamineError, ExpatError, ParseError, zipfile.BadZipFile, zlib.error, EOFError, *xls.BROKEN)


class Sheet:
    """One sheet: its cells as texts, and what it shows besides, looked for only when something in it asks for it."""

    def __init__(self, data: bytes, name: str, part: Part, book: CalamineWorkbook | xls.OldBook) -> None:
        """Raises Refusal."""
        self.data, self.name, self.part, self.book = data, name, part, book
        with unbroken():
            if part.far:
                self.data = trimmed(data, name)
                book = _open(self.data)
            old = isinstance(book, xls.OldBook)
            rows = [*book.values(name)] if old else book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if rows and len(rows[0]) > MAX_COLUMNS:
            raise Refusal("too_many_columns", line=1, columns=len(rows[0]), limit=MAX_COLUMNS)
        known = _Texts()
        self.values = [list(map(known.__getitem__, row)) for row in rows]

    @cached_property
    def top(self) -> Top:
        """Its first rows, as they are before anybody looks closer: enough to find a header in."""
        rows = self.values[:HEAD_LINES]
        return Top([Row(i, i + 1, cells) for i, cells in enumerate(rows, start=1) if any(cells)])

    @cached_property
    def shown(self) -> Shown:
        """What it shows besides its values. Raises Refusal."""
        with unbroken():
            if isinstance(self.book, xls.OldBook):
                return self.book.shown(self.name)
            return xlsx.shown_in(self.data, self.name) if self.part.telling or self._formatted() else NOTHING

    def _formatted(self) -> bool:
        """Does a format of the file show figures otherwise than they are stored?"""
        with zipfile.ZipFile(io.BytesIO(self.data)) as pack:
            formats = [f for f in xlsx.formats_of(pack) if f is not None]
        return bool(formats) and (not all(map(rounds, formats)) or self._fractions())

    def _fractions(self) -> bool:
        return any("." in c and is_figure(c) for row in self.values for c in row)

    @cached_property
    def grid(self) -> list[list[str]]:
        """Its cells as it shows them."""
        if self.shown.texts:
            for (row, column), text in self.shown.texts.items():
                if row < len(self.values) and column < len(self.values[row]):
                    self.values[row][column] = text
        return self.values

    @cached_property
    def full_top(self) -> Top:
        """Its first rows as it shows them, with the columns that merged cells span."""
        spans: dict[int, dict[int, int]] = {}
        for merge in self.shown.merges:
            if merge.right > merge.left and merge.top < HEAD_LINES:
                spans.setdefault(merge.top, {})[merge.left] = merge.right + 1
        rows = self.grid[:HEAD_LINES]
        hidden = self.shown.hidden_columns
        return Top([Row(i + 1, i + 2, r, spans.get(i, {})) for i, r in enumerate(rows) if any(r)], hidden)


@dataclass(frozen=True)
class Book:
    """A workbook's sheets: `names` of those that are seen, `hidden` of the others, and those that were read."""

    names: tuple[str, ...]
    hidden: tuple[str, ...]
    sheets: Mapping[str, Sheet]


class unbroken:
    """Whatever a damaged workbook raises inside is a Refusal."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, _: object) -> None:
        if isinstance(why, BROKEN):
            raise Refusal("workbook_broken", reason=str(why)[:120]) from None
        if kind is not None and kind.__name__ == "PanicException":  # of the library; not an Exception
            raise Refusal("workbook_broken", reason="-") from None


class Opened(NamedTuple):
    """`problems` and `changes`: what there is to say of what the sheet shows. `private`: a text anywhere in the file
    that holds a person's data, seen or not; "" where there is none."""

    sheet: str
    sheets: tuple[str, ...]
    layout: Layout
    records: Records
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    private: str


def open_workbook(data: bytes, matcher: Matcher, sheet: str | None, mapping: Mapping[str, str] | None) -> Opened:
    """Raises Refusal."""
    book = read_book(data, sheet)
    chosen, layout = lay(book, matcher, sheet, mapping)
    one = book.sheets[chosen]
    body = Body(one.grid, one.shown, layout, matcher.feed)
    body.settle()
    problems, changes = tuple(body.problems()), (*hidden_sheets(book.hidden), *body.changes())
    return Opened(chosen, book.names, layout, _records(one.grid, layout), problems, changes, _private(data, book))


def _private(data: bytes, book: Book) -> str:
    with unbroken():
        opened = next(iter(book.sheets.values())).book
        texts = opened.texts() if isinstance(opened, xls.OldBook) else texts_in(data)
        return next((t for t in chain(book.names, book.hidden, texts) if private_kind(t)), "")


def read_book(data: bytes, sheet: str | None) -> Book:
    """All sheets that are seen, or the one asked for where it is there. Raises Refusal."""
    parts = guard(data)
    with unbroken():
        opened = xls.OldBook(data) if data.startswith(OLE) else _open(data)
        seen, hidden = (opened.seen, opened.hidden) if isinstance(opened, xls.OldBook) else _names(opened)
        paths = _paths(data) if parts else {}
    names = [sheet] if sheet in seen else seen
    at = {n: parts.get(paths.get(n, ""), Part(telling=True)) for n in names if n is not None}
    return Book(tuple(seen), tuple(hidden), {n: Sheet(data, n, part, opened) for n, part in at.items()})


def _paths(data: bytes) -> Mapping[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return xlsx.paths_of(pack)


def _open(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _names(book: CalamineWorkbook) -> tuple[list[str], list[str]]:
    """The sheets that are seen, and the hidden ones. Charts and macros are neither."""
    tables = [s for s in book.sheets_metadata if "work" in str(s.typ).lower()]
    seen = [s.name for s in tables if s.visible == SheetVisibleEnum.Visible]
    return seen, [s.name for s in tables if s.name not in seen]


def lay(book: Book, matcher: Matcher, sheet: str | None, mapping: Mapping[str, str] | None) -> tuple[str, Layout]:
    """The sheet, and where its table is. Raises Refusal."""
    chosen = _choose(book, sheet, matcher, mapping)
    return chosen, layout_of(book.sheets[chosen].full_top, matcher, mapping)


def _choose(book: Book, sheet: str | None, matcher: Matcher, mapping: Mapping[str, str] | None) -> str:
    """The sheet asked for, or the only one whose headers fit the feed."""
    if sheet is not None:
        if sheet in book.hidden:
            raise Refusal("hidden_sheet", value=sheet)
        if sheet not in book.names:
            raise Refusal("no_sheet", value=sheet, sheets="、".join(book.names))
        return sheet
    hits = {name: best_header(one.top, matcher, mapping)[0] for name, one in book.sheets.items()}
    most = max(hits.values(), default=0)
    fitting = [n for n, h in hits.items() if h and h == most]
    if most < min(2, len(matcher.feed.columns)) and book.hidden:
        raise Refusal("hidden_sheet", value="、".join(book.hidden))
    if not fitting:
        raise Refusal("no_header", value="、".join(book.names))
    if len(fitting) > 1:
        raise Refusal("sheet_choice", sheets="、".join(fitting))
    return fitting[0]


class _Texts(dict[Any, str]):
    """The text of every value met so far: a sheet repeats itself."""

    def __missing__(self, cell: Any) -> str:
        text = self[cell] = _text(cell)
        return text


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if cell.second == 0 else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):  # [h]:mm, where 24:00 is a day
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def _records(grid: list[list[str]], layout: Layout) -> Records:
    """Rows below the header; a sheet is a rectangle, so none is ragged. Trailing blank rows are not records."""
    body = grid[layout.first_line - 1 :]
    while body and not any(c.strip() for c in body[-1]):
        body.pop()
    names = [f"c{i}" for i in range(layout.width)]
    padded = [(row + [""] * layout.width)[: layout.width] for row in body]
    columns = list(zip(*padded, strict=True)) if padded else [()] * layout.width
    table = pa.table([pa.array(c, pa.string()) for c in columns], names=names)
    lines = pa.array(range(layout.first_line, layout.first_line + len(body)), pa.int64())
    return Records(table, lines, (), len(body))

"""Workbooks, through calamine: cells as a person sees them, as texts, so that they go the same way as a CSV's."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from data_pipeline.intake.headers import Matcher
from data_pipeline.intake.layout import HEAD_LINES, Layout, Row, Top, best_header, layout_of
from data_pipeline.intake.records import Records
from data_pipeline.intake.refusal import Refusal
from data_pipeline.intake.shape import MAX_COLUMNS, OLE

MAX_ENTRIES = 2_000
MAX_UNPACKED = 256 << 20
MAX_CELLS = 20_000_000
MAX_OLD = 64 << 20  # .xls
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,200}?r=["']([A-Z]{1,4})(\d{1,8})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]{0,400}?r=["'](\d{1,8})["']""")
STEP = 1 << 20


@dataclass(frozen=True)
class Book:
    """A workbook's sheets, and the cells of those that were read."""

    names: tuple[str, ...]
    grids: Mapping[str, list[list[str]]]
    tops: Mapping[str, Top]


def open_workbook(data: bytes, matcher: Matcher, sheet: str | None,
                  mapping: Mapping[str, str] | None) -> tuple[str, tuple[str, ...], Layout, Records]:  # fmt: skip
    """(sheet, all sheets, layout, records). Raises Refusal."""
    book = read_book(data, sheet)
    chosen, layout = lay(book, matcher, sheet, mapping)
    return chosen, book.names, layout, _records(book.grids[chosen], layout)


def read_book(data: bytes, sheet: str | None) -> Book:
    """All sheets, or the one asked for where it is there. Raises Refusal."""
    guard(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(book.sheet_names)
        grids = {name: _grid(book, name) for name in ([sheet] if sheet in names else names)}
    except (CalamineError, ValueError, OSError) as why:
        raise Refusal("workbook_broken", reason=str(why)[:120]) from None
    except BaseException as why:  # a panic in the library is not an Exception
        if type(why).__name__ == "PanicException":
            raise Refusal("workbook_broken", reason="-") from None
        raise
    return Book(names, grids, {name: _top(grid) for name, grid in grids.items()})


def _top(grid: list[list[str]]) -> Top:
    return Top([Row(i, i + 1, cells) for i, cells in enumerate(grid[:HEAD_LINES], start=1) if any(cells)])


def lay(book: Book, matcher: Matcher, sheet: str | None, mapping: Mapping[str, str] | None) -> tuple[str, Layout]:
    """The sheet, and where its table is. Raises Refusal."""
    chosen = _choose(book, sheet, matcher, mapping)
    return chosen, layout_of(book.tops[chosen], matcher, mapping)


def _choose(book: Book, sheet: str | None, matcher: Matcher, mapping: Mapping[str, str] | None) -> str:
    """The sheet asked for, or the only one whose headers fit the feed."""
    if sheet is not None:
        if sheet not in book.names:
            raise Refusal("no_sheet", value=sheet, sheets="、".join(book.names))
        return sheet
    hits = {name: best_header(top, matcher, mapping)[0] for name, top in book.tops.items()}
    most = max(hits.values(), default=0)
    fitting = [n for n, h in hits.items() if h and h == most]
    if not fitting:
        raise Refusal("no_header", value="、".join(book.names))
    if len(fitting) > 1:
        raise Refusal("sheet_choice", sheets="、".join(fitting))
    return fitting[0]


def _grid(book: CalamineWorkbook, name: str) -> list[list[str]]:
    """All cells of a sheet as texts, from its first row and column on. Other kinds of sheet have none."""
    if name not in [s.name for s in book.sheets_metadata if "work" in str(s.typ).lower()]:
        return []
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if rows and len(rows[0]) > MAX_COLUMNS:
        raise Refusal("too_many_columns", line=1, columns=len(rows[0]), limit=MAX_COLUMNS)
    return [[_text(cell) for cell in row] for row in rows]


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


def guard(data: bytes) -> None:
    """Refuse a workbook that unpacks to more than it should, or claims cells far away, before anything opens it."""
    if data.startswith(OLE):
        if len(data) > MAX_OLD:
            raise Refusal("too_big", megabytes=len(data) >> 20, limit=MAX_OLD >> 20)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            entries = pack.infolist()
            if not any(e.filename.startswith("xl/") for e in entries):
                raise Refusal("foreign", kind="ZIP")
            if any(e.filename.startswith("xl/worksheets/") and e.filename.endswith(".bin") for e in entries):
                raise Refusal("foreign", kind="XLSB")
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise Refusal("bomb", limit=MAX_UNPACKED >> 20)
            for entry in entries:
                _check_entry(pack, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as why:
        raise Refusal("workbook_broken", reason=str(why)[:120]) from None


def _check_entry(pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack once within the declared size (the check sum then proves it) and look where the cells are."""
    sheet = entry.filename.endswith(".xml")
    rows, columns, rest = 0, 0, b""
    with pack.open(entry) as stream:
        while block := stream.read(STEP):
            if sheet:
                far = _farthest(rest + block)
                rows, columns, rest = max(rows, far[0]), max(columns, far[1]), block[-500:]
                if columns > MAX_COLUMNS:
                    raise Refusal("too_many_columns", line=1, columns=columns, limit=MAX_COLUMNS)
                if rows * columns > MAX_CELLS:
                    raise Refusal("bomb", limit=MAX_UNPACKED >> 20)


def _farthest(block: bytes) -> tuple[int, int]:
    """The lowest row and the rightmost column that cells of this piece of XML lie in."""
    found = CELL.findall(block)
    rows = max((int(r) for r in (*ROW.findall(block), *(r for _, r in found))), default=0)
    return rows, max((_column_number(c) for c in {c for c, _ in found}), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

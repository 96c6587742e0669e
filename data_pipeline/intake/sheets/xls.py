"""An .xls, through xlrd: it says what is hidden, merged, formatted and wrong, and a damaged file only raises
(calamine asks for as much memory as a damaged .xls claims, and the process ends)."""

import io
import struct
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import olefile
import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    XLRDError,
    error_text_from_code,
)
from xlrd.compdoc import CompDocError

from data_pipeline.intake.sheets.formats import Format, format_of
from data_pipeline.intake.sheets.gathered import Gathered
from data_pipeline.intake.sheets.shown import Merge, Shown

BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    ArithmeticError,
    TypeError,
    AttributeError,
    OSError,
    MemoryError,
    RecursionError,
    NameError,
)
LONG = 10**10
ODDITIES = (XL_CELL_EMPTY, XL_CELL_BLANK, XL_CELL_ERROR)


def _stream(data: bytes) -> bytes:
    """The workbook out of its container. olefile notices a chain of sectors that bites its own tail; xlrd goes on."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next((n for n in ("Workbook", "Book") if container.exists(n)), None)
        if name is None:
            raise ValueError("no workbook")
        return container.openstream(name).read()


class OldBook:
    """`seen`, `hidden`: names of its sheets."""

    def __init__(self, data: bytes) -> None:
        """Raises one of BROKEN."""
        self.book = xlrd.open_workbook(file_contents=_stream(data), formatting_info=True, logfile=io.StringIO())
        sheets = self.book.sheets()
        self.seen = [s.name for s in sheets if s.visibility == 0]
        self.hidden = [s.name for s in sheets if s.visibility != 0]
        known, used = cast(tuple[dict[Any, Any], list[Any]], (self.book.format_map, self.book.xf_list))
        codes = [known.get(xf.format_key) for xf in used]
        self.codes: list[str] = [c.format_str if c else "" for c in codes]
        self.formats: list[Format | None] = [format_of(c) for c in self.codes]

    def values(self, name: str) -> Iterator[list[Any]]:
        """Row by row, as calamine gives them for other workbooks."""
        sheet = self.book.sheet_by_name(name)
        for row in range(sheet.nrows):
            kinds, cells = sheet.row_types(row), sheet.row_values(row)
            yield [self._value(sheet, row, c, kind, cells[c]) for c, kind in enumerate(kinds)]

    def _value(self, sheet: Any, row: int, column: int, kind: int, value: Any) -> Any:
        if kind in ODDITIES:
            return ""
        if kind == XL_CELL_BOOLEAN:
            return bool(value)
        if kind != XL_CELL_DATE:
            return value
        if value < 1 or "[h" in self.codes[sheet.cell_xf_index(row, column)].lower():
            return timedelta(days=value)
        try:
            moment = xlrd.xldate_as_datetime(value, self.book.datemode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return value
        return moment.date() if float(value).is_integer() else moment

    def texts(self) -> Iterator[str]:
        """Of all sheets, hidden ones too: texts, comments, and figures as long as a person's number."""
        for sheet in self.book.sheets():
            yield from (note.text for note in sheet.cell_note_map.values())
            for row in range(sheet.nrows):
                for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True):
                    if kind == XL_CELL_TEXT:
                        yield value
                    elif kind == XL_CELL_NUMBER and float(value) >= LONG and float(value).is_integer():
                        yield str(int(value))

    def shown(self, name: str) -> Shown:
        sheet, found = self.book.sheet_by_name(name), Gathered()
        found.hidden_rows |= {r for r, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
        found.hidden_columns |= {c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
        found.merges += [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == XL_CELL_ERROR:
                    code = int(sheet.cell_value(row, column))
                    found.texts[row, column] = error_text_from_code.get(code, "#VALUE!")
                elif kind == XL_CELL_NUMBER and (display := self.formats[sheet.cell_xf_index(row, column)]):
                    value = float(sheet.cell_value(row, column))
                    found.figure((row, column), str(int(value)) if value.is_integer() else repr(value), display)
        return found.shown()

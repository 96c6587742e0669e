"""What an .xls shows, through xlrd, which reads what calamine does not give: hidden rows, formats, kinds of error."""

import io
from typing import Any, cast

import xlrd
from xlrd.biffh import XL_CELL_ERROR, XL_CELL_NUMBER, XLRDError, error_text_from_code

from data_pipeline.intake.sheets.formats import Format, format_of
from data_pipeline.intake.sheets.gathered import Gathered
from data_pipeline.intake.sheets.shown import Merge, Shown

UNTOLD = Shown(told=False)


def shown_in(data: bytes, name: str) -> Shown:
    """What the sheet of this name shows; UNTOLD where xlrd cannot follow the file."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
        if name not in book.sheet_names():
            return UNTOLD
        sheet = book.sheet_by_name(name)
        return _shown(book, sheet)
    except (XLRDError, AssertionError, LookupError, ValueError, ArithmeticError, OSError, TypeError, AttributeError):
        return UNTOLD
    except Exception as why:  # struct.error and others of a damaged file
        if type(why).__module__ in ("struct", "xlrd.compdoc", "xlrd.formula"):
            return UNTOLD
        raise


def _shown(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Shown:
    found = Gathered()
    found.hidden_rows |= {r for r, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    found.hidden_columns |= {c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    found.merges += [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    formats = _formats(book)
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        for column, kind in enumerate(kinds):
            if kind == XL_CELL_ERROR:
                code = int(sheet.cell_value(row, column))
                found.texts[row, column] = error_text_from_code.get(code, "#VALUE!")
            elif kind == XL_CELL_NUMBER and (display := formats[sheet.cell_xf_index(row, column)]):
                found.figure((row, column), repr(sheet.cell_value(row, column)), display)
    return found.shown()


def _formats(book: xlrd.Book) -> list[Format | None]:
    """By a cell's style: how its figure shows."""
    known, used = cast(tuple[dict[Any, Any], list[Any]], (book.format_map, book.xf_list))
    codes = [known.get(xf.format_key) for xf in used]
    return [format_of(c.format_str) if c else None for c in codes]

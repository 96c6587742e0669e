"""A sheet as a file: CSV for machines and plain editors, XLSX for people. Both say what they are in their first rows.

No cell of text is ever read as a formula: one that begins like a formula gets an apostrophe in front. Numbers stay
numbers, also negative ones.
"""

import csv
import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from data_pipeline.publish.sheet import Column, Sheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MADE = datetime(2000, 1, 1)  # of the same figures the same bytes, whoever makes them and when
MIME = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOMENT = "yyyy-mm-dd hh:mm"
WIDEST = 40  # characters of a column


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with BOM: the notes, a blank line, the headers, the rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([safe(label), safe(value)] for label, value in sheet.notes)
    writer.writerow([])
    writer.writerow([safe(c.title) for c in sheet.columns])
    writer.writerows([_plain(v) for v in row] for row in sheet.frame.itertuples(index=False))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet: the notes, a blank row, the headers with a note of what they are, the rows. No formula, no link."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": MADE})
    page, head = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = {
        "moment": book.add_format({"num_format": MOMENT}),
        "number": book.add_format({"num_format": "#,##0.###"}),
        "text": book.add_format(),
    }
    for row, (label, value) in enumerate(sheet.notes):
        page.write_string(row, 0, label, head)
        page.write_string(row, 1, value)
    top = len(sheet.notes) + 1
    for i, column in enumerate(sheet.columns):
        page.write_string(top, i, column.title, head)
        page.write_comment(top, i, column.name)
        page.set_column(i, i, _width(column, sheet.frame[column.name]))
        for row, value in enumerate(sheet.frame[column.name], start=top + 1):
            _write(page, row, i, _typed(value), styles[column.kind])
    page.freeze_panes(top + 1, 0)
    book.close()
    return out.getvalue()


FORMS = {"csv": as_csv, "xlsx": as_xlsx}


def _write(page: Any, row: int, column: int, value: object, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        page.write_datetime(row, column, value, style)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, str(value))


def _typed(value: Any) -> object:
    """A cell as Python has it: None where there is nothing, no type of an array library."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    plain = getattr(value, "item", None)
    return plain() if plain else value


def _plain(value: Any) -> object:
    value = _typed(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _width(column: Column, values: Any) -> float:
    longest = max((len(str(v)) for v in values.head(200)), default=0)
    return min(max(10, 2 * len(column.title), longest + 2), WIDEST)

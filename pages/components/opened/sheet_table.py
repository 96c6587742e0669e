"""A sheet, whose small counts are told in bands already, as a table of a page."""

from collections.abc import Sequence
from typing import Any

from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.words.numbers import BLANK, exact, known
from pages.components.data_table import DataTable, Kind, TableColumn

DECIMALS = 2
NAME_PX = 120


def sheet_table(title: str, sheet: Sheet, columns: Sequence[Column], **more: Any) -> DataTable:
    """`more`: what else a DataTable says of itself. A column with a band anywhere is told as text throughout."""
    typed = [_column(c, list(sheet.frame[c.name])) for c in columns]
    cells = {c.name: [_cell(v, c.kind) for v in sheet.frame[c.name]] for c in typed}
    rows = (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))
    return DataTable.of(title, typed, rows, **more)


def _cell(value: Any, kind: Kind) -> Any:
    if kind == "figure":
        return figure_text(value)
    return round(value, DECIMALS) if kind == "number" and known(value) else value


def figure_text(value: Any) -> str:
    """A band as it is told; a number to the last digit, or to its second decimal."""
    if isinstance(value, str):
        return value
    if not known(value):
        return BLANK
    return exact(value) if float(value).is_integer() else f"{float(value):,.{DECIMALS}f}"


def _column(of: Column, values: Sequence[Any]) -> TableColumn:
    """The kit measures the first rows: a column with blanks has its width said."""
    kind = _kind(of, values)
    blank = kind == "text" and not all(values)
    return TableColumn(of.name, of.title, kind, NAME_PX if blank else None)


def _kind(column: Column, values: Sequence[Any]) -> Kind:
    if column.kind == "number":
        return "figure" if any(isinstance(v, str) for v in values) else "number"
    return column.kind

"""A brief as one workbook: first what it is, then every table and the data of every chart, a sheet each."""

import io
from typing import Any

import xlsxwriter

from data_pipeline.brief.model import Brief, Cell, Figure, Sources, text_of
from data_pipeline.brief.widths import wide
from data_pipeline.publish.export import MOMENT, safe

SHEET_NAME = 31  # characters
A4, WIDEST = 9, 60
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_xlsx(of: Brief) -> bytes:
    """Figures are numbers, in full; what was not reported is said so. No formula, no link."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, plain)
    book.set_properties({"title": f"{of.masthead} {of.title}", "author": of.issuer, "created": of.made})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        "change": book.add_format({"num_format": "+#,##0;−#,##0;0", "valign": "top"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "moment": book.add_format({"num_format": MOMENT}),
    }
    names: set[str] = set()
    _provenance(book.add_worksheet(_name(of.labels["contents"], names)), of, styles)
    for table in of.tables():
        _table(book.add_worksheet(_name(table.title, names)), of, table.columns, table.rows, styles)
    for chart in of.charts():
        rows = [[p.label, p.figure] for p in chart.points]
        _table(book.add_worksheet(_name(chart.title, names)), of, [of.labels["col"], chart.unit], rows, styles)
    book.close()
    return out.getvalue()


def _name(title: str, taken: set[str]) -> str:
    stem, n = title.translate(FORBIDDEN).strip()[:SHEET_NAME], 1
    name = stem
    while name.lower() in taken:
        n += 1
        name = f"{stem[: SHEET_NAME - 3]} {n}"
    taken.add(name.lower())
    return name


def _provenance(page: Any, of: Brief, styles: dict[str, Any]) -> None:
    notes = [n for b in of.blocks if isinstance(b, Sources) for n in b.notes]
    facts = [(of.masthead, of.number), (of.title, of.issuer), (of.dated, of.stamp)]
    facts += [(of.simulated, "")] if of.simulated else []
    for row, (label, value) in enumerate([*facts, *notes]):
        page.write_string(row, 0, safe(label), styles["head"])
        page.write_string(row, 1, safe(value), styles["wrapped"])
    page.set_column(0, 0, 44)
    page.set_column(1, 1, 70)
    page.fit_to_pages(1, 0)


def _table(page: Any, of: Brief, columns: Any, rows: Any, styles: dict[str, Any]) -> None:
    """Above each the mark of classification and of when it is. On paper it lies, and is one page wide."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, " · ".join(x for x in (of.mark, of.simulated, of.stamp) if x))
    for i, title in enumerate(columns):
        page.write_string(2, i, safe(title), styles["head"])
        page.set_column(i, i, min(max([10, wide(title) + 2, *(wide(text_of(r[i])) + 2 for r in rows)]), WIDEST))
    for y, row in enumerate(rows, start=3):
        for x, cell in enumerate(row):
            _write(page, y, x, cell, styles)
    page.freeze_panes(3, 1)


def _write(page: Any, y: int, x: int, cell: Cell, styles: dict[str, Any]) -> None:
    if not isinstance(cell, Figure) or cell.plain is None:
        page.write_string(y, x, safe(text_of(cell)), styles["wrapped"])
        return
    style = {"rate": "share", "open_change": "change"}.get(cell.part, "number")
    page.write_number(y, x, cell.plain, styles[style])
    page.write_comment(y, x, cell.id)

"""What a workbook shows: hidden, merged, wrong, formatted."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.office.cases import Case, Kind, codes
from tests.intake.office.made import HEADER, Rows, as_csv, as_xlsx, transfer

KINDS: dict[str, Kind] = {
    "plain": Kind("a table as the template has it, in a workbook", "read as its CSV would be"),
    "error_cell": Kind("a cell with #DIV/0!, #REF!, #N/A", "its row refused, with the cell; never 'not reported'"),
    "formula_unsaved": Kind(
        "formulas whose results were never saved", "refused with the cell: open in Excel or WPS, save"
    ),
    "hidden_rows": Kind("rows hidden or filtered out", "read, and asked, with their lines"),
    "hidden_columns": Kind("columns hidden", "read, and asked; of two columns of one name the one that is seen"),
    "hidden_sheet": Kind("a hidden sheet", "never chosen, also when it alone fits; said"),
    "merged_keys": Kind("date, time, class or district merged over rows or columns", "filled into each, and said"),
    "merged_figure": Kind("one figure merged over several cells", "nobody's: asked, with the range"),
    "as_shown": Kind("number formats: 6.999999999 shown as 7, 007, 0.95 shown as 95%", "read as shown, and said"),
    "format_odd": Kind(
        'formats that scale or hide: 0.0,"万", ;;; and conditions', "asked, with cell, figure and display"
    ),
    "float_noise": Kind("7.000000000000001 out of a calculation", "7, and said"),
    "far_away": Kind("a stray space in the last row or column of a sheet", "left out; a filled cell there is named"),
    "guarded_text": Kind('a CSV with ="310101"', "310101, and said"),
    "dates_1904": Kind("a workbook that counts its days from 1904", "the dates it shows"),
}
WAITING, VEHICLES = HEADER.index("待转运") + 1, HEADER.index("可用车辆") + 1
READ = (4, 0, 0)


def changed(row: int, column: str, value: Any) -> Rows:
    """The table with one cell changed; rows from 1 on, of the sheet."""
    rows = transfer()
    rows[row - 1][HEADER.index(column)] = value
    return rows


def sheet(
    name: str, change: Callable[[Worksheet], object], rows: Rows | None = None
) -> tuple[str, Callable[[], bytes]]:
    return f"{name}.xlsx", partial(as_xlsx, rows or transfer(), change)


def formatted(column: str, form: str, value: Any) -> tuple[str, Callable[[], bytes]]:
    """One column of figures under a number format."""

    def change(page: Worksheet) -> None:
        for row in range(2, 6):
            cell = page.cell(row, HEADER.index(column) + 1)
            cell.value, cell.number_format = value, form

    return sheet(f"{value} as {form}", change)


def hide_rows(*rows: int) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        for row in rows:
            page.row_dimensions[row].hidden = True

    return change


def hide_columns(*letters: str) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        for letter in letters:
            page.column_dimensions[letter].hidden = True

    return change


def merge(*ranges: str) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        for one in ranges:
            page.merge_cells(one)

    return change


def stray(reference: str, text: str = " ") -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        page[reference] = text

    return change


def two_sheets(state: str, *, fits: bool) -> bytes:
    """A hidden sheet with the table, beside one that is seen."""
    book = openpyxl.Workbook()
    (seen,) = book.worksheets
    for row in transfer() if fits else [["说明"]]:
        seen.append(row)
    hidden = book.create_sheet("上月")
    hidden.sheet_state = state
    for row in transfer():
        hidden.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_formula(formula: str, result: Any) -> bytes:
    """Every waiting figure a formula, with this result saved (or none)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(transfer()):
        page.write_row(at, 0, row)
        if at:
            page.write_formula(at, WAITING - 1, formula, None, row[WAITING - 1] if result == "right" else result)
    book.close()
    return out.getvalue()


def since_1904() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    page = book.add_worksheet()
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, row in enumerate(transfer()):
        page.write_row(at, 0, row)
        if at:
            page.write_datetime(at, 0, datetime(2022, 4, 6), day)
            page.write_datetime(at, 1, datetime(2022, 4, 6, 12), moment)
    book.close()
    return out.getvalue()


def hidden_twin() -> bytes:
    rows = [["待转运", *HEADER], *([99, *row] for row in transfer()[1:])]
    return as_xlsx(rows, hide_columns("A"))


CASES: list[Case] = [
    Case("plain", ("plain.csv", lambda: as_csv(transfer())), "transfer", READ),
    Case("plain", ("plain.xlsx", lambda: as_xlsx(transfer())), "transfer", READ),
    Case(
        "plain",
        ("formulas.xlsx", partial(with_formula, "=1+1", "right")),
        "transfer",
        READ,
        cells={(0, "waiting_now"): 37},
    ),
    Case(
        "error_cell",
        "01_error_cell.xlsx",
        "transfer",
        (3, 1, 0),
        refuses=codes("excel_error"),
        quotes=("L2", "#DIV/0!"),
    ),
    *(
        Case(
            "error_cell",
            (f"{error}.xlsx".replace("/", "_"), partial(with_formula, "=A1", error)),
            "transfer",
            (0, 4, 0),
            refuses=codes("excel_error"),
            quotes=("L5", error),
        )
        for error in ("#N/A", "#REF!", "#NAME?")
    ),
    *(
        Case(
            "error_cell",
            (f"{column}.csv", partial(lambda c: as_csv(changed(3, c, "#N/A")), column)),
            "transfer",
            (3, 1, 0),
            refuses=codes("excel_error"),
            quotes=("#N/A",),
        )
        for column in ("待转运", "数据时点", "街镇", "人员类别")
    ),
    Case(
        "formula_unsaved",
        "02_formula_uncached.xlsx",
        "transfer",
        (0, 4, 0),
        refuses=codes("formula_unsaved"),
        quotes=("L2", "=F2+G2"),
    ),
    *(
        Case(
            "formula_unsaved",
            sheet(f"formula in {column}", stray(f"{letter}3", "=A2")),
            "transfer",
            (3, 1, 0),
            refuses=codes("formula_unsaved"),
            quotes=(f"{letter}3",),
        )
        for letter, column in (("A", "date"), ("D", "town"), ("S", "hours"))
    ),
    Case(
        "formula_unsaved",
        ("formula.csv", lambda: as_csv(changed(3, "待转运", "=F3+G3"))),
        "transfer",
        (3, 1, 0),
        refuses=codes("formula_unsaved"),
        quotes=("L3",),
    ),
    Case("hidden_rows", "04_hidden_rows.xlsx", "transfer", READ, asks=codes("hidden_rows"), quotes=("3", "4")),
    *(
        Case(
            "hidden_rows",
            sheet(f"rows {rows}", hide_rows(*rows)),
            "transfer",
            READ,
            asks=codes("hidden_rows"),
            quotes=tuple(map(str, rows)),
        )
        for rows in ((2,), (5,), (2, 3, 4))
    ),
    Case("hidden_rows", sheet("below", hide_rows(7, 8)), "transfer", READ),
    Case(
        "hidden_columns",
        sheet("vehicles", hide_columns("T")),
        "transfer",
        READ,
        asks=codes("hidden_columns"),
        quotes=("T",),
    ),
    Case(
        "hidden_columns",
        sheet("two of them", hide_columns("G", "R")),
        "transfer",
        READ,
        asks=codes("hidden_columns"),
        quotes=("G", "R"),
    ),
    Case(
        "hidden_columns",
        ("twin.xlsx", hidden_twin),
        "transfer",
        READ,
        asks=codes("second_column"),
        cells={(0, "waiting_now"): 37},
        quotes=("M",),
    ),
    *(
        Case(
            "hidden_sheet",
            (f"{state}, {fits}.xlsx", partial(two_sheets, state, fits=fits)),
            "transfer",
            READ if fits else (0, 0, 0),
            unreadable="" if fits else "hidden_sheet",
            says=codes("hidden_sheets") if fits else frozenset(),
        )
        for state in ("hidden", "veryHidden")
        for fits in (True, False)
    ),
    Case(
        "hidden_sheet",
        ("asked for.xlsx", partial(two_sheets, "hidden", fits=True)),
        "transfer",
        unreadable="hidden_sheet",
        how={"sheet": "上月"},
    ),
    Case("merged_keys", "05_merged_keys_down.xlsx", "transfer", READ, says=codes("merged_filled")),
    Case("merged_keys", sheet("district", merge("C2:C5")), "transfer", READ, says=codes("merged_filled")),
    Case(
        "merged_keys",
        sheet("date and time", merge("A2:B5"), changed(2, "业务日期", "2022-04-06 12:00")),
        "transfer",
        READ,
        says=codes("merged_filled"),
    ),
    Case(
        "merged_keys",
        sheet("two blocks", merge("B2:B3", "B4:B5", "E2:E5")),
        "transfer",
        READ,
        says=codes("merged_filled"),
    ),
    Case(
        "merged_keys",
        sheet("into blank rows", merge("A2:A30", "B2:B30")),
        "transfer",
        READ,
        says=codes("merged_filled"),
    ),
    Case(
        "merged_figure",
        "06_merged_figure_down.xlsx",
        "transfer",
        READ,
        asks=codes("merged_figure"),
        quotes=("T2:T5",),
        cells={(0, "vehicles_available"): None, (3, "vehicles_available"): None},
    ),
    *(
        Case(
            "merged_figure",
            sheet(name, merge(name)),
            "transfer",
            READ,
            asks=codes("merged_figure"),
            quotes=(name,),
            cells={(1, "vehicles_available"): None},
        )
        for name in ("T2:T3", "T3:U3", "T2:U5")
    ),
    *(
        Case(
            "as_shown",
            formatted("最久等待小时", form, value),
            "transfer",
            READ,
            cells={(0, "oldest_wait_h"): kept},
            says=codes("as_shown"),
        )
        for form, value, kept in (("0", 5.6, "6.000"), ("0.0", 5.54, "5.500"), ("#,##0.0_ ", 5.45, "5.500"))
    ),
    Case(
        "as_shown",
        formatted("可用车辆", "0", 6.999999999),
        "transfer",
        READ,
        cells={(0, "vehicles_available"): 7},
        says=codes("as_shown"),
    ),
    Case("as_shown", formatted("可用车辆", "#,##0", 1234), "transfer", READ, cells={(0, "vehicles_available"): 1234}),
    Case("as_shown", formatted("可用车辆", '0"辆"', 7), "transfer", READ, cells={(0, "vehicles_available"): 7}),
    Case(
        "as_shown",
        formatted("可用车辆", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0),
        "transfer",
        READ,
        cells={(0, "vehicles_available"): 0},
    ),
    Case(
        "as_shown", formatted("可用车辆", "0%", 0.95), "transfer", (0, 4, 0), refuses=codes("percent"), quotes=("95%",)
    ),
    Case(
        "format_odd",
        formatted("可用车辆", '0.0,"万"', 12000),
        "transfer",
        READ,
        asks=codes("format_odd"),
        quotes=("T2",),
    ),
    Case(
        "format_odd",
        formatted("可用车辆", "#,##0,", 12000),
        "transfer",
        READ,
        asks=codes("format_odd"),
        quotes=("T2", "12"),
    ),
    Case(
        "format_odd",
        formatted("可用车辆", "0;-0;;@", 0),
        "transfer",
        READ,
        asks=codes("format_odd"),
        cells={(0, "vehicles_available"): 0},
    ),
    Case(
        "format_odd",
        formatted("可用车辆", "[>=10]0.0;0", 12),
        "transfer",
        READ,
        asks=codes("format_unknown"),
        cells={(0, "vehicles_available"): 12},
    ),
    Case(
        "float_noise",
        "38_float_noise.xlsx",
        "transfer",
        READ,
        asks=codes("rule"),
        says=codes("noise"),
        cells={(0, "carry_in"): 7},
    ),
    *(
        Case(
            "float_noise",
            (f"{value}.csv", partial(lambda v: as_csv(changed(2, "可用车辆", v)), value)),
            "transfer",
            READ,
            says=codes("noise"),
            cells={(0, "vehicles_available"): kept},
        )
        for value, kept in (("7.000000000000001", 7), ("6.9999999999999996", 7), ("0.30000000000000004e1", None))
        if kept
    ),
    Case(
        "float_noise",
        ("1.1 + 2.2.csv", lambda: as_csv(changed(2, "最久等待小时", "3.3000000000000003"))),
        "transfer",
        READ,
        says=codes("noise"),
        cells={(0, "oldest_wait_h"): "3.300"},
    ),
    Case("far_away", "29_stray_space_in_last_row.xlsx", "transfer", READ),
    *(
        Case("far_away", sheet(reference, stray(reference)), "transfer", READ)
        for reference in ("XFD3", "U1048576", "XFD1048576")
    ),
    Case("far_away", sheet("filled", stray("U1048576", "7")), "transfer", unreadable="bomb_cell", quotes=("U1048576",)),
    Case("guarded_text", "31_csv_formula_guard.csv", "transfer", READ, says=codes("unwrapped")),
    *(
        Case(
            "guarded_text",
            (f"{column}.csv", partial(lambda c, v: as_csv(changed(2, c, f'="{v}"')), column, value)),
            "transfer",
            READ,
        )
        for column, value in (("业务日期", "2022-04-06"), ("街镇", "南京东路街道"), ("待转运", "37"))
    ),
    Case("dates_1904", ("1904.xlsx", since_1904), "transfer", READ, cells={(0, "as_of"): "2022-04-06 12:00:00"}),
]

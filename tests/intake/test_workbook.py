"""Workbooks: the same rows as the CSV, the right sheet, and no bomb ever opened."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time

import openpyxl
import pytest

from tests.intake.sheets import COLUMNS, ZH, look, row, rows, sheet, unreadable

BARE = look(sheet(rows())).table


def book(**sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, body in sheets.items():
        page = made.create_sheet(name)
        for line in body:
            page.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def typed() -> list[list[object]]:
    return [[int(c) if c.isdigit() else c for c in r] for r in rows()]


def test_a_workbook_gives_what_its_csv_gives() -> None:
    found = look(book(转运=[list(ZH), *typed()]))
    assert (found.report.encoding, found.report.sheet) == ("xlsx", "转运")
    assert found.table.equals(BARE)


def test_dates_and_times_of_a_workbook_are_dates_and_times() -> None:
    body = typed()
    for line in body:
        line[0], line[1] = datetime(2022, 4, 6), datetime(2022, 4, 6, 14)
    body[1][1] = time(14)
    body[2][1] = "14时"
    assert look(book(a=[list(COLUMNS), *body])).table.equals(BARE)


def test_the_sheet_that_fits_is_taken_and_a_choice_is_asked_when_two_fit() -> None:
    table = [list(ZH), *typed()]
    cover = [["上海市转运日报"], ["说明", 1]]
    assert look(book(封面=cover, 数据=table)).report.sheet == "数据"
    twice = book(浦东=table, 闵行=table)
    found = look(twice)
    assert unreadable(found) == "sheet_choice"
    assert look(twice, sheet="闵行").table.equals(BARE)
    assert unreadable(look(twice, sheet="嘉定")) == "no_sheet"
    assert unreadable(look(book(a=cover))) == "no_header"


def test_lines_are_the_sheets_own_rows() -> None:
    found = look(book(a=[["标题"], [], list(ZH), *typed()]))
    assert found.table["row_no"].to_pylist() == [4, 5, 6, 7, 8]
    assert found.report.header_line == 3


def test_a_workbook_by_any_name_is_a_workbook_and_a_text_named_xlsx_a_text() -> None:
    from data_pipeline.intake import examine
    from tests.support.samples import pack

    as_csv = examine(pack(), "transfer", "a.csv", book(a=[list(ZH), *typed()]))
    as_xlsx = examine(pack(), "transfer", "a.xlsx", sheet(rows()).encode())
    assert as_csv.table.equals(as_xlsx.table)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def with_sheet_xml(xml: bytes) -> bytes:
    """A workbook whose only sheet is this XML."""
    source, out = io.BytesIO(book(a=[["x"]])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, xml if entry.filename == "xl/worksheets/sheet1.xml" else old.read(entry))
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: packed(xl__worksheets__sheet1=b"\0" * (300 << 20)), "bomb"),
        (
            lambda: with_sheet_xml(
                SHEET % b'<row r="1048576"><c r="A1"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>'
            ),
            "bomb_cell",
        ),
        (lambda: with_sheet_xml(SHEET % b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "too_many_columns"),
        (lambda: packed(xl__a=b"x")[:-30], "workbook_broken"),
        (lambda: book(a=[["x"]])[:2000], "workbook_broken"),
        (lambda: packed(word__document=b"x"), "foreign"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "workbook_broken"),
        (lambda: with_sheet_xml(SHEET % b"<row r='1'><c r='A1'><v>1</v></c"), "no_header"),
    ],
    ids=[
        "unpacks to 300 MB",
        "a far cell",
        "a far column",
        "cut zip",
        "cut workbook",
        "docx",
        "empty xls",
        "cut sheet",
    ],
)
def test_a_bomb_or_a_wreck_is_refused_unopened(made: Callable[[], bytes], code: str) -> None:
    """`made` here, not where tests are collected: to pack 300 MB takes a second, in every worker."""
    found = look(made())
    assert unreadable(found) in (code, "workbook_broken")
    assert found.report.balanced


def test_a_single_cell_at_the_bottom_is_read() -> None:
    body = typed()
    found = look(
        book(a=[list(COLUMNS), *body, *([[]] * 2000), [int(c) if c.isdigit() else c for c in row(0, hour=16)]])
    )
    assert found.report.accepted == 6
    assert found.report.set_aside == 2000

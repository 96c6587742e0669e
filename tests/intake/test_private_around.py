"""What a file holds beside its records is kept with it: a person's data there keeps the whole file out."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data_pipeline.intake import Examined, examine
from data_pipeline.intake.mend import returned_csv
from tests.intake.office.program import OFFICE, convert
from tests.intake.sheets import COLUMNS, ZH, look, rows, sheet, unreadable
from tests.support.samples import pack

PHONE, IDENTITY, ROOM = "13800138000", "310101199001011234", "3号楼402室"
HELD = (PHONE, IDENTITY, ROOM)
LANDLINE = "021-64370045"


def refused(found: Examined, text: str) -> None:
    """The file is refused as a whole, and the report about it does not say what it holds."""
    assert unreadable(found) == "private_beside"
    assert (found.table.num_rows, found.report.accepted, found.report.balanced) == (0, 0, True)
    for lang in ("zh", "en"):
        assert text not in str(found.report.as_dict(lang))
    assert text not in str(found.returned.to_pylist())
    assert text.encode() not in returned_csv(pack().feeds["transfer"], found, "zh")


def line(*cells: str) -> list[str]:
    return [*cells, *[""] * (len(COLUMNS) - len(cells))]


def total(text: str) -> list[str]:
    return ["2022-04-06", "2022-04-06 14:00", "310115", "合计", text, *["1"] * (len(COLUMNS) - 5)]


AROUND = {
    "title": lambda text: [line(f"转运日报（值班{text}）"), COLUMNS, *rows()],
    "second title": lambda text: [line("转运日报"), line("", "", text), COLUMNS, *rows()],
    "group": lambda text: [line(*[""] * 4, f"人数{text}"), ZH, *rows()],
    "header": lambda text: [[*COLUMNS[:-1], f"备注{text}"], *rows()],
    "note": lambda text: [COLUMNS, *rows(), line(f"填表人：张三 {text}")],
    "note's other cell": lambda text: [COLUMNS, *rows(), line("填表人：张三", text)],
    "numbered note": lambda text: [COLUMNS, *rows(), line(f"1. 如有疑问请联系{text}")],
    "total": lambda text: [COLUMNS, *rows(), total(text)],
}
Table = Callable[[str], list[list[str]]]


@pytest.mark.parametrize("text", HELD)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_around_the_records_of_a_csv(around: Table, text: str) -> None:
    first, *body = around(text)
    refused(look(sheet(body, first)), text)


@pytest.mark.parametrize("text", HELD)
def test_a_row_of_units_with_more_than_units_is_a_row_like_any_other(text: str) -> None:
    found = look(sheet([line("", "", "", "", "人", "人", text), *rows()]))
    assert any(p.code.startswith("private_") for p in found.report.problems)
    assert text not in str(found.report.as_dict("zh"))


@pytest.mark.parametrize("text", HELD)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_around_the_records_of_a_sheet(around: Table, text: str) -> None:
    def fill(page: Worksheet) -> None:
        for cells in around(text):
            page.append([int(c) if c.isdigit() and len(c) < 6 else c for c in cells])

    refused(look(workbook(fill)), text)


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_the_same_places_may_say_what_is_nobodys(around: Table) -> None:
    first, *body = around("4月6日")
    assert not unreadable(look(sheet(body, first))).startswith("private")


def test_a_ragged_note_and_a_row_of_the_header_again() -> None:
    refused(look(sheet([*rows(), [f"填表人：张三 {PHONE}"]])), PHONE)
    again = [*COLUMNS[:-1], ""]
    assert not look(sheet([*rows(), again])).report.unreadable
    refused(look(sheet([*rows(), *[COLUMNS] * 2, line(f"说明：{PHONE}")])), PHONE)


def test_what_is_told_of_a_file_is_kept_too() -> None:
    data = sheet(rows()).encode()
    for name in (f"张三{PHONE}.csv", f"{ROOM}.xlsx"):
        refused(examine(pack(), "transfer", name, data), name.split(".")[0])
    refused(look(data, mapping={f"电话{PHONE}": ""}), PHONE)
    assert not look(data, mapping={"x": ""}).report.unreadable
    for name in ("转运_20220406140000.csv", "1649224800000.csv", "转运日报（浦东新区）4月6日14时.xlsx"):
        assert not examine(pack(), "transfer", name, data).report.unreadable, name


def workbook(fill: Callable[[Worksheet], object], beside: Callable[[Workbook], object] | None = None) -> bytes:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert isinstance(page, Worksheet)
    fill(page)
    if beside:
        beside(book)
    book.save(out)
    return out.getvalue()


def honest(page: Worksheet) -> None:
    for cells in [COLUMNS, *rows()]:
        page.append([int(c) if c.isdigit() and len(c) < 6 else c for c in cells])


def put(page: Worksheet, at: int, column: int, value: object) -> None:
    cell: Any = page.cell(at, column)
    cell.value = value


def other_sheet(cell: object, state: str = "visible") -> Callable[[Workbook], None]:
    def add(book: Workbook) -> None:
        page = book.create_sheet("名单")
        page.sheet_state = state
        put(page, 7, 2, cell)

    return add


def covered(book: Workbook) -> None:
    """A merged range keeps what stood in its cells: nobody sees it, and everybody who unmerges it does."""
    page = book.worksheets[0]
    page.merge_cells("B2:B6")
    page._cells.pop((3, 2))
    put(page, 3, 2, PHONE)


def commented(book: Workbook) -> None:
    book.worksheets[0]["E2"].comment = Comment(f"问张三 {PHONE}", "x")


def in_two_fonts(book: Workbook) -> None:
    text = CellRichText(TextBlock(InlineFont(b=True), PHONE[:5]), TextBlock(InlineFont(i=True), PHONE[5:]))
    put(book.create_sheet("名单"), 1, 1, text)


def under_the_page(book: Workbook) -> None:
    foot: Any = book.worksheets[0].oddFooter
    foot.center.text = f"值班 {PHONE}"


def named(book: Workbook) -> None:
    book.create_sheet(f"张三{PHONE}")


def hidden(book: Workbook) -> None:
    page = book.worksheets[0]
    page.append([PHONE])
    page.row_dimensions[page.max_row].hidden = True


BESIDE = {
    "another sheet": other_sheet(PHONE),
    "a number": other_sheet(int(PHONE)),
    "a long text": other_sheet(IDENTITY),
    "a hidden sheet": other_sheet(ROOM, "hidden"),
    "a very hidden sheet": other_sheet(PHONE, "veryHidden"),
    "a comment": commented,
    "the name of a sheet": named,
    "under a merged cell": covered,
    "a text in two fonts": in_two_fonts,
    "the foot of the page": under_the_page,
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_anywhere_else_in_a_workbook(beside: Callable[[Workbook], object]) -> None:
    data = workbook(honest, beside)
    for chosen in (None, "Sheet"):
        found = look(data, sheet=chosen)
        assert unreadable(found).startswith("private") or any(
            p.code.startswith("private") for p in found.report.problems
        )
        for text in (PHONE, IDENTITY, ROOM):
            assert text not in str(found.report.as_dict("zh"))


def test_a_formula_that_makes_a_text_is_known_by_what_it_shows() -> None:
    data, out = workbook(honest, other_sheet("=A1")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            xml = old.read(entry).replace(b'<c r="B7"', b'<c t="str" r="B7"').replace(b"<v />", b"<v></v>")
            new.writestr(entry, xml.replace(b"<f>A1</f><v></v>", f"<f>A1</f><v>{ROOM}</v>".encode()))
    refused(look(out.getvalue()), ROOM)


def test_a_hidden_row_or_column_of_the_sheet_is_a_cell_like_any_other() -> None:
    found = look(workbook(honest, hidden))
    assert any(p.code.startswith("private") for p in found.report.problems) or unreadable(found)

    def column(book: Workbook) -> None:
        page = book.worksheets[0]
        put(page, 1, len(COLUMNS) + 1, "备用")
        put(page, 2, len(COLUMNS) + 1, PHONE)
        page.column_dimensions[get_column_letter(len(COLUMNS) + 1)].hidden = True

    assert "private_phone" in [p.code for p in look(workbook(honest, column)).report.problems]


def test_other_sheets_with_figures_dates_and_notes_do_no_harm() -> None:
    def more(book: Workbook) -> None:
        page = book.create_sheet("说明")
        for cell in (
            0.13812345678,
            1234567.8901234,
            44657.25,
            "2022-04-06 14:00",
            "填报说明：每日16时前报送",
            123456789,
        ):
            page.append([cell, f"=A1*{PHONE[:4]}"])

    assert not look(workbook(honest, more)).report.unreadable


@pytest.mark.skipif(OFFICE is None, reason="no soffice on this machine to write an .xls with")
def test_another_sheet_of_an_old_workbook(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name, beside in {
        "seen": other_sheet(PHONE),
        "number": other_sheet(int(PHONE)),
        "note": commented,
        "hidden": other_sheet(ROOM, "hidden"),
        "none": other_sheet("说明"),
    }.items():
        (tmp_path / "new" / f"{name}.xlsx").write_bytes(workbook(honest, beside))
    convert(tmp_path, [(f, tmp_path / "old" / f"{f.stem}.xls", "") for f in sorted((tmp_path / "new").iterdir())])
    for file in sorted((tmp_path / "old").iterdir()):
        assert (unreadable(look(file.read_bytes())) == "private_beside") == (file.stem != "none"), file.stem


def test_in_the_rows_themselves_it_is_said_by_line() -> None:
    """Whoever can be told the line is told the line."""

    def one(page: Worksheet) -> None:
        honest(page)
        page["D3"] = PHONE

    found = look(workbook(one))
    assert ("private_phone", 3) in [(p.code, p.line) for p in found.report.problems]


@pytest.mark.parametrize("around", ["title", "note", "numbered note"])
def test_the_landline_of_an_office_is_nobody_s(around: str) -> None:
    assert look(sheet(AROUND[around](LANDLINE))).report.accepted == len(rows())


def test_a_file_that_was_taken_before_keeps_its_rows_whatever_stands_beside_them() -> None:
    data = sheet(AROUND["note"](PHONE)).encode()
    assert examine(pack(), "transfer", "a.csv", data).report.accepted == 0
    assert examine(pack(), "transfer", "a.csv", data, again=True).report.accepted == len(rows())

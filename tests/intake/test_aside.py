"""What stands around a table is set aside and said: numbers of columns, notes, signatures. A record never is."""

import io

import pytest
import xlsxwriter

from tests.intake.sheets import ZH, changes, codes, look, row, rows, sheet

WIDE = len(ZH)
MARKS = [
    ["甲", "乙", "丙", "丁", "戊", *map(str, range(1, WIDE - 4))],
    [str(i) for i in range(1, WIDE + 1)],
    [f"({i})" for i in range(1, WIDE + 1)],
    ["A", "B", "C", "D", "E", *map(str, range(1, WIDE - 4))],
    ["栏次", *map(str, range(1, WIDE))],
    ["甲", "乙", "丙", "丁", "戊", *(chr(0x2460 + i) for i in range(WIDE - 5))],
]


def book(*body: list[str]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet()
    for at, cells in enumerate([ZH, *body]):
        page.write_row(at, 0, cells)
    made.close()
    return out.getvalue()


@pytest.mark.parametrize("marks", MARKS, ids=["甲乙丙", "123", "(1)", "ABC", "栏次", "circled"])
@pytest.mark.parametrize("made", [lambda *b: sheet(b, ZH), book], ids=["csv", "xlsx"])
def test_a_row_of_column_numbers_is_set_aside_and_said(marks: list[str], made) -> None:
    found = look(made(marks, *rows()))
    assert (found.report.accepted, found.report.refused, found.report.set_aside) == (5, 0, 1)
    assert "column_numbers" in changes(found)


def test_a_record_of_small_figures_is_no_row_of_column_numbers() -> None:
    found = look(sheet([row(carry_in=1, notified_today=2, dispatched_today=3), *rows(4)[1:]]))
    assert found.report.set_aside == 0


NOTES = [
    ["注：1. 转运人数含社会面", "2. 含居家隔离", "3. 数据截至4月6日12时。"],
    ["说明：本表由区工作专班汇总", "联系处室：综合组"],
    ["备注", "一、口径同上期", "二、待转运为12时数"],
    ["※ 含外省市协查人员", "（1）不含境外输入"],
    ["数据截至4月6日12时，以最终核定为准"],
    ["注：1. 截至12时", "2. 含居家隔离", "以上由区转运组提供"],
    ["Note: figures are provisional", "Source: district office"],
]


@pytest.mark.parametrize("notes", NOTES, ids=range(len(NOTES)))
@pytest.mark.parametrize("made", [lambda *b: sheet(b, ZH), book], ids=["csv", "xlsx"])
@pytest.mark.parametrize("padded", [True, False], ids=["padded", "short"])
def test_notes_under_the_table_are_set_aside_and_said(notes: list[str], made, padded: bool) -> None:
    under = [[n, *[""] * (WIDE - 1)] if padded else [n] for n in notes]
    found = look(made(*rows(), *under))
    assert (found.report.accepted, found.report.refused, found.report.set_aside) == (5, 0, len(notes))
    assert "note_row" in changes(found)
    assert codes(found) == []


def test_signatures_side_by_side_are_set_aside() -> None:
    cells = ["制表人：", "王", "", "审核人：", "李", "", "4月6日", *[""] * (WIDE - 7)]
    found = look(book(*rows(), cells))
    assert (found.report.accepted, found.report.set_aside) == (5, 1)


@pytest.mark.parametrize("cell", ["2022-04-06", "浦东新区", "北蔡镇", "12", "POS", "4月6日"])
def test_a_record_with_one_filled_cell_is_refused_and_not_called_a_note(cell: str) -> None:
    found = look(sheet([*rows(), [cell, *[""] * (WIDE - 1)]]))
    assert (found.report.accepted, found.report.refused, found.report.set_aside) == (5, 1, 0)


def test_a_line_of_prose_between_records_is_refused_and_not_called_a_note() -> None:
    found = look(sheet([*rows(3), ["以下为补报数据的街镇名单情况", *[""] * (WIDE - 1)], *rows(5)[3:]]))
    assert (found.report.accepted, found.report.refused) == (5, 1)

"""Steps that come as a file: entered once, refused with a reason, and the rest of the file is not held up."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from data_pipeline.actions.filed import entered, rows_of
from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.store.log.steps import State, Step
from tests.store import tiny

NOON = datetime(2022, 4, 6, 12)
ZH = "日期,时间,编号,办理,责任单位,层级,承诺时限,说明\n"
ROWS = ("2022-04-06,12:05,{n},签收,,,22:00,", "2022-04-06,12:10,{n},转办,车队,区级,,", "2022-04-06,12:20,{n},签收,,,,")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    of = tiny.board(tmp_path)
    number = of.decide("Ten vehicles", "command", moment_at(NOON, of.pack.operation))
    of.step(number, Step("assign", "desk", NOON, "fleet", "city"))
    return of


def send(of: Board, data: bytes, name: str = "督办.csv") -> tuple[list[str], list[str]]:
    """(what became of each row, codes of what could not be read)"""
    report, rows = rows_of(of.pack, name, data, NOON.replace(hour=13))
    taken = entered(rows, of.actions(), lambda number, step: of.step(number, step))
    found = [t.result if t.why is None else t.why.code for t in taken]
    return found, [p.code for p in report.problems if p.severity == "refuse"]


def csv(of: Board, *rows: str) -> bytes:
    return (ZH + "\n".join(rows).format(n=of.actions()[0].number)).encode("gb18030")


def test_steps_are_entered_in_the_order_of_their_hours_and_sent_again_change_nothing(board: Board) -> None:
    data = csv(board, *reversed(ROWS))
    assert send(board, data) == (["entered"] * 3, [])
    (action,) = board.actions()
    assert (action.state, action.unit, action.level) == (State.TAKEN_UP, "车队", "district")
    assert [s.happened and s.happened.minute for s in action.steps] == [None, 5, 10, 20]
    head = board.ledger_head()
    assert send(board, data) == (["already"] * 3, [])
    assert send(board, csv(board, *ROWS[:2])) == (["already"] * 2, [])
    assert board.ledger_head() == head


def test_rows_that_cannot_be_are_refused_and_the_others_entered(board: Board) -> None:
    rows = (ROWS[0], "2022-04-06,12:06,{n},飞行,,,,", "2022-04-06,12:07,999,签收,,,,",
            "2022-04-06,12:08,{n},核查办结,,,,", "2022-04-06,12:09,,签收,,,,")  # fmt: skip
    found, unread = send(board, csv(board, *rows))
    assert found == ["entered", "step_none", "step_order"]
    assert len(unread) == 2
    assert board.actions()[0].state == State.TAKEN_UP


def test_a_workbook_in_english_is_read_the_same(board: Board) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Date", "Time", "No.", "Step"], ["2022-04-06", "12:05", board.actions()[0].number, "Take up"]):
        sheet.append(row)
    book.save(to := BytesIO())
    assert send(board, to.getvalue(), "steps.xlsx") == (["entered"], [])

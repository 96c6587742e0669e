"""A doubt confirmed once about an unchanged cell is not asked again, and the ledger keeps which were, and by whom."""

import pytest

from data_pipeline.board.board import Board
from data_pipeline.intake import Receipt
from data_pipeline.intake.marks import unpacked
from tests.intake.office.made import as_xlsx
from tests.intake.office.workbooks import hide_columns
from tests.store import tiny

BEFORE = tiny.counts(("14:00", tiny.EAST, "A", 50, 1))
FALLEN = ("16:00", tiny.EAST, "A", 40, 1)


def doubts(receipt: Receipt) -> list[tuple[str, str]]:
    return [(p.code, p.value) for p in receipt.report.doubts]


def test_an_unchanged_cell_is_asked_about_once_and_a_changed_one_again(board: Board) -> None:
    tiny.send(board, BEFORE)
    assert doubts(tiny.send(board, tiny.counts(FALLEN), confirm=False)) == [("falling", "40")]
    tiny.send(board, tiny.counts(FALLEN))
    longer = tiny.counts(FALLEN, ("16:00", tiny.WEST, "A", 9, 1))
    again = tiny.send(board, longer, confirm=False)
    assert (again.status, doubts(again)) == ("loaded", [])
    (told,) = [p for p in again.report.problems if p.code == "falling"]
    assert (told.severity, told.facts["settled"], told.facts["by"]) == ("warn", 2, "tester")
    assert "tester" in told.suggestion("en")
    other = tiny.counts(("16:00", tiny.EAST, "A", 39, 1))
    assert ("falling", "39") in doubts(tiny.send(board, other, confirm=False))
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 55, 1)))  # what it is held against has moved
    assert ("falling", "40") in doubts(tiny.send(board, longer + b"\n", confirm=False))


def test_what_stands_over_the_columns_is_asked_about_once_and_again_when_it_says_another_thing(board: Board) -> None:
    def headed(text: str, done: int = 50) -> bytes:
        return tiny.counts(("14:00", tiny.EAST, "A", done, 1)).replace(b"done_today", f"done_today({text})".encode())

    assert doubts(tiny.send(board, headed("昨日"), confirm=False)) == [("qualifier", "昨日")]
    tiny.send(board, headed("昨日"))
    again = tiny.send(board, headed("昨日", 51), confirm=False)
    assert (again.status, [p.severity for p in again.report.problems]) == ("loaded", ["warn"])
    assert doubts(tiny.send(board, headed("预计", 51), confirm=False)) == [("qualifier", "预计")]
    other = (
        headed("昨日", 51).replace("done_today(昨日)".encode(), b"done_today").replace(b"stock", "stock(昨日)".encode())
    )
    assert doubts(tiny.send(board, other, confirm=False)) == [("qualifier", "昨日")]


def test_hidden_columns_are_asked_about_once_and_other_ones_again(board: Board) -> None:
    def hidden(letter: str, day: str) -> bytes:
        head, row = (line.split(",") for line in tiny.counts(("14:00", tiny.EAST, "A", 50, 1)).decode().splitlines())
        return as_xlsx([head, [cell.replace(tiny.DAY, day) for cell in row]], hide_columns(letter))

    tiny.send(board, hidden("E", tiny.DAY))
    assert doubts(tiny.send(board, hidden("E", "2022-04-05"), confirm=False)) == []
    assert doubts(tiny.send(board, hidden("F", tiny.DAY), confirm=False)) == [("hidden_columns", "")]


@pytest.mark.both_doors
def test_the_ledger_keeps_what_was_confirmed_and_a_rebuild_knows_it(board: Board) -> None:
    tiny.send(board, BEFORE)
    load = tiny.send(board, tiny.counts(FALLEN)).load_id
    entry = list(board._writer.ledger.entries())[-1]
    (kept,) = entry.note.facts["confirmed"]
    assert (entry.seq, entry.note.by) == (load, "tester")
    assert (kept["code"], kept["column"], kept["cells"], len(unpacked([kept]))) == ("falling", "done_today", 1, 1)
    board.rebuild()
    assert doubts(tiny.send(board, tiny.counts(FALLEN) + b"\n", confirm=False)) == []


def test_a_word_is_withdrawn_with_its_load(board: Board) -> None:
    tiny.send(board, BEFORE)
    load = tiny.send(board, tiny.counts(FALLEN)).load_id or 0
    board.withdraw(load, "tester", tiny.at("18:30"), "no")
    assert doubts(tiny.send(board, tiny.counts(FALLEN) + b"\n", confirm=False)) == [("falling", "40")]


def test_what_takes_figures_back_is_asked_every_time(board: Board) -> None:
    blank = tiny.counts(("14:00", tiny.EAST, "A", None, None))
    for turn in range(2):
        tiny.send(board, BEFORE + b"\n" * turn)
        asked = tiny.send(board, blank + b"\n" * turn, confirm=False)
        assert [p.code for p in asked.report.doubts] == ["takes_back"]
        tiny.send(board, blank + b"\n" * turn)

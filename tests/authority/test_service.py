"""The service layer: a person changes what is theirs, and what is refused has changed nothing."""

import pytest

from data_pipeline.access.permission import NOBODY, Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from tests.store import tiny

BOTH = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1))
EAST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
AT = tiny.at("14:10")


def of_east(board: Board, *feeds: str) -> GuardedBoard:
    return GuardedBoard(board, Person("东区", "analyst", frozenset(feeds or ["counts"]), frozenset({tiny.EAST})))


def refused(code: str, do, *args: object) -> None:
    with pytest.raises(BoardError) as why:
        do(*args)
    assert why.value.code == code


def test_a_viewer_changes_nothing_by_any_door(board: Board) -> None:
    GuardedBoard(board, Person("李", "analyst")).receive("counts", "c.csv", BOTH, AT)
    state, ledger = board.state_hash(), (board.root / "ledger.jsonl").read_bytes()
    one = GuardedBoard(board, NOBODY.named("somebody"))
    refused("may_viewer", one.receive, "counts", "d.csv", EAST, AT)
    refused("may_viewer", one.examine, "counts", "d.csv", EAST)
    refused("may_viewer", one.withdraw, 1, AT, "x")
    refused("may_viewer", one.restore, 1, AT, "x")
    assert (board.state_hash(), (board.root / "ledger.jsonl").read_bytes()) == (state, ledger)


def test_the_name_goes_into_the_ledger(board: Board) -> None:
    GuardedBoard(board, Person("李明", "analyst")).receive("counts", "c.csv", BOTH, AT)
    assert board.loads().sender.tolist() == ["李明"]
    refused("may_name", GuardedBoard(board, Person("", "analyst")).receive, "counts", "d.csv", EAST, AT)


def test_a_file_with_one_row_of_another_district_is_refused_whole(board: Board) -> None:
    refused("may_district", of_east(board).receive, "counts", "c.csv", BOTH, AT)
    assert len(board.loads()) == 0
    assert of_east(board).receive("counts", "c.csv", EAST, AT).status == "loaded"


def test_a_load_of_another_district_is_not_ones_own_to_take_back(board: Board) -> None:
    GuardedBoard(board, Person("李", "analyst")).receive("counts", "c.csv", BOTH, AT)
    refused("may_district", of_east(board).withdraw, 1, AT, "x")
    own = of_east(board).receive("counts", "d.csv", tiny.counts(("16:00", tiny.EAST, "A", 9, 1)), tiny.at("16:10"))
    assert own.load_id is not None
    of_east(board).withdraw(own.load_id, AT, "x")
    of_east(board).restore(own.load_id, AT, "x")


def test_who_answers_for_a_district_replaces_no_whole_feed(board: Board) -> None:
    refused("may_whole_feed", of_east(board, "sites").receive, "sites", "s.csv", tiny.sites(("X", 1, 1)), AT)


def test_a_feed_or_load_that_is_not_there_is_told(board: Board) -> None:
    one = GuardedBoard(board, Person("李", "analyst"))
    refused("no_feed", one.receive, "other", "c.csv", EAST, AT)
    refused("no_load", one.withdraw, 7, AT, "x")
    refused("reason", lambda: (one.receive("counts", "c.csv", EAST, AT), one.withdraw(1, AT, " ")))


def test_only_who_answers_for_the_whole_city_marks_a_meeting(board: Board) -> None:
    refused("may_viewer", GuardedBoard(board, NOBODY.named("somebody")).mark_meeting, AT, AT)
    refused("may_meeting", of_east(board).mark_meeting, AT, AT)
    refused("may_name", GuardedBoard(board, Person("", "analyst")).mark_meeting, AT, AT)
    assert board.meetings(AT) == []
    GuardedBoard(board, Person("李", "analyst")).mark_meeting(AT, AT)
    assert board.meetings(AT) == [AT]

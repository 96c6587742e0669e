"""Withdrawing takes a load out of sight and out of nothing else; restoring brings back the very same state."""

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from tests.store import tiny


@pytest.fixture
def two(board: Board) -> Board:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1)), "14:10")
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 6, 1)), "16:40")
    return board


def done(board: Board, hour: str | None = None) -> list[tuple]:
    sql = "select done_today from known.counts order by district_code"
    return tiny.known(board, sql, tiny.at(hour) if hour else None)


@pytest.mark.both_doors
def test_withdraw_gives_back_the_state_before_and_restore_the_state_after(two: Board) -> None:
    after, version = two.state_hash(), two.version()
    before = two.state_hash(tiny.at("16:00"))
    two.withdraw(2, "tester", tiny.at("17:00"), "wrong district")
    assert two.state_hash() == before != after
    assert done(two) == [(5,), (7,)]
    two.restore(2, "tester", tiny.at("17:30"), "right after all")
    assert (two.state_hash(), two.version()) == (after, version)
    assert two.verify() == []


def test_what_a_meeting_saw_is_not_changed_by_a_withdrawal(two: Board) -> None:
    two.withdraw(2, "tester", tiny.at("18:30"), "wrong")
    two.restore(2, "tester", tiny.at("20:00"), "right")
    assert done(two, "14:00") == []
    assert done(two, "15:00") == [(5,), (7,)]
    assert done(two, "18:00") == [(6,), (7,)]
    assert done(two, "19:00") == [(5,), (7,)]
    assert done(two, "20:00") == [(6,), (7,)]


def test_what_cannot_be_undone_says_why(two: Board) -> None:
    with pytest.raises(BoardError, match="no load 9"):
        two.withdraw(9, "tester", tiny.at("17:00"), "x")
    with pytest.raises(BoardError, match="not withdrawn"):
        two.restore(2, "tester", tiny.at("17:00"), "x")
    two.withdraw(2, "tester", tiny.at("17:00"), "x")
    with pytest.raises(BoardError, match="withdrawn already"):
        two.withdraw(2, "tester", tiny.at("17:10"), "x")


@pytest.mark.both_doors
def test_who_withdrew_when_and_why_stands_in_the_ledger(two: Board) -> None:
    two.withdraw(2, "审核员", tiny.at("17:00"), "区划填错")
    line = (two.root / "ledger.jsonl").read_text("utf-8").splitlines()[-1]
    assert all(word in line for word in ('"withdraw"', "审核员", "区划填错", "2022-04-06T17:00:00"))
    assert two.loads().set_index("load_id").loc[2, "withdrawn_at"] == tiny.at("17:00")


def test_a_withdrawn_snapshot_leaves_the_one_before(board: Board) -> None:
    tiny.send(board, tiny.sites(("X", 1, 1), ("Y", 1, 1)), "10:00", feed="sites")
    tiny.send(board, tiny.sites(("X", 2, 1)), "11:00", feed="sites")
    board.withdraw(2, "tester", tiny.at("12:00"), "half a file")
    assert tiny.known(board, "select site, beds from known.sites order by site") == [("X", 1), ("Y", 1)]

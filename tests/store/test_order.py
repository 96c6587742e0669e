"""Order is the ledger's: a later line restates an earlier one, whatever the clock said when it was written."""

from datetime import datetime

import pytest

from data_pipeline.board.board import Board
from data_pipeline.declare.tables import TargetChange
from data_pipeline.intake import Delivery
from tests.store import tiny
from tests.store.test_effect import counted

EAST = "select done_today from known.counts"


def one(done: int, hour: str = "14:00") -> bytes:
    return tiny.counts((hour, tiny.EAST, "A", done, 1))


@pytest.mark.parametrize("hour", ["18:00", "17:00", "08:00"])
def test_a_later_line_restates_though_the_clock_stood_still_or_ran_back(board: Board, hour: str) -> None:
    tiny.send(board, one(5), "18:00")
    tiny.send(board, one(99), hour)
    assert tiny.known(board, EAST) == [(99,)]
    assert tiny.known(board, EAST, tiny.at("18:00")) == [(99,)]
    assert tiny.known(board, EAST, tiny.at("07:59")) == []
    state = board.state_hash()
    assert board.rebuild() == state


@pytest.mark.both_doors
def test_a_snapshot_of_a_later_line_stands_though_the_clock_ran_back(board: Board) -> None:
    tiny.send(board, tiny.sites(("X", 10, 1), ("Y", 20, 2)), "18:00", feed="sites")
    effect = tiny.send(board, tiny.sites(("X", 11, 1)), "17:00", feed="sites").effect
    assert tiny.known(board, "select site, beds from known.sites") == [("X", 11)]
    assert counted(effect) == (1, 0, 0, 0, 0)  # at its own moment nothing was known yet


def test_a_load_counts_against_what_was_known_at_its_own_moment(board: Board) -> None:
    """A replay stands at 15:00 in a store that holds the whole day: what comes later is not known yet."""
    tiny.send(board, one(5), "14:10")
    tiny.send(board, one(7), "16:30")
    early = tiny.counts(("14:00", tiny.EAST, "A", 6, 1), ("14:00", tiny.WEST, "A", 3, 1))
    told = board.rehearse([Delivery("counts", "c.csv", early, "t", tiny.at("15:00"))]).receipts[0].effect
    effect = tiny.send(board, early, "15:00").effect
    assert counted(effect) == counted(told) == (1, 1, 0, 0, 0)
    assert [(c.before, c.after) for c in effect.cells] == [("5", "6")]
    assert board.effect(3) == effect
    assert tiny.known(board, EAST + " where district_code = '310112'", tiny.at("15:00")) == [(6,)]
    again = tiny.counts(("14:00", tiny.EAST, "A", 6, 1))
    assert counted(tiny.send(board, again, "13:00", name="b.csv").effect) == (1, 0, 0, 0, 0)
    assert counted(tiny.send(board, one(6) + b"\n", "15:30", name="c.csv").effect) == (0, 0, 1, 0, 0)


def test_files_of_one_batch_count_each_at_its_own_moment(board: Board) -> None:
    sent = [(one(5), "18:00"), (one(6), "15:00"), (one(6) + b"\n", "15:00"), (one(9), "18:30")]
    receipts = board.receive_all(Delivery("counts", "c.csv", d, "t", tiny.at(h), confirm=True) for d, h in sent)
    assert [counted(r.effect)[:3] for r in receipts] == [(1, 0, 0), (1, 0, 0), (0, 0, 1), (0, 1, 0)]


@pytest.mark.both_doors
@pytest.mark.parametrize("back", ["12:00", "09:00"])
def test_a_load_brought_back_by_a_clock_that_ran_back_is_seen_and_the_version_says_so(board: Board, back: str) -> None:
    tiny.send(board, one(5), "10:00")
    empty, full = board.version(tiny.at("09:59")), board.version(tiny.at("10:30"))
    board.withdraw(1, "t", tiny.at("14:00"), "x")
    board.restore(1, "t", tiny.at(back), "x")
    for hour in ("10:30", "13:00", "14:00", "15:00"):
        assert tiny.known(board, EAST, tiny.at(hour)) == [(5,)], hour
        assert board.version(tiny.at(hour)) == full != empty, hour
    assert tiny.known(board, EAST, tiny.at("09:59")) == []
    assert board.verify() == []


def test_a_load_taken_back_by_a_clock_that_ran_back_is_gone_from_then_on(board: Board) -> None:
    tiny.send(board, one(5), "10:00")
    board.withdraw(1, "t", tiny.at("12:00"), "x")
    board.restore(1, "t", tiny.at("14:00"), "x")
    board.withdraw(1, "t", tiny.at("11:00"), "x")
    assert [len(tiny.known(board, EAST, tiny.at(h))) for h in ("10:30", "11:00", "13:00", "15:00")] == [1, 0, 0, 0]
    assert board.version(tiny.at("15:00")) == board.version(tiny.at("09:00"))


def test_the_last_target_entered_holds_though_the_clock_ran_back(empty_board: Board) -> None:
    day = datetime(2022, 4, 6)
    for target, hour in ((18, 15), (19, 14)):
        change = TargetChange(
            metric="M02b", valid_from=day.date(), target=target, responsible_zh="x", responsible_en="x"
        )
        empty_board.set_targets([change], "t", day.replace(hour=hour), "x")
    held = [t.target for t in empty_board.targets() if t.metric == "M02b" and t.valid_from == day.date()]
    assert held == [19]


def test_doubts_are_judged_by_what_was_known_at_the_load_s_own_moment(board: Board) -> None:
    """A replay stands at 15:00; that the figure is corrected at 16:30 is not known yet, so nothing is odd."""
    tiny.send(board, one(50, "12:00"), "12:10")
    tiny.send(board, one(500, "12:00"), "16:30")
    assert tiny.send(board, one(60), "15:00", confirm=False).status == "loaded"
    assert tiny.send(board, one(61), "16:40", confirm=False).status == "unconfirmed"

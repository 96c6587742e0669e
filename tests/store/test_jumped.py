"""A clock that jumped is told: on the receipt, by the doctor and on the health page; order stays the ledger's."""

from datetime import datetime, timedelta

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock_jumps import jump, jumps
from data_pipeline.intake import Delivery
from data_pipeline.words import LANGUAGES
from tests.store import tiny
from tests.store.test_order import one

SIX = datetime(2022, 4, 6, 18)


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, False), (5, False), (-10, False), (-11, True), (-480, True), (720, False), (721, True)]
)
def test_minutes_back_and_half_a_day_ahead_are_told_a_night_is_not(minutes: int, told: bool) -> None:
    assert (jump(2, SIX, SIX + timedelta(minutes=minutes)) is not None) is told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_receipt_says_that_the_clock_ran_back_and_by_how_much(board: Board, lang: str) -> None:
    assert tiny.send(board, one(5), "18:00").jump is None
    rehearsed = board.rehearse([Delivery("counts", "c.csv", one(6), "t", tiny.at("10:30"))]).receipts[0]
    receipt = tiny.send(board, one(6), "10:30")
    assert receipt.jump == rehearsed.jump
    assert receipt.jump is not None
    told = receipt.jump.sentence(lang)
    assert {"zh": "早7小时30分", "en": "7 h 30 min before"}[lang] in told
    assert receipt.as_dict(lang)["jump"]["sentence"] == told
    assert tiny.send(board, one(7), "10:35").jump is None


def test_every_line_counts_withdrawals_too_and_the_latest_is_told_first(board: Board) -> None:
    tiny.send(board, one(5), "18:00")
    board.withdraw(1, "t", tiny.at("16:00"), "x")
    tiny.send(board, one(6), "18:00")
    tiny.send(board, one(7), "15:00")
    assert [j.seq for j in board.jumps()] == [4, 2]
    assert [j.seq for j in board.jumps(tiny.at("15:30"))] == [4]
    assert board.jumps(tiny.at("14:00")) == []


def test_a_first_line_has_nothing_to_jump_from() -> None:
    assert jumps([(1, SIX), (2, SIX), (3, SIX - timedelta(hours=1)), (4, SIX)])[0].seq == 3
    assert jumps([]) == jumps([(1, SIX)]) == []

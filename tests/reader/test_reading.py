"""A sample of the moments at which the whole reader is run by hand: what the pages and the wall say there holds."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from data_pipeline.board import Board
from tests.reader import render
from tests.reader.fact import Reading
from tests.reader.read import read
from tests.reader.rules import check, loaded
from tests.support import samples

READ = (("zh", datetime(2022, 4, 6, 18, 5)), ("en", datetime(2022, 4, 7, 0, 20)))
# Promises of the issue that is being worked on, not kept yet: python -m tests.reader lists where.
OPEN = frozenset({
    "finish_not_past", "past_by_the_clock", "nothing_to_reach_after_the_deadline", "cleared_has_no_deadline",
    "city_with_its_last_district", "city_no_better_than_its_worst", "worst_by_one_rule", "one_gap",
    "ranges_can_be_read", "a_move_buys_something", "one_fact_told_the_same", "sums_of_their_parts",
    "state_agrees_with_finish", "state_agrees_with_open", "state_agrees_with_target", "no_leftovers",
})  # fmt: skip
KEPT = sorted(set(loaded()) - OPEN)
VERDICT = "A verdict holds until the next full slot: none is left and taken up again within two hours"
FEWEST = {"tile": 40, "matrix": 300, "grid": 3000, "lead": 20, "strip": 15, "districts": 60}  # facts of a moment


@pytest.fixture(scope="module")
def readings(full_board: Board) -> Iterator[list[Reading]]:
    with render.on(full_board) as board:
        yield [read(board, now, (lang,), fars=(6.0,), lines=False) for lang, now in READ]


@pytest.mark.parametrize("rule", KEPT)
def test_what_is_said_holds(readings: list[Reading], rule: str) -> None:
    assert [str(c) for r in readings for c in check(r, [rule])][:8] == []


def test_the_reader_reads(readings: list[Reading]) -> None:
    """A page that is made otherwise must not slip past it: so many facts of each part, and next to none not read."""
    for r in readings:
        taken = {part: sum(f.place == part for f in r.facts) for part in FEWEST}
        assert {part: n for part, n in taken.items() if n < FEWEST[part]} == {}
        assert [str(f) for f in r.unread] == []


def test_the_day_read_is_the_one_with_the_faults() -> None:
    assert READ[0][1].date() == samples.DAY

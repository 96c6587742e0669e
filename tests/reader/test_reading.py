"""A sample of the moments at which the whole reader is run by hand: what the pages and the wall say there holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from data_pipeline.board.board import Board
from tests.reader import brief, render
from tests.reader.fact import Reading
from tests.reader.read import read
from tests.reader.rules import check, loaded
from tests.reader.rules.ledger import came_back
from tests.support import samples

NIGHTLY = ("command", "outlook", "transfer", "supply", "needs", "district")  # each of the other kinds is read by day
READ = (("zh", datetime(2022, 4, 6, 18, 5), render.DESK), ("en", datetime(2022, 4, 7, 0, 20), NIGHTLY))
SLOT = (0, 15, 35)  # minutes after the first
# Promises that are not kept yet: python -m tests.reader lists where.
OPEN: frozenset[str] = frozenset()
KEPT = sorted(set(loaded()) - OPEN)
VERDICT = "A verdict holds until the next full slot: none is left and taken up again within two hours"
FEWEST = {
    "tile": 40,
    "matrix": 300,
    "grid": 3000,
    "lead": 20,
    "strip": 15,
    "districts": 60,
    "brief": 200,
}  # facts of a moment


@pytest.fixture(scope="module")
def readings(full_board: Board) -> Iterator[list[Reading]]:
    with render.on(full_board) as board:
        found = [read(board, now, (lang,), pages, fars=(6.0,), lines=False) for lang, now, pages in READ]
        for reading, (lang, *_) in zip(found, READ, strict=True):
            brief.into(reading, board, lang)
        yield found


@pytest.mark.parametrize("rule", KEPT)
def test_what_is_said_holds(readings: list[Reading], rule: str) -> None:
    assert [str(c) for r in readings for c in check(r, [rule])][:8] == []


def test_the_reader_reads(readings: list[Reading]) -> None:
    """A page that is made otherwise must not slip past it: so many facts of each part, and next to none not read."""
    for r in readings:
        taken = {part: sum(f.place == part for f in r.facts) for part in FEWEST}
        assert {part: n for part, n in taken.items() if n < FEWEST[part]} == {}
        assert [str(f) for f in r.unread] == []


def test_a_verdict_holds_until_the_next_full_slot(full_board: Board) -> None:
    """On the command page, while a slot comes in."""
    with render.on(full_board) as board:
        told = [read(board, READ[0][1] + timedelta(minutes=m), ("zh",), ("command",), (), lines=False) for m in SLOT]
    assert [str(c) for c in came_back(told)] == []


def test_the_day_read_is_the_one_with_the_faults() -> None:
    assert READ[0][1].date() == samples.DAY

"""The reader can fail: one function of the board is broken at a time, and the rule that holds it says so."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest

from data_pipeline.board.board import Board
from data_pipeline.outlook import day
from data_pipeline.sentences import sentence
from data_pipeline.words import say
from pages.app import live
from pages.components import districts, grid, lead, matrix, strip, tiles
from tests.reader import render
from tests.reader.fact import Contradiction, Reading
from tests.reader.read import read
from tests.reader.rules import check, loaded
from tests.reader.test_rules import HAND_MADE

EVENING, NIGHT = datetime(2022, 4, 6, 16, 45), datetime(2022, 4, 7, 0, 40)
LATE = datetime(2022, 4, 6, 22, 40)  # past the deadline of what is carried to the door
ONE = (6.0,)


@dataclass(frozen=True)
class Mutation:
    """`of.name` is replaced; the pages named are read at `now`."""

    rule: str
    of: Any
    name: str
    by: Any
    now: datetime = EVENING
    pages: tuple[str, ...] = ("command",)


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def _early(row: Any, of: Any, lang: str) -> str:
    return say(lang, "tile.finish", finish="16:46")


def _fail(*_: Any, **__: Any) -> str:
    raise ValueError("broken")


def _english(lang: str, key: str, **facts: Any) -> str:
    return say("en", key, **facts)


def _fine(self: day.Day, line: str, area: str | None = None) -> str:
    """The city is on track whatever its districts are."""
    row = self.at(line, area or self.city_code)
    return "on_track" if area in (None, self.city_code) or row is None else str(row["state"])


def _last(self: day.Day, line: str) -> list:
    rows = [(a.code, row) for a in self.pack.districts if (row := self.at(line, a.code))]
    return sorted(rows, key=lambda x: -(float(x[1]["rate"]) if x[1]["rate"] == x[1]["rate"] else 0))


MUTATIONS = (
    Mutation("finish_not_past", tiles, "finish", lambda row, of, lang: say(lang, "tile.finish", finish="00:01")),
    Mutation("past_by_the_clock", lead, "milliseconds", _always(0.0), pages=("command", "transfer")),
    Mutation("nothing_to_reach_after_the_deadline", districts, "_pace", _always("120 / 100"), NIGHT, ("transfer",)),
    Mutation("cleared_has_no_deadline", sentence, "count", _always("0"), LATE, ("supply",)),
    Mutation("the_morning_is_not_empty", day.Day, "is_empty", property(_always(True))),
    Mutation("city_with_its_last_district", tiles, "finish", _early, pages=("command", "transfer", "needs", "supply")),
    Mutation("city_no_better_than_its_worst", day.Day, "state", _fine),
    Mutation("worst_by_one_rule", day.Day, "districts_by_need", _last, NIGHT),
    Mutation("one_fact_told_the_same", strip, "count", _always("7"), pages=("command", "needs")),
    Mutation("sums_of_their_parts", grid, "exact", _always("1"), pages=("transfer",)),
    Mutation("counts_of_what_is_shown", day.Day, "count_states", lambda self, area=None: Counter({"on_track": 8})),
    Mutation("reported_of_that_slot", lead, "heard", _always([])),
    Mutation("state_agrees_with_finish", tiles, "finish", _early),
    Mutation("state_agrees_with_open", day.Day, "state", _always("on_track"), NIGHT),
    Mutation("share_agrees_with_open", matrix, "percent", _always("50"), NIGHT),
    Mutation(
        "state_agrees_with_target", grid, "in_row", lambda values, *_: ["0.01"] * len(values), pages=("capacity",)
    ),
    Mutation("as_received", tiles, "count", _always("3")),
    Mutation("as_of_is_the_newest", sentence, "moment", _always("08:00")),
    Mutation("no_leftovers", tiles, "percent", _always("nan")),
    Mutation("one_language", tiles, "say", _english),
    Mutation("every_view_is_drawn", tiles, "tile", _fail),
)


@pytest.fixture(scope="module")
def looked_at(sample_board: Board) -> Iterator[Board]:
    with render.on(sample_board) as board:
        yield board


_as_it_is: dict[tuple, list[Contradiction]] = {}


@contextmanager
def _broken(m: Mutation) -> Iterator[None]:
    live.DRAWINGS.clear()
    with patch.object(m.of, m.name, m.by):
        yield
    live.DRAWINGS.clear()


def _read(board: Board, m: Mutation) -> Reading:
    return read(board, m.now, ("zh",), m.pages, ONE if m.rule == "the_morning_is_not_empty" else (), lines=False)


@pytest.mark.parametrize("m", MUTATIONS, ids=lambda m: m.rule)
def test_the_rule_finds_what_was_broken(looked_at: Board, m: Mutation) -> None:
    key = (m.rule, m.now, m.pages)
    before = check(_read(looked_at, m), [m.rule])
    with _broken(m):
        after = check(_read(looked_at, m), [m.rule])
    assert set(after) - set(before), key


def test_every_rule_is_proven_able_to_fail() -> None:
    """Here on the board's own pages, or in test_rules on sentences that the sample seldom says."""
    assert {m.rule for m in MUTATIONS} | set(HAND_MADE) == {*loaded(), "verdict_holds"}

"""Kept or late is what the feeds say, and where they say it too coarsely, that."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.actions.kept import Kept, Outcome, outcome
from data_pipeline.actions.standing import _courses, rows_of
from data_pipeline.actions.worth import Effect, Worth, worth
from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.forecast.types import LEVELS
from data_pipeline.sentences.action import bought
from data_pipeline.words import LANGUAGES, say
from tests.support.samples import DAY


def at(hour: float) -> datetime:
    return datetime(2022, 4, 6, int(hour), int(hour % 1 * 60))


def report(hour: float, open: int, **more: Any) -> dict[str, Any]:
    return {"as_of": at(hour), "told_at": at(hour), "open": open, "to_do": open, "reported": 1, "expected": 1} | more


@pytest.mark.parametrize(
    ("reports", "promised", "now", "kept"),
    [
        ([(18, 9), (20, 0)], 22, 20, Kept.KEPT),
        ([(18, 9), (20, 0), (22, 3)], 22, 22, Kept.LATE),  # clear, and then not any more
        ([(20, 9), (22, 9)], 22, 22, Kept.LATE),
        ([(20, 9), (22, 0)], 21, 22, Kept.BETWEEN),
        ([(20, 9)], 22, 21, Kept.AHEAD),
        ([(20, 9)], 21, 21.5, Kept.AWAITED),
        ([], 21, 20, Kept.AHEAD),
        ([], 21, 22, Kept.AWAITED),
        ([(20, 0)], 19, 20, Kept.KEPT),  # nothing was ever reported open
        ([(20, 9), (22, 0)], 22, 21, Kept.AHEAD),  # what lies ahead of the clock says nothing
    ],
)
def test_a_promise_is_judged_by_the_reports(
    reports: list[tuple[float, int]], promised: float, now: float, kept: Kept
) -> None:
    assert outcome([report(*r) for r in reports], at(promised), at(now)).kept == kept


def test_silence_clears_nothing() -> None:
    carried = report(22, 0, told_at=at(20))
    some = report(22, 0, reported=3, expected=4)
    for row in (carried, some):
        found = outcome([report(20, 9), row], at(22), at(22))
        assert (found.cleared, found.kept) == (None, Kept.AWAITED)


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8),
    st.integers(0, 20),
)
def test_no_promise_is_called_kept_or_late_that_a_plain_reading_cannot_prove(opens: list[int], promised: int) -> None:
    """Proved kept: from some report by then on all are clear. Proved late: one from then on is not."""
    rows = [report(2 + i * 2, n) for i, n in enumerate(opens)]
    hour = at(min(promised, 23))
    found = outcome(rows, hour, at(23)).kept
    late = any(r["open"] for r in rows if r["as_of"] >= hour)
    first = rows[0]["as_of"]
    clear = any(not any(r["open"] for r in rows[i:]) and r["as_of"] <= hour for i, r in enumerate(rows))
    clear = clear or (not any(opens) and first > hour)
    assert (found == Kept.LATE) == late
    assert (found == Kept.KEPT) == (clear and not late)
    between = any(a["open"] and a["as_of"] < hour < b["as_of"] for a, b in pairwise(rows))
    assert (found == Kept.BETWEEN) == (between and not late and not clear)


@pytest.mark.parametrize(
    ("reports", "effect"),
    [
        ([(18, 9), (20, 0)], Effect.SOONER),
        ([(20, 9), (22, 0)], Effect.WITHIN),
        ([(20, 9), (23.5, 9)], Effect.LATER),
        ([(20, 9)], Effect.OPEN),
    ],
)
def test_what_lies_within_the_interval_of_the_forecast_shown_then_is_claimed_for_nobody(
    reports: list[tuple[float, int]], effect: Effect
) -> None:
    """80 % interval 20:30 to 23:00."""
    hours = [6.5 + 2.5 * (q - 0.1) / 0.8 for q in LEVELS]
    said = pd.DataFrame([{"as_of": at(14), "finish": hours}, {"as_of": at(16), "finish": [0.1] * len(LEVELS)}])
    found = worth(said, at(14), outcome([report(*r) for r in reports], None, at(23.5)))
    assert found is not None
    assert (found.effect, found.early, found.late) == (effect, at(20.5), at(23))
    assert worth(said, at(12), outcome([], None, at(23))) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finish_that_nobody_expected_is_no_hour(lang: str) -> None:
    nothing = Outcome(None, None, None, None, None)
    never = Worth(None, None, None, None, Effect.OPEN)
    said = bought(never, nothing, date(2022, 4, 6), lang)
    assert say(lang, "action.beyond") not in said
    assert say(lang, "action.bought_never") in said
    early = bought(replace(never, early=datetime(2022, 4, 6, 23)), nothing, date(2022, 4, 6), lang)
    assert "23:00" in early
    assert say(lang, "action.beyond") not in early


def test_of_a_day_that_is_over_the_same_is_read_from_what_is_kept_of_it(sample_board: Board) -> None:
    day, moment = DAY - timedelta(days=1), datetime.combine(DAY, time(14))
    of = moment_at(moment, sample_board.pack.operation)
    whole = sample_board.rows("page/day", known_at=moment, ops_day=day, moment=datetime.combine(DAY, time()))
    courses = [_courses([rows]) for rows in (whole, rows_of(sample_board, of, day, day))]
    assert courses[0].keys() == courses[1].keys()
    promised = datetime.combine(day, time(20))
    for key in courses[0]:
        one, other = (outcome(rows[key], promised, moment) for rows in courses)
        assert one == other, key

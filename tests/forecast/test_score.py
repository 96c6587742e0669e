"""Forecasts are kept, and scored against what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_type_hints

import numpy as np
import pandas as pd
import pytest

from data_pipeline.forecast.cases import band_share, cases
from data_pipeline.forecast.method import Method, Spread
from data_pipeline.forecast.outcome import days
from data_pipeline.forecast.replay import Fitted, fit, replay
from data_pipeline.forecast.score import Scored, earned, reliability, rows, table
from data_pipeline.forecast.table import hour
from tests.forecast.operation import operation
from tests.support.ledger import ledger

HOURS = [8, 10, 12, 14, 16, 18, 20, 22, 24]
MOMENTS = [datetime(2022, 4, d, h) for d in (3, 4, 5) for h in (14, 18, 22)]


def day(done: Sequence[float], due: Sequence[float] | None = None) -> pd.DataFrame:
    return ledger(done, due or [1000] * 9, hours=HOURS)


@pytest.fixture(scope="module")
def held_back() -> pd.DataFrame:
    return pd.concat([operation(s) for s in (11, 12)], ignore_index=True)


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    seen = pd.concat([operation(s) for s in (1, 2, 3)], ignore_index=True)
    return fit(seen, MOMENTS, seen)


def districts(ledger: pd.DataFrame, cv: Spread) -> pd.DataFrame:
    """Scored forecasts of the districts."""
    scored = cases(replay(ledger, MOMENTS, Method(spread=cv)), ledger)
    return pd.DataFrame(scored[scored["level"] == "district"])


def coverage(ledger: pd.DataFrame, cv: Spread) -> float:
    """Of the 80 % band over all hours."""
    return table(districts(ledger, cv), ["level"]).to_dict("records")[0]["coverage"]


def test_with_the_fitted_spread_the_80_percent_band_holds_80_percent_on_seeds_held_back(
    held_back: pd.DataFrame, fitted: Fitted
) -> None:
    assert coverage(held_back, fitted) == pytest.approx(0.80, abs=0.05)


def test_plain_resampling_would_be_far_too_sure(held_back: pd.DataFrame) -> None:
    assert coverage(held_back, 0.0) < 0.65


def test_the_fit_is_between_nothing_and_wild(fitted: Fitted) -> None:
    assert 0.05 < fitted["transfer"] < 0.4
    assert ("transfer", 18) in fitted


def test_a_row_of_the_table_is_of_its_type(held_back: pd.DataFrame, fitted: Fitted) -> None:
    found = table(districts(held_back, fitted), ["line", "hour"])
    assert set(found.columns) == get_type_hints(Scored).keys()


def test_probabilities_beat_the_straight_line_and_yesterday(held_back: pd.DataFrame, fitted: Fitted) -> None:
    for row in rows(table(districts(held_back, fitted), ["hour"])):
        assert row["brier"] < row["brier_straight"]
        assert row["brier"] < row["brier_yesterday"]
        assert earned(row)


def test_said_and_happened_rise_together(held_back: pd.DataFrame, fitted: Fitted) -> None:
    scored = districts(held_back, fitted)
    bins = reliability(scored, 3).to_dict("records")
    assert sum(b["n"] for b in bins) == len(scored)
    assert [b["happened"] for b in bins] == sorted(b["happened"] for b in bins)


def test_a_forecast_sees_nothing_after_its_as_of(held_back: pd.DataFrame) -> None:
    now = MOMENTS[4]
    known = pd.DataFrame(held_back[held_back["as_of"] <= now])
    pd.testing.assert_frame_equal(replay(held_back, [now]), replay(known, [now]))


def test_an_outcome_is_the_bracket_between_two_reports() -> None:
    seen = next(iter(days(day([200, 300, 400, 500, 700, 900, 1000, 1000, 1000])).values()))
    assert seen.cleared(hour(datetime(2022, 4, 6, 14))) == (4, 6)
    assert seen.cleared(hour(datetime(2022, 4, 6, 22))) == (0, 0)


def test_clearing_and_filling_again_counts_from_the_last_time() -> None:
    due = [500, 500, 500, 500, 500, 500, 500, 800, 800]
    seen = next(iter(days(day([500, 500, 500, 500, 500, 500, 500, 600, 800], due)).values()))
    assert seen.cleared(hour(datetime(2022, 4, 6, 14))) == (8, 10)


def test_work_left_at_the_deadline_is_a_miss_with_no_end() -> None:
    seen = next(iter(days(day([200, 300, 400, 500, 600, 700, 800, 850, 900])).values()))
    assert seen.cleared(hour(datetime(2022, 4, 6, 14))) == (10, np.inf)
    assert seen.left == 100


def test_by_rule_only_what_was_owed_at_the_cutoff_can_be_overdue() -> None:
    """900 owed at 20:00 and 950 done by 24:00: the 50 left came later."""
    due = [500, 600, 700, 800, 850, 870, 900, 950, 1000]
    seen = next(iter(days(day([400, 500, 600, 700, 750, 800, 850, 900, 950], due)).values()))
    assert not seen.overdue(hour(datetime(2022, 4, 6, 20)))
    assert seen.overdue(hour(datetime(2022, 4, 6, 23)))


@pytest.mark.parametrize(
    ("low", "high", "share"), [(0.2, 0.3, 1), (0.0, 0.1, 0), (0.0, 0.2, 0.5), (0.0, 1.0, 0.8), (0.95, 0.95, 0)]
)
def test_a_bracket_counts_by_the_share_of_it_inside_the_band(low: float, high: float, share: float) -> None:
    assert band_share(low, high) == pytest.approx(share)


def test_a_day_that_is_not_over_is_not_scored(held_back: pd.DataFrame) -> None:
    now = MOMENTS[-1]
    assert cases(replay(held_back, [now]), pd.DataFrame(held_back[held_back["as_of"] <= now])).empty


def test_too_few_or_dishonest_or_worse_than_a_baseline_has_not_earned_its_place() -> None:
    good: Any = {"n": 60, "coverage": 0.8, "brier": 0.1, "brier_straight": 0.2, "brier_yesterday": 0.2, "missed": 0.4}
    assert earned(good)
    for spoiled in ({"n": 10}, {"coverage": 0.4}, {"brier": 0.3}, {"missed": 0.02}):
        assert not earned(good | spoiled)

"""The worked example of the method (18:00, 2,700 open, 850 done and 325 new an hour), within its own uncertainty."""

from datetime import datetime, timedelta

import pytest

from data_pipeline.forecast import City, Projection, State, project
from data_pipeline.forecast.types import P90
from tests.support.ledger import ledger

NOW = datetime(2022, 4, 6, 18)


@pytest.fixture(scope="module")
def seen() -> Projection:
    """Carry-in 4,600, notified 9,900, arrived 11,650, cancelled 150; six hourly slots with the stated medians."""
    hourly_done = [860, 850, 790, 850, 850, 830]  # one weak slot, as the example's 23:16 against 23:09 implies
    hourly_due = [330, 315, 325, 325, 320, 340]
    done, due = [11650 - sum(hourly_done)], [9900 - sum(hourly_due)]
    for d, n in zip(hourly_done, hourly_due, strict=True):
        done.append(done[-1] + d)
        due.append(due[-1] + n)
    rows = ledger(done, due, hours=[12, 13, 14, 15, 16, 17, 18], carry_in=4600, cancelled=150)
    return project(rows, NOW).areas["transfer", "310113"]


def close(moment: datetime | None, hours: float, minutes: float) -> bool:
    return moment is not None and abs(moment - (datetime(2022, 4, 6) + timedelta(hours=hours))) <= timedelta(
        minutes=minutes
    )


def test_the_straight_line_says_it_will_clear(seen: Projection) -> None:
    assert seen.open == 2700
    assert close(seen.time(seen.straight), 23 + 9 / 60, 1)


def test_the_middle_case_clears_after_midnight(seen: Projection) -> None:
    assert close(seen.p10, 22 + 44 / 60, 10)
    assert close(seen.p50, 24 + 49 / 60, 15)
    assert close(seen.p90, 28 + 58 / 60, 45)


def test_the_risk_and_the_remainder_are_the_stated_ones(seen: Projection) -> None:
    assert seen.p_miss == pytest.approx(0.65, abs=0.05)
    assert seen.p_miss_shown == pytest.approx(0.65)
    assert seen.left_p50 == pytest.approx(215, abs=45)
    assert seen.left_p90 == pytest.approx(870, abs=60)


def test_forty_more_an_hour_close_the_middle_case_and_150_the_bad_one(seen: Projection) -> None:
    assert seen.more_needed() == pytest.approx(40, abs=8)
    assert seen.more_needed(P90) == pytest.approx(150, abs=12)


def test_the_example_is_a_forecast_not_a_refusal(seen: Projection) -> None:
    assert seen.state is State.FORECAST
    assert not seen.reasons
    assert not isinstance(seen, City)

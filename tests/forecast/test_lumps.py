"""Reports in lumps: neither the flat stretch nor the leap is a place's pace, and the forecast is wider, not redder."""

from datetime import date, datetime

import numpy as np
import pandas as pd

from data_pipeline.forecast import project
from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.forecast.types import P10, P90
from tests.support.ledger import ledger

HOURS = [8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0]
EVEN, LUMPY = "310101", "310104"
DUE = [2400.0] * len(HOURS)


def at(hour: int) -> datetime:
    return datetime(2022, 4, 6, hour)


def told(lumps: list[float], until: int) -> pd.DataFrame:
    """Two districts that do 100 an hour; the second tells of it in lumps. All that is owed stands from the morning. On
    the day before both told evenly."""
    n = HOURS.index(float(until)) + 1
    full = [*HOURS, 24.0]
    before = [
        ledger([100 * h for h in full], [2400.0] * 9, hours=full, area=a, day=date(2022, 4, 5)) for a in (EVEN, LUMPY)
    ]
    even = ledger([100 * h for h in HOURS[:n]], DUE[:n], hours=HOURS[:n], area=EVEN)
    return pd.concat([*before, even, ledger(lumps[:n], DUE[:n], hours=HOURS[:n], area=LUMPY)], ignore_index=True)


SIX_HOURS = [600.0, 600, 1200, 1200, 1200, 1800, 1800, 1800]  # leaps at 6, 12, 18 and 24


def ready(until: int) -> Prepared:
    return prepare(told(SIX_HOURS, until), at(until))["transfer"]


def test_the_pace_is_the_mean_over_flat_stretch_and_leap() -> None:
    found = ready(18)
    levels = found.recent.rate_done[1]
    assert np.allclose(levels.mean(), found.recent.rate_done[0].mean(), rtol=0.1)
    assert levels.max() < 1.6 * levels.min()


def test_a_flat_stretch_that_no_leap_has_ended_is_no_pace_and_its_work_comes_with_the_next_leap() -> None:
    for until in (14, 16, 20, 22):
        found = ready(until)
        assert found.recent.rate_done[1].min() > 50
        even, lumpy = found.case.pace
        assert lumpy.sum() > even.sum()
    ahead = ready(22).case
    assert ahead.pace[1, ahead.at - 1] > 2 * ahead.pace[0, ahead.at - 1]  # the leap of 24:00 is expected by 24:00


def test_the_forecast_widens_and_its_middle_stays() -> None:
    said = project(told(SIX_HOURS, 18), at(18))
    even, lumpy = (said.areas["transfer", a] for a in (EVEN, LUMPY))
    assert lumpy.left[P90] - lumpy.left[P10] > 1.5 * (even.left[P90] - even.left[P10])
    case = ready(18).case
    assert np.allclose(case.done[1].mean(), ready(18).recent.done[1].mean())


def test_neither_flat_stretch_nor_leap_cries_wolf() -> None:
    few = [d + 200 for d in SIX_HOURS]  # clears in time at the mean pace
    for until in (14, 16, 18, 20, 22):
        risk = project(told(few, until), at(until)).areas["transfer", LUMPY].p_overdue
        assert risk is not None
        assert risk <= 0.5


def test_what_stands_still_for_longer_than_a_lump_is_its_pace() -> None:
    stopped = [800.0, 1000, 1000, 1000, 1000, 1000, 1000, 1000]
    found = prepare(told(stopped, 22), at(22))["transfer"]
    assert found.recent.rate_done[1].max() == 0


def test_a_place_that_tells_evenly_is_forecast_as_before() -> None:
    case = ready(18).case
    assert np.array_equal(case.done[0], ready(18).recent.done[0])
    plain = prepare(told([100 * h for h in HOURS], 18), at(18))["transfer"]
    assert plain.case.pace.ndim == 1
    assert np.array_equal(plain.case.done, plain.recent.done)

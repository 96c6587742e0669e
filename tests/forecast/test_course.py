"""A stock by pace: what it says by hand, and that nothing is ever less than nothing."""

import numpy as np
import pytest

from data_pipeline.forecast.course import AHEAD, Stock, Turn, course

BEDS, TUBES = Stock(1000, out=100), Stock(600, into=300, out=200)


def test_places_are_gone_when_the_net_inflow_has_taken_them() -> None:
    assert course(BEDS).gone == pytest.approx(10)
    assert course(BEDS).at(4) == pytest.approx(600)
    assert course(BEDS).level.min() == 0


def test_openings_and_discharges_by_hand() -> None:
    assert course(BEDS, Turn(added=500)).gone == pytest.approx(15)
    assert course(BEDS, Turn(more_in=50)).gone == pytest.approx(20)
    assert course(BEDS, Turn(more_in=100)).gone is None


def test_laboratories_clear_only_when_they_test_more_than_comes() -> None:
    assert course(TUBES).gone is None
    assert course(TUBES).at(6) == pytest.approx(1200)
    assert course(TUBES, Turn(out=2.0)).gone == pytest.approx(6)
    assert course(TUBES, Turn(into=0.0)).gone == pytest.approx(3)


@pytest.mark.parametrize("more", [Turn(out=1.5), Turn(into=0.8)])
def test_more_capacity_or_less_work_never_leaves_more(more: Turn) -> None:
    assert (course(TUBES, more).level <= course(TUBES).level).all()


def test_what_lies_past_the_hours_looked_at_is_not_told() -> None:
    assert course(Stock(100 * AHEAD + 1, out=100)).gone is None
    assert np.isfinite(course(Stock(0, out=0)).level).all()

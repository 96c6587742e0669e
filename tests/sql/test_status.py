"""The four states: one promise for each boundary."""

from typing import Any, cast

import pytest

from data_pipeline.core.status import Paced, Status, status, worst

NAN = float("nan")


def row(**more: Any) -> Paced:
    """Work that is open, told in time and done at a known pace, six hours before its deadline."""
    return cast(Paced, {"open": 100, "stale": False, "hours_left": 6.0, "rate_done": 20.0, "pace_ratio": 0.5} | more)


@pytest.mark.parametrize(
    ("ratio", "state"),
    [
        (0.0, Status.ON_TRACK),
        (0.9, Status.ON_TRACK),
        (0.9001, Status.AT_RISK),
        (1.1, Status.AT_RISK),
        (1.1001, Status.WILL_MISS),
    ],
)
def test_nine_tenths_is_still_on_track_and_eleven_tenths_still_at_risk(ratio: float, state: Status) -> None:
    assert status(row(pace_ratio=ratio)) is state


def test_nothing_open_is_on_track_whatever_the_pace_and_even_past_the_deadline() -> None:
    assert status(row(open=0, rate_done=0.0, pace_ratio=NAN, hours_left=-3.0)) is Status.ON_TRACK


@pytest.mark.parametrize("hours", [0.0, -0.5])
def test_open_work_at_or_past_its_deadline_is_missed_however_fast_it_goes(hours: float) -> None:
    assert status(row(hours_left=hours, pace_ratio=0.1)) is Status.WILL_MISS


def test_a_minute_before_the_deadline_the_pace_still_decides() -> None:
    assert status(row(hours_left=1 / 60)) is Status.ON_TRACK


@pytest.mark.parametrize("more", [{}, {"open": 0}, {"hours_left": -1.0}, {"pace_ratio": 3.0}])
def test_stale_figures_give_no_state_at_all(more: dict[str, Any]) -> None:
    assert status(row(stale=True, **more)) is Status.UNKNOWN


def test_open_work_without_a_pace_is_unknown_not_a_guess() -> None:
    assert status(row(rate_done=NAN, pace_ratio=NAN)) is Status.UNKNOWN


def test_open_work_that_stands_still_will_miss() -> None:
    assert status(row(rate_done=0.0, pace_ratio=NAN)) is Status.WILL_MISS


@pytest.mark.parametrize("nothing", [None, row(open=None), row(open=NAN)])
def test_a_line_nobody_reported_is_unknown(nothing: Paced | None) -> None:
    assert status(nothing) is Status.UNKNOWN


def test_the_neediest_of_several_speaks_and_none_at_all_is_unknown() -> None:
    assert worst([Status.ON_TRACK, Status.UNKNOWN, Status.AT_RISK]) is Status.AT_RISK
    assert worst([Status.ON_TRACK, Status.UNKNOWN]) is Status.UNKNOWN
    assert worst([]) is Status.UNKNOWN

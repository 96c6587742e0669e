"""Daily stocks: a range for the next day that holds as often as it says, or a refusal (real series: outlook)."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from data_pipeline.forecast.levels import WIDE, Refusal, Series, needed, next_day, score, walk, widths

DAYS = [date(2021, 7, 1) + timedelta(days=i) for i in range(30)]


def drifting(seed: int, days: int = 160, calm: int = 100) -> Series:
    """A level that wanders, and from day `calm` on rises faster every day: a wave unlike what came before."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=days) * 0.3 + 0.08 * (np.arange(days) - calm).clip(0)
    when = [date(2021, 7, 1) + timedelta(days=i) for i in range(days)]
    return when, np.round((30 + np.cumsum(steps)).clip(5) ** 2).tolist()


def test_ranges_hold_80_percent_also_in_a_wave_that_no_fixed_width_would() -> None:
    series = [drifting(s) for s in range(12)]
    found = score(series, series[0][0][120])
    assert found.stated > 400
    assert found.coverage == pytest.approx(0.80, abs=0.05)
    fixed = [next_day(d[:i], v[:i], WIDE).holds(v[i]) for d, v in series for i in range(120, 160)]
    assert np.mean(fixed) < 0.65


def test_the_width_of_a_day_comes_from_the_days_before_it_alone() -> None:
    series = [drifting(s) for s in range(3)]
    cut = series[0][0][120]
    known = [(d[:120], v[:120]) for d, v in series]
    assert widths(walk(series))[cut] == widths(walk(known))[cut]


def test_what_a_range_would_have_needed_is_what_just_holds_it() -> None:
    when, known = drifting(4)
    days, levels = when[:100], known[:100]
    for came in (levels[-1] * 1.15, levels[-1] * 0.85):
        wide = needed(days, levels, came)
        assert wide is not None
        assert next_day(days, levels, wide * 1.01).holds(came)
        assert not next_day(days, levels, wide * 0.9).holds(came)


def test_the_margin_counts_weeks_and_not_rows() -> None:
    """Sixteen copies of one place tell no more than the one."""
    one, copies = score([drifting(1)]), score([drifting(1)] * 16)
    assert copies.stated == 16 * one.stated
    assert copies.margin > one.margin / 2
    assert copies.independent < 3 * one.stated


def steady(level: float, step: float) -> list[float]:
    return [level + step * i + (i % 3) for i in range(len(DAYS))]


def test_the_range_is_in_order_and_round_the_last_level() -> None:
    said = next_day(DAYS, steady(500, 2))
    assert said.refusal is None
    assert said.p10 < said.p50 < said.p90
    assert said.p10 < 560 < said.p90 + 20


def test_wider_means_wider() -> None:
    narrow, wide = (next_day(DAYS, steady(500, 2), w) for w in (1.0, 2.0))
    assert wide.p90 - wide.p10 > narrow.p90 - narrow.p10


@pytest.mark.parametrize(
    ("levels", "why"),
    [([500.0] * 30, Refusal.FROZEN), (steady(2, 0), Refusal.SMALL), (steady(500, 1)[:5], Refusal.THIN)],
    ids=["copied day after day", "fewer than ten people", "five days"],
)
def test_what_allows_no_range_is_refused_with_its_reason(levels: Sequence[float], why: Refusal) -> None:
    said = next_day(DAYS[: len(levels)], levels)
    assert said.refusal is why
    assert np.isnan(said.p50)


def test_a_gap_in_the_days_is_no_step() -> None:
    days = [*DAYS[:20], *(d + timedelta(days=40) for d in DAYS[20:])]
    levels = [*steady(500, 0)[:20], *steady(5000, 0)[20:]]
    assert next_day(days, levels).p90 < 5200

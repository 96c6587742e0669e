"""The usual shape of a day: how fast each hour is, relative to the mean hour. Night slowdown decides most verdicts."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast.increments import Spans
from data_pipeline.forecast.table import DAYS, over

# Pace by hour of day before there is a history (domain 3.7): full until 20:00, then falling through the night.
PACE = np.array([0.70] * 6 + [0.85] * 2 + [1.0] * 12 + [0.90, 0.85, 0.80, 0.75])
FLAT = np.ones(24)
HOURS = np.arange(24)
ROUNDS = 8  # of fitting levels and shares together


@dataclass(frozen=True)
class Profile:
    """Each an array of 24: pace of work done, arrivals in the day, and arrivals past the deadline.

    `after` holds back what a day books at its opening: tomorrow's register is not part of today's debt.
    """

    done: np.ndarray
    due: np.ndarray
    after: np.ndarray
    days: int = 0  # days of history behind it; 0: the default


DEFAULT = Profile(PACE, FLAT, FLAT)


def profile(spans: Spans, day: float, days: int = DAYS) -> Profile | None:
    """Of one line, all its areas together, from the `days` operating days before `day`; None without any."""
    past = spans[spans.usable & (spans.day < day) & (spans.day >= day - 24 * days)]
    if not len(past):
        return None
    span = overlap(past)
    due = _on_default(_shape(past, past.due, span, np.ones(len(past), bool)), FLAT)
    return Profile(
        done=_on_default(_shape(past, past.done, span, ~past.dry), PACE),
        due=due,
        after=_without_opening(due, span[past.first].sum(axis=0) > 0),
        days=len(np.unique(past.day)),
    )


def due_by(shape: Profile | None, start: float, now: float, end: float) -> float:
    """The share, 0 to 1, of the work between two moments (hours) that is due by `now`: as the hours of a usual day
    bring it; in a straight line where no day is known."""
    if end <= start:
        return 1.0
    at = min(max(now, start), end)
    if shape is None:
        return (at - start) / (end - start)
    done, whole = area_under(shape.done, np.array([start, start]), np.array([at, end]) - start)
    return float(done / whole) if whole > 0 else (at - start) / (end - start)


def area_under(shape: np.ndarray, start: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Integral of the profile over `hours` from the moment `start`; both of any shape."""
    total = np.concatenate([[0.0], np.cumsum(shape)])

    def upto(x: np.ndarray) -> np.ndarray:
        return np.floor(x / 24) * total[24] + np.interp(x % 24, np.arange(25), total)

    return upto(start + hours) - upto(start)


def overlap(spans: Spans) -> np.ndarray:
    """(n, 24): hours of each interval that fall in each hour of the day. Intervals of at most a day."""
    start = (spans.start % 24)[:, None]
    end = start + spans.hours[:, None]
    today, next_day = (np.clip(np.minimum(end, h + 1) - np.maximum(start, h), 0, None) for h in (HOURS, HOURS + 24))
    return today + next_day


def _shape(past: Spans, counts: np.ndarray, span: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Pace by hour relative to the areas' own level; NaN for hours unseen.

    An area's level and an hour's share are fitted together (each count is level × share × hours, by expectation and
    maximisation), so that areas seen only by day, because they are done by evening, do not bend the shape.
    """
    counts, span = np.maximum(counts[keep], 0.0), span[keep]
    area = np.unique(past.area[keep], return_inverse=True)[1]
    seen = span.sum(axis=0) > 0
    shape = seen.astype(float)
    if not counts.sum() > 0:
        return np.full(24, np.nan)
    for _ in range(ROUNDS):
        unit = span @ shape
        level = over(np.bincount(area, counts), np.bincount(area, unit))[area]
        shape *= over((level * over(counts, level * unit)) @ span, level @ span)
        shape /= shape[seen].mean()
    return np.where(seen, shape, np.nan)


def _on_default(shape: np.ndarray, default: np.ndarray) -> np.ndarray:
    """Hours nobody has seen take the default, scaled to meet the hours that were seen."""
    seen = ~np.isnan(shape)
    if not seen.any():
        return default
    return np.where(seen, shape, default * shape[seen].sum() / default[seen].sum())


def _without_opening(due: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Arrivals, with the hours of the opening interval held to the mean of the others."""
    if opening.all():
        return due
    return np.where(opening, np.minimum(due, due[~opening].mean()), due)

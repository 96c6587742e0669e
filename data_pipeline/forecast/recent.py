"""The recent pace of every area of one line: what the paths are resampled from."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data_pipeline.forecast.increments import Spans
from data_pipeline.forecast.profile import DEFAULT, Profile, area_under

SLOTS = 4  # slots of two hours or longer that make the recent pace, and the fewest that allow a forecast
HOURLY_SLOTS = 6  # of one hour or less
REACH = 12  # slots back from now that may still count as recent
FAINT = 0.1  # an hour with less than this share of the mean hour says nothing about today's level


@dataclass(frozen=True)
class Recent:
    """S areas, K recent slots, oldest first. Levels are per hour of an average hour; rates are as observed."""

    done: np.ndarray  # (S, K) pace, the hour-of-day profile taken out
    due: np.ndarray  # (S, K) arrivals, likewise, from the same slots
    rate_done: np.ndarray  # (S, K) items per hour
    rate_due: np.ndarray
    slots: np.ndarray  # (S,) usable slots among the K
    slot: float  # hours between reports


def recent(spans: Spans, areas: np.ndarray, now: float, profile: Profile | None) -> Recent:
    """`spans`: the intervals of one line known by `now` (hours since 1970); `areas`: the S areas asked for, sorted."""
    spans = spans[np.isin(spans.area, areas)]
    row = np.searchsorted(areas, spans.area)
    slot = slot_hours(spans)
    done, due = _levels(spans, profile)
    done = _not_dry(done, spans.dry, row, len(areas))
    near = np.flatnonzero((spans.start >= now - REACH * slot) & ~np.isnan(done))
    which, slots = _newest(row[near], len(areas), HOURLY_SLOTS if slot <= 1 else SLOTS)

    def table(values: np.ndarray) -> np.ndarray:
        return np.where(slots[:, None] > 0, values[near][which], 0.0) if len(near) else np.zeros(which.shape)

    return Recent(
        done=table(done),
        due=_filled(table(due), _mean(due, row, len(areas))),
        rate_done=table(spans.done / spans.hours),
        rate_due=_filled(table(np.where(np.isnan(due), np.nan, spans.due / spans.hours)), np.zeros(len(areas))),
        slots=slots,
        slot=slot,
    )


def slot_hours(spans: Spans) -> float:
    """Usual hours between reports: the opening interval counts only where there is no other."""
    within = spans.hours[~spans.first]
    hours = within if len(within) else spans.hours
    return float(np.median(hours)) if len(hours) else 2.0


def _levels(spans: Spans, profile: Profile | None) -> tuple[np.ndarray, np.ndarray]:
    """Done and due per profile hour; NaN where the interval says nothing of today's level."""
    shape = profile or DEFAULT
    # Without a history the opening is no pace of arrivals: a register booked at 00:00 does not come again at noon.
    pace_of_due = spans.usable & ((profile is not None) | ~spans.first | spans.first.all())
    out = []
    for counts, curve, known in ((spans.done, shape.done, spans.usable), (spans.due, shape.due, pace_of_due)):
        weight = area_under(curve, spans.start, spans.hours)
        clear = known & (weight >= FAINT * spans.hours)
        out.append(np.where(clear, counts / np.where(clear, weight, 1.0), np.nan))
    return out[0], out[1]


def _not_dry(level: np.ndarray, dry: np.ndarray, row: np.ndarray, areas: int) -> np.ndarray:
    """Where the queue ran dry the work done is a floor of the pace: put the area's usual busy pace when it is higher,
    or the best it has shown where it was never busy."""
    busy = _by_area(np.where(dry, np.nan, level), row, areas, np.median)
    best = _by_area(level, row, areas, np.max)
    usual = np.where(np.isnan(busy), best, busy)[row]
    return np.where(dry, np.fmax(level, np.where(np.isnan(level), np.nan, usual)), level)


def _by_area(values: np.ndarray, row: np.ndarray, areas: int, of: Callable[[np.ndarray], float]) -> np.ndarray:
    """One figure per area of its known values; NaN where it has none. Rows are sorted by area."""
    known = ~np.isnan(values)
    values, bounds = values[known], np.searchsorted(row[known], np.arange(areas + 1))
    return np.array([of(values[a:b]) if b > a else np.nan for a, b in pairwise(bounds)])


def _newest(row: np.ndarray, areas: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(S, count) positions of each area's newest rows, newest last; fewer are repeated. And how many there were."""
    bounds = np.searchsorted(row, np.arange(areas + 1))
    slots = np.minimum(np.diff(bounds), count)
    back = np.arange(count)[::-1] % np.maximum(slots, 1)[:, None]
    return np.clip(bounds[1:, None] - 1 - back, 0, max(0, len(row) - 1)), slots


def _mean(values: np.ndarray, row: np.ndarray, areas: int) -> np.ndarray:
    known = ~np.isnan(values)
    count = np.bincount(row[known], minlength=areas)
    return np.bincount(row[known], values[known], minlength=areas) / np.maximum(count, 1)


def _filled(table: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Unknown arrivals take the mean of the area's known recent slots, or else its usual level."""
    known = ~np.isnan(table)
    seen = known.sum(axis=1)
    mean = np.where(known, table, 0.0).sum(axis=1) / np.maximum(seen, 1)
    return np.where(known, table, np.where(seen > 0, mean, usual)[:, None])

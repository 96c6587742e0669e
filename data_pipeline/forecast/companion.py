"""The model-free figure beside the forecast: the rate needed from now on against the best ever seen here."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from data_pipeline.forecast.case import Case
from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.profile import area_under, overlap
from data_pipeline.forecast.table import hour

LEAST = 0.5  # items an hour: less is not worth asking for
GRID = 1 / 12  # hours: last safe times are told to five minutes


class Reach(StrEnum):
    CLEAR = "clear"  # nothing is left to do
    ENOUGH = "enough"  # the present rate, kept up, is enough
    RISE = "rise"  # the rate must rise, and it has been seen to be that high
    BEYOND = "beyond"  # even the best ever seen, from now on, would not be enough
    PAST = "past"  # the deadline is over
    UNKNOWN = "unknown"  # nothing has been seen here yet


@dataclass(frozen=True)
class Companion:
    """Rates in items per hour. `best`: mean, from now to the deadline, of the best seen in each of those hours."""

    line: str
    area_code: str
    as_of: datetime
    deadline: datetime
    reach: Reach
    open: float
    expected: float  # arrivals still expected in time to be owed by the deadline
    needed: float
    pace: float  # now: the last usable slot
    best: float
    last_safe: datetime | None = None  # the latest moment at which rising to the best seen still clears in time
    rate_then: float | None = None  # what that best is, from then to the deadline

    @property
    def share_of_best(self) -> float | None:
        return self.needed / self.best if self.best > 0 else None


def companions(ready: Prepared) -> list[Companion]:
    """One per area of a line."""
    case = ready.case
    best = best_by_hour(ready)
    expected = np.maximum(0.0, case.to_cutoff())
    pace = ready.recent.rate_done[:, -1]
    return [_companion(case, i, best[i], float(expected[i]), float(pace[i])) for i in range(len(case.areas))]


def agreed(c: Companion, rate: float | None, more: float | None, now: datetime) -> Companion:
    """The same at `now`, with the one gap that is told of the line: `more` items an hour than `rate`, which is done
    now; endless where a district's is, and then the rates of the whole are told as they are. An hour to act by that has
    passed is not offered."""
    if c.reach is Reach.CLEAR:
        return c
    if c.deadline <= now:
        return replace(c, reach=Reach.PAST, last_safe=None, rate_then=None)
    if rate is None or more is None:
        return c
    needed = c.needed if math.isinf(more) else rate + more
    reach = Reach.ENOUGH if more < LEAST else Reach.RISE if needed <= c.best else Reach.BEYOND
    reach = Reach.UNKNOWN if not c.best and reach is not Reach.ENOUGH else reach
    helps = reach is Reach.RISE and not math.isinf(more)
    safe = c.last_safe if helps and c.last_safe and c.last_safe > now else None
    return replace(c, reach=reach, pace=rate, needed=needed, last_safe=safe, rate_then=c.rate_then if safe else None)


def best_by_hour(ready: Prepared) -> np.ndarray:
    """(S, 24) best rate any usable interval touching that hour has shown; unseen hours take the place's best hour."""
    spans = ready.spans[ready.spans.usable]
    rate = np.where(overlap(spans) > 0, (spans.done / spans.hours)[:, None], np.nan)
    out = np.zeros((len(ready.rows), 24))
    for i, area in enumerate(ready.rows):
        here = rate[spans.area == area]
        if len(here):
            out[i] = np.fmax.reduce(here, axis=0)
            out[i] = np.where(np.isnan(out[i]), np.nanmax(out[i]), out[i])
    return out


def _companion(case: Case, i: int, best: np.ndarray, expected: float, pace: float) -> Companion:
    owed, hours = float(case.open[i]) + expected, case.due_in
    at_best = float(area_under(best, np.array(hour(case.as_of)), np.array(hours)))
    reach, wait = _reach(owed, hours, pace, best, hour(case.as_of)), None
    if reach is Reach.RISE:
        wait = _last_safe(owed, hours, pace, best, hour(case.as_of))
    return Companion(
        line=case.line,
        area_code=case.areas[i],
        as_of=case.as_of,
        deadline=case.deadline,
        reach=reach,
        open=float(case.open[i]),
        expected=expected,
        needed=owed / hours if hours else 0.0,
        pace=pace,
        best=at_best / hours if hours else 0.0,
        last_safe=None if wait is None else case.as_of + timedelta(hours=wait),
        rate_then=None if wait is None else _mean_best(best, hour(case.as_of) + wait, hours - wait),
    )


def _reach(owed: float, hours: float, pace: float, best: np.ndarray, now: float) -> Reach:
    if owed <= 0:
        return Reach.CLEAR
    if not hours:
        return Reach.PAST
    if pace * hours >= owed:
        return Reach.ENOUGH
    if not best.any():
        return Reach.UNKNOWN
    return Reach.RISE if float(area_under(best, np.array(now), np.array(hours))) >= owed else Reach.BEYOND


def _last_safe(owed: float, hours: float, pace: float, best: np.ndarray, now: float) -> float:
    """Hours from now: the present rate until then, the best ever seen after it, and all is done in time."""
    wait = np.arange(0.0, hours, GRID)
    in_time = pace * wait + area_under(best, now + wait, hours - wait) >= owed
    return float(wait[np.flatnonzero(in_time)[-1]])


def _mean_best(best: np.ndarray, start: float, hours: float) -> float:
    return float(area_under(best, np.array(start), np.array(hours)) / hours)

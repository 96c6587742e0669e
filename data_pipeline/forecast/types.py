"""What a projection says. Times inside are hours from `as_of`; infinity means not within the horizon."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEVELS = tuple(q / 100 for q in range(5, 100, 5))  # the quantiles kept of every forecast: 5 %, 10 % … 95 %
BEYOND = 3.0  # times the best pace seen, and nobody ever came near it
P10, P50, P90 = LEVELS.index(0.10), LEVELS.index(0.50), LEVELS.index(0.90)


class State(StrEnum):
    CLEARED = "cleared"  # nothing open now, and none expected to stay
    FORECAST = "forecast"
    NEVER = "never"  # at this pace the middle case does not clear within the horizon
    REFUSED = "refused"  # the data do not allow a forecast; `reasons` says why


class Reason(StrEnum):
    THIN = "thin"  # fewer than 4 usable slots
    STALE = "stale"  # the last report is more than one slot old
    COVERAGE = "coverage"  # fewer than 95 % of the reporting areas have reported
    PARTS = "parts"  # too many of the areas below have no forecast of their own
    UNEARNED = "unearned"  # past forecasts of this line have not been good enough to show


def shown(probability: float) -> float:
    """To the nearest 5 %, and never a certainty it is not."""
    if probability in (0.0, 1.0):
        return probability
    return min(0.95, max(0.05, round(probability * 20) / 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """One line of work in one area, seen from `as_of`. Rates are items per hour, medians of the recent slots."""

    line: str
    level: str
    area_code: str
    as_of: datetime
    deadline: datetime
    open: float  # at `as_of`: of an area that is behind the others, moved on at its pace
    state: State
    reasons: tuple[Reason, ...] = ()
    finish: tuple[float, ...] = ()  # hours, at LEVELS; empty when refused
    left: tuple[float, ...] = ()  # items open at the deadline, at LEVELS; empty when refused
    excess: tuple[float, ...] = ()  # of those, items above what counts as cleared, at LEVELS
    p_miss: float | None = None  # strict: more than the usual remainder is open at the deadline
    p_overdue: float | None = None  # by rule: leaving out what came too late for this deadline
    stays: float = 0.0  # items that usually stay open at the deadline even on a good day; said beside the finish
    enough: float = 0.5  # open work at or below which the area counts as cleared
    rate_done: float = 0.0
    rate_due: float = 0.0
    straight: float = math.inf  # hours: open work over the median net rate
    fastest: float = math.inf  # hours, at the best single slot observed
    slowest: float = math.inf
    slots: int = 0
    part: str = ""  # the line that speaks, where this line speaks for the worst of several
    cutoff: datetime | None = None  # what comes after it is not owed by this deadline
    clock: datetime | None = None  # from which a gap is told; None: from as_of on
    best: float = 0.0  # items an hour, the best of the recent slots
    reported: float = 0.0  # open as last reported: what is told
    due: float = math.inf  # owed so far, as last reported

    @property
    def p10(self) -> datetime | None:
        return self._time(P10)

    @property
    def p50(self) -> datetime | None:
        return self._time(P50)

    @property
    def p90(self) -> datetime | None:
        return self._time(P90)

    @property
    def left_p50(self) -> float | None:
        return self.left[P50] if self.left else None

    @property
    def left_p90(self) -> float | None:
        return self.left[P90] if self.left else None

    @property
    def hours_left(self) -> float:
        """Hours to the deadline, never negative."""
        return max(0.0, (self.deadline - self.as_of).total_seconds() / 3600)

    @property
    def p_miss_shown(self) -> float | None:
        """The probability as people are told it."""
        return None if self.p_miss is None else shown(self.p_miss)

    @property
    def growth(self) -> float:
        """Net growth of open work per hour at the median pace; 0 when the pace keeps up."""
        return max(0.0, self.rate_due - self.rate_done)

    def more_needed(self, level: int = P50) -> float | None:
        """Further items per hour, from the clock to the deadline, that would close the case at `level` (domain 3.7).
        Infinite where it is out of reach: BEYOND times the best of the recent slots."""
        if not self.excess:
            return None
        hours = (self.deadline - (self.clock or self.as_of)).total_seconds() / 3600
        more = self.excess[level] / hours if hours > 0 else math.inf if self.excess[level] else 0.0
        return math.inf if 0 < BEYOND * self.best < self.rate_done + more else more

    def time(self, hours: float) -> datetime | None:
        return self.as_of + timedelta(hours=float(hours)) if math.isfinite(hours) else None

    def _time(self, level: int) -> datetime | None:
        return self.time(self.finish[level]) if self.finish else None


@dataclass(frozen=True, slots=True, kw_only=True)
class City(Projection):
    """All areas together: clear when the last of them is. `holders`: how often each area is the last, most first."""

    clear: int = 0  # areas whose middle case meets the deadline
    of: int = 0  # areas with a forecast
    holders: tuple[tuple[str, float], ...] = ()
    silent: tuple[str, ...] = ()  # areas without a forecast of their own

    @property
    def last(self) -> str | None:
        return self.holders[0][0] if self.holders else None

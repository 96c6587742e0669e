"""Where places stood at each hour of the days before, and what came of it: a pace that looks too slow may be the usual
one of that hour. Work that opens in steps, or starts slowly in the morning, is no miss while it stands as others stood
that cleared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data_pipeline.forecast.method import Method
from data_pipeline.forecast.outcome import Day, days
from data_pipeline.forecast.prepare import lead_hours
from data_pipeline.forecast.remainder import CLEAR

FEWEST = 30  # cases of a line at one hour, before they say anything
HALF = 0.5
Bounds = Mapping[tuple[str, int], float]  # (line, hour of the day) -> share of what is owed that is open


@dataclass(frozen=True)
class Usual:
    """`bounds`: where this share or more was open, at least half missed their deadline; below it most cleared."""

    bounds: Bounds = field(default_factory=dict)

    def clears(self, line: str, hour: int, share: float) -> bool:
        """Whether a place that stands so at this hour usually clears; False where too few have been seen."""
        return share < self.bounds.get((line, hour), 0.0)


def usual(ledger: pd.DataFrame, method: Method) -> Usual:
    """`ledger`: of the days before."""
    found: dict[tuple[str, int], list[tuple[float, bool]]] = {}
    if len(ledger):
        for (line, area, _), day in days(pd.DataFrame(ledger[ledger["level"] == "district"])).items():
            for hour, share, missed in _stood(day, method.allowed(line, area), method.notice_h):
                found.setdefault((line, hour), []).append((share, missed))
    return Usual({key: _bound(cases) for key, cases in found.items() if len(cases) >= FEWEST})


def _stood(day: Day, allowed: float, notice_h: float | None) -> list[tuple[int, float, bool]]:
    """(hour, share open, whether the deadline was missed) of every report before the deadline with work to do."""
    if not day.closed:
        return []
    midnight = np.ceil(day.deadline / 24 - 1) * 24
    cutoff = day.deadline - lead_hours(midnight, day.deadline, notice_h)
    missed = day.overdue(cutoff, max(CLEAR, allowed * float(day.due[-1])))
    to_do = day.open > np.maximum(CLEAR, allowed * day.due)
    before = (day.as_of < day.deadline) & to_do & (day.due > 0)
    return [
        (int(t % 24), float(o / d), missed)
        for t, o, d in zip(day.as_of[before], day.open[before], day.due[before], strict=True)
    ]


def _bound(cases: list[tuple[float, bool]]) -> float:
    """The least share open at which at least half missed, by a chance that only grows with what is open; where that
    never is so, beyond all that were seen."""
    from scipy.optimize import isotonic_regression  # takes a third of a second

    share, missed = (np.array(column, float) for column in zip(*cases, strict=True))
    seen, which = np.unique(share, return_inverse=True)
    times = np.bincount(which).astype(float)
    chance = isotonic_regression(np.bincount(which, missed) / times, weights=times).x
    half = seen[chance >= HALF]
    return float(half[0] if len(half) else np.nextafter(seen[-1], np.inf))

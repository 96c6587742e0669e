"""One line of work in all its areas, as numbers ready to be simulated."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from data_pipeline.forecast.profile import Profile, area_under

HORIZON = 24  # hours past the deadline that are still looked at


@dataclass(frozen=True)
class Case:
    """S areas, K recent slots, J steps ahead. `pace` and `arrive` turn levels into items per step."""

    line: str
    areas: tuple[str, ...]
    as_of: datetime
    deadline: datetime
    open: np.ndarray  # (S,) items
    done: np.ndarray  # (S, K) level, per hour
    due: np.ndarray  # (S, K) level, per hour
    edges: np.ndarray  # (J + 1,) hours from as_of
    at: int  # edges[at] is the deadline; 0 where it has passed
    pace: np.ndarray  # (J,) or (S, J) profile hours of each step
    arrive: np.ndarray  # (J,)
    cv: float
    due_total: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (S,) owed so far, done and open
    done_total: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (S,)
    extra: np.ndarray | None = None  # (S, J) items done beside the pace: a what-if
    ceiling: np.ndarray | None = None  # (S, J) most that can have been done by the end of each step: beds, stock

    @property
    def steps(self) -> np.ndarray:
        """(J,) hours of each step."""
        return np.diff(self.edges)


def steps_ahead(now: float, deadline: float, slot: float, horizon: float = HORIZON) -> tuple[np.ndarray, int]:
    """Step edges in hours from `now`, as long as the slots, with the deadline on an edge; and which edge it is.

    Moments are hours since 1970. A deadline that has passed is edge 0.
    """
    left = max(0.0, deadline - now)
    before = np.arange(0.0, left - 1e-9, slot)
    after = np.arange(left, left + max(horizon, slot) + slot / 2, slot)
    return np.concatenate([before, after]), len(before)


def weights(profile: Profile, now: float, edges: np.ndarray, at: int) -> tuple[np.ndarray, np.ndarray]:
    """(J,) pace and (J,) arrivals of each step; arrivals past the deadline follow their own shape."""
    start, hours = now + edges[:-1], np.diff(edges)
    late = np.arange(len(hours)) >= at
    due = np.where(late, area_under(profile.after, start, hours), area_under(profile.due, start, hours))
    return area_under(profile.done, start, hours), due

"""One line of work in all its areas, as numbers ready to be simulated."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from data_pipeline.forecast.profile import Profile, area_under

BY_AREA = ("open", "done", "due", "enough", "stays", "due_total", "done_total", "open_reported", "late_now")
HORIZON = 12  # hours past the deadline that are still looked at: to noon of the next day


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
    enough: np.ndarray  # (S,) open work at or below which an area counts as cleared
    stays: np.ndarray  # (S,) the part of it that usually stays
    late: np.ndarray  # (J,) share of each step's arrivals that are not owed by this deadline: they came too late
    due_total: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (S,) owed so far, done and open
    done_total: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (S,)
    open_reported: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (S,) as last reported; `open` is moved on
    late_now: np.ndarray = field(default_factory=lambda: np.zeros(1))  # (S,) open now, and too late for this deadline
    cutoff: datetime | None = None  # what comes after it is not owed by this deadline
    lag: float = 0.0  # hours an item is under way even when nobody waits
    extra: np.ndarray | None = None  # (S, J) items done beside the pace: a what-if
    ceiling: np.ndarray | None = None  # (J,) most that all areas can have done by the end of each step: beds, stock

    @property
    def steps(self) -> np.ndarray:
        """(J,) hours of each step."""
        return np.diff(self.edges)

    @property
    def due_in(self) -> float:
        """Hours to the deadline; 0 where it has passed."""
        return float(self.edges[self.at])

    def to_deadline(self) -> tuple[np.ndarray, np.ndarray]:
        """(S,) items expected to be done, were there always work, and to arrive, before the deadline."""
        return self._pace_left(), self.due.mean(axis=1) * self.arrive[: self.at].sum()

    def to_cutoff(self) -> np.ndarray:
        """(S,) items expected to arrive in time to be owed by this deadline."""
        in_time = self.arrive * (1 - self.late)
        return self.due.mean(axis=1) * in_time[: self.at].sum()

    def _pace_left(self) -> np.ndarray:
        pace = np.broadcast_to(self.pace, (len(self.areas), len(self.steps)))[:, : self.at].sum(axis=1)
        return self.done.mean(axis=1) * pace

    def only(self, areas: tuple[str, ...]) -> "Case":
        """The same for some of the areas, in the order asked."""
        rows = [self.areas.index(a) for a in areas]
        pace = self.pace[rows] if self.pace.ndim == 2 else self.pace
        extra = None if self.extra is None else self.extra[rows]
        some = {
            n: getattr(self, n)[rows]
            for n in ("open", "done", "due", "enough", "stays", "due_total", "done_total", "open_reported")
        }
        return replace(self, areas=areas, pace=pace, extra=extra, **some)


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


def too_late(edges: np.ndarray, at: int, lead: float) -> np.ndarray:
    """(J,) share of each step that lies within `lead` hours before the deadline, or past it."""
    return np.clip((edges[1:] - (edges[at] - lead)) / np.diff(edges), 0, 1)

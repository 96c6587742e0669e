"""The time grid of a simulated operation: whole days cut into equal steps, with warm-up days nobody reports."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from data_pipeline.core.errors import BoardError
from data_pipeline.sample.shapes import Profile

SLOTS_H = (0.25, 0.5, 1, 2, 4, 8)
WARM_UP = 2  # days simulated before the first reported one, so that the first carry-in and its ages are real


@dataclass(frozen=True)
class Slot:
    """One reporting moment: `hour` 8.0..24.0 of `day`, the `step` it falls on, counted from the grid's start."""

    index: int
    day: date
    hour: float
    step: int
    midnight: int  # the step at which its day began

    @property
    def as_of(self) -> datetime:
        return datetime.combine(self.day, time()) + timedelta(hours=self.hour)


@dataclass(frozen=True)
class Grid:
    """Increments live on `steps` intervals; cumulative curves on `steps + 1` points, point 0 the grid's start."""

    first_day: date
    last_day: date
    slot_h: float = 2

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise BoardError("sample_days", first=self.first_day, last=self.last_day)
        if self.slot_h not in SLOTS_H:
            raise BoardError("sample_slot", hours=f"{self.slot_h:g}", allowed=", ".join(f"{h:g}" for h in SLOTS_H))

    @cached_property
    def days(self) -> list[date]:
        """Every simulated day, warm-up included."""
        start = self.first_day - timedelta(days=WARM_UP)
        return [start + timedelta(days=i) for i in range((self.last_day - start).days + 1)]

    @property
    def step_h(self) -> float:
        return min(1.0, self.slot_h)

    @property
    def per_day(self) -> int:
        return round(24 / self.step_h)

    @property
    def steps(self) -> int:
        return len(self.days) * self.per_day

    def hours(self, h: float) -> int:
        """How many steps `h` hours are."""
        return round(h / self.step_h)

    def step_of(self, moment: datetime) -> int:
        """The step nearest to a moment; may lie outside the grid."""
        start = datetime.combine(self.days[0], time())
        return round((moment - start).total_seconds() / 3600 / self.step_h)

    @cached_property
    def hour(self) -> np.ndarray:
        """(steps,) the hour of day in the middle of each step."""
        return (np.arange(self.steps) + 0.5) * self.step_h % 24

    @cached_property
    def day_of_step(self) -> np.ndarray:
        """(steps,) the index in `days` of each step."""
        return np.arange(self.steps) // self.per_day

    @cached_property
    def midnights(self) -> np.ndarray:
        """(days,) the step each day begins at."""
        return np.arange(len(self.days)) * self.per_day

    @cached_property
    def slots(self) -> list[Slot]:
        """Every reporting moment in order: 08:00 to 24:00 of each reported day."""
        hours = np.arange(8, 24 + self.slot_h / 2, self.slot_h)
        found = []
        for i, day in enumerate(self.days[WARM_UP:], start=WARM_UP):
            midnight = i * self.per_day
            found += [
                Slot(len(found) + n, day, float(h), midnight + self.hours(float(h)), midnight)
                for n, h in enumerate(hours)
            ]
        return found

    @cached_property
    def at(self) -> np.ndarray:
        """(slots,) the point of each slot on a cumulative curve."""
        return np.array([s.step for s in self.slots])

    @cached_property
    def day_start(self) -> np.ndarray:
        """(slots,) the point at which each slot's day began."""
        return np.array([s.midnight for s in self.slots])

    def shape(self, profile: Profile) -> np.ndarray:
        """(per_day,) the share of a day's work that falls in each step; sums to 1."""
        return profile.weights(self.hour[: self.per_day])

    def pace(self, profile: Profile) -> np.ndarray:
        """(steps,) a day's shape repeated, as work per step of a daily total of 1."""
        return np.tile(self.shape(profile), len(self.days))

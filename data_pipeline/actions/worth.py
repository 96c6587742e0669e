"""What a decision bought: what was expected when it was taken, beside what came of it.

The forecast that was shown then is kept and cannot be improved afterwards. What lies within its 80 % interval may have
come about without the decision, so nothing is claimed for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.actions.kept import Outcome
from data_pipeline.forecast.types import P10, P50, P90


class Effect(StrEnum):
    SOONER = "sooner"  # than the whole 80 % interval
    LATER = "later"
    WITHIN = "within"  # cannot be told
    OPEN = "open"  # has not cleared yet


@dataclass(frozen=True)
class Worth:
    """Expected finish, then: middle and ends of the 80 % interval; None where it lay beyond what was reckoned."""

    expected: datetime | None
    early: datetime | None
    late: datetime | None
    cleared: datetime | None
    effect: Effect


@dataclass(frozen=True)
class Expected:
    """Middle and ends of the 80 % interval of a finish; None where it lay beyond what was reckoned."""

    middle: datetime | None
    early: datetime | None
    late: datetime | None

    def effect(self, found: Outcome) -> Effect:
        return _effect(self.early, self.late, found)

    def holds(self, found: Outcome) -> bool:
        """Whether what came of it may lie within."""
        return self.effect(found) not in (Effect.SOONER, Effect.LATER)


def of_forecast(said: pd.DataFrame, as_of: datetime) -> Expected | None:
    """`said`: rows of the forecast journal of one line and area. None where none was shown at this report time."""
    then = said[said["as_of"] == as_of]
    if then.empty or not len(then.iloc[0]["finish"]):
        return None
    hours: Any = then.iloc[0]["finish"]
    return Expected(*(_hour(as_of, hours[level]) for level in (P50, P10, P90)))


def worth(said: pd.DataFrame, as_of: datetime, found: Outcome) -> Worth | None:
    """None where no forecast was shown when it was decided."""
    then = of_forecast(said, as_of)
    return then and Worth(then.middle, then.early, then.late, found.cleared, then.effect(found))


def _hour(as_of: datetime, hours: float) -> datetime | None:
    return as_of + timedelta(hours=float(hours)) if np.isfinite(hours) else None


def _effect(early: datetime | None, late: datetime | None, found: Outcome) -> Effect:
    """Reports come at their own times: sooner by the report that says clear, later by the last one that does not."""
    if found.cleared is not None and (early is None or found.cleared < early):
        return Effect.SOONER
    if late is not None and found.before is not None and found.before > late:
        return Effect.LATER
    return Effect.WITHIN if found.cleared is not None else Effect.OPEN

"""From a forecast to a transport problem, and from its plan to what it buys."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.rebalance import Plan, Problem, rebalance
from data_pipeline.forecast.types import P50, Projection
from data_pipeline.forecast.whatif import Change, Comparison, compare

EARTH_KM = 6371.0
SAFE = 0.10  # an area below this risk may give
CAUTION = 1.28  # standard deviations of the standing rate a donor keeps back: its bad case still clears


@dataclass(frozen=True)
class Suggestion:
    """`gain` is None where there is no move, or where the moves do not bring the finish forward: then no change."""

    plan: Plan
    gain: Comparison | None


def spare_and_need(
    ready: Prepared, parts: Sequence[Projection], per_unit: float | np.ndarray, held: np.ndarray, level: int = P50
) -> tuple[np.ndarray, np.ndarray]:
    """Units (vehicles, crews) each area can give, and lacks, when one unit does `per_unit` items an hour.

    Need: what closes the case at `level`. Spare: what an area below the safe risk does not need even in its bad
    case, and never more than it `held`. Areas without a forecast neither give nor get.
    """
    case = ready.case
    if not case.due_in:
        return np.zeros(len(parts)), np.zeros(len(parts))
    done, due = case.to_deadline()
    slack = (done * max(0.0, 1 - CAUTION * case.cv) - np.maximum(0.0, due) - case.open) / case.due_in
    safe = np.array([p.p_miss is not None and p.p_miss < SAFE for p in parts])
    more = np.array([p.more_needed(level) or 0.0 for p in parts])
    spare = np.where(safe, np.clip(np.floor(slack / per_unit), 0, held), 0.0)
    return spare, np.where(safe, 0.0, np.ceil(more / per_unit))


def suggest(problem: Problem, ready: Prepared, per_unit: float, whole: str = "310000") -> Suggestion:
    """Moves of a resource that changes the pace, tried on the forecast itself; donors are slowed by what they give."""
    plan = rebalance(problem)
    if not plan.moves:
        return Suggestion(plan, None)
    pace = {area: units * per_unit for area, units in plan.net().items()}
    gain = compare(ready, Change(plus=pace), whole=whole)
    return Suggestion(plan, gain if gain.helps else None)


def distances(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """(n, n) great-circle kilometres between label points, in degrees."""
    x, y = np.radians(lon), np.radians(lat)
    half = np.sin((y[:, None] - y) / 2) ** 2 + np.cos(y[:, None]) * np.cos(y) * np.sin((x[:, None] - x) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))

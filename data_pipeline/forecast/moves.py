"""From a forecast to a transport problem: what each area can spare, and what it lacks; and how far it is."""

from collections.abc import Sequence

import numpy as np

from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.types import P50, Projection

EARTH_KM = 6371.0
SAFE = 0.10  # an area below this risk may give
CAUTION = 1.28  # standard deviations of the standing rate a donor keeps back: its bad case still clears


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


def distances(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """(n, n) great-circle kilometres between label points, in degrees."""
    x, y = np.radians(lon), np.radians(lat)
    half = np.sin((y[:, None] - y) / 2) ** 2 + np.cos(y[:, None]) * np.cos(y) * np.sin((x[:, None] - x) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))

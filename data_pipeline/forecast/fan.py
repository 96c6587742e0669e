"""The fan of a burn-down: what may be open at each coming step, at the good, the middle and the bad case."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.simulate import Queue, quantiles
from data_pipeline.forecast.types import P10, P50, P90


@dataclass(frozen=True)
class Fan:
    """(J + 1,) each: hours from the case's as_of, and items open then. Nothing has happened yet at the first."""

    hours: np.ndarray
    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray


def fan(case: Case, area: str | None = None, seed: int = draws.SEED, paths: int = draws.PATHS) -> Fan:
    """Of one area, or (None) of all areas of the case together, path by path. The same draws as the projection."""
    queue = Queue(case, case.areas, seed, paths)
    rows = [case.areas.index(area)] if area else list(range(len(case.areas)))
    at = [queue.open[rows].sum(axis=0)]
    stays = case.stays.astype(np.float32)[:, None]
    for j in range(len(case.steps)):
        queue.step(j, queue.arrivals(j))
        at.append(np.maximum(queue.open, stays)[rows].sum(axis=0))
    band = quantiles(np.stack(at))
    return Fan(case.edges, band[:, P10], band[:, P50], band[:, P90])

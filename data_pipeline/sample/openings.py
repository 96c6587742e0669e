"""How many units of each site are open, staffed, handed over and started: a wave that runs through the sites."""

from datetime import timedelta

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.grid import Grid
from data_pipeline.sample.sites import Site

AHEAD_H = 48  # the schedule is known this far past the grid
LOCAL_ROOMS = {-1: 52_000, 1: 60_000, 3: 78_000, 5: 96_000, 7: 104_000}  # rooms in the city, default
PARTNER_ROOMS = {1: 2_000, 3: 12_000, 5: 28_000, 6: 34_000, 7: 40_000}  # 37,000 during 6 April
HOSPITAL_BEDS = {-1: 5_200, 3: 6_200, 7: 8_100}
DISTRICT_SHARE = 0.26  # of the shelter beds that districts run themselves


def schedule(grid: Grid, knots: dict[int, int], demand: np.ndarray, room: float) -> np.ndarray:
    """(steps + 1 + ahead,) units to be open: the plan, or what is needed and `room` more; never falling."""
    days = _days(grid)
    plan = np.interp(days, list(knots), list(knots.values()))
    need = np.concatenate([demand, np.repeat(demand[-1:], len(days) - len(demand))]) * room
    return np.maximum.accumulate(np.maximum(plan, need))


def beds(grid: Grid, demand: np.ndarray) -> np.ndarray:
    """The same for hospitals and shelter hospitals together, by the published figures."""
    plan = np.array([figures.beds_open(grid.days[0] + timedelta(days=int(d)), d % 1 * 24) for d in _offsets(grid)])
    need = np.concatenate([demand, np.repeat(demand[-1:], len(plan) - len(demand))]) * 1.06
    return np.maximum.accumulate(np.maximum(plan, need))


def _offsets(grid: Grid) -> np.ndarray:
    return np.arange(grid.steps + 1 + grid.hours(AHEAD_H)) / grid.per_day


def _days(grid: Grid) -> np.ndarray:
    """Days since 31 March 2022, the scale of the knots."""
    return _offsets(grid) + (grid.days[0] - figures.ORIGIN).days


def waterfall(total: np.ndarray, sites: list[Site], hall: int) -> np.ndarray:
    """(points, sites) the total poured into the sites in order, whole halls at a time."""
    planned = np.array([s.planned for s in sites])
    before = np.cumsum(planned) - planned
    return np.minimum(np.ceil(np.clip(total[:, None] - before, 0, planned) / hall) * hall, planned).astype(np.int64)


def side_by_side(total: np.ndarray, sites: list[Site], hall: int) -> np.ndarray:
    """(points, sites) the total shared by planned size: sites that grow together."""
    planned = np.array([s.planned for s in sites])
    share = total[:, None] * planned / planned.sum()
    return np.minimum(np.ceil(share / hall) * hall, planned).astype(np.int64)


def ahead(grid: Grid, units: np.ndarray, hours: float) -> np.ndarray:
    """(steps + 1, sites) the level reached `hours` later."""
    start = grid.hours(hours)
    return units[start : start + grid.steps + 1]

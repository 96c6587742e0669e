"""The paths: 2,000 ways the coming hours may go, for all areas of a line at once."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.types import LEVELS

CLEAR = 0.5  # open work under half an item is none


@dataclass(frozen=True)
class Paths:
    """(S, paths) each. `finish` in hours from as_of, infinity past the horizon; `left` items at the deadline.

    A path that clears and fills again before the deadline has not cleared: `finish` begins the clear stretch that
    still holds at the deadline, or is the first clear moment after it. So missing is `left >= CLEAR`.
    """

    finish: np.ndarray
    left: np.ndarray

    @property
    def missed(self) -> np.ndarray:
        return self.left >= CLEAR


def simulate(case: Case, seed: int = draws.SEED, paths: int = draws.PATHS) -> Paths:
    """Walk step by step: each step repeats a recent slot, each path has its own standing rate."""
    luck = draws.gamma(np.stack([draws.normals(a, seed, paths) for a in case.areas]), case.cv)
    queue = Queue(case, luck, seed)
    for j in range(case.at):
        queue.step(j, settled=False)
    left = queue.open.copy()
    for j in range(case.at, len(case.steps)):
        if np.isfinite(queue.clear).all():
            break
        queue.step(j, settled=True)
    return Paths(queue.clear, left)


def quantiles(values: np.ndarray, levels: tuple[float, ...] = LEVELS) -> np.ndarray:
    """(S, levels) of (S, paths): the value itself, not between two, because some are infinite."""
    ranks = np.ceil(np.array(levels) * values.shape[1]).astype(int) - 1
    return np.sort(values, axis=1)[:, ranks]


class Queue:
    """Open work of every path as it stands, and since when it has been clear (infinity: it is not)."""

    def __init__(self, case: Case, luck: np.ndarray, seed: int) -> None:
        self.case, self.luck, self.seed = case, luck, seed
        self.done, self.due = case.done.astype(np.float32), case.due.astype(np.float32)
        self.pace = np.broadcast_to(case.pace, (len(case.areas), len(case.steps))).astype(np.float32)
        self.arrive = np.broadcast_to(case.arrive, self.pace.shape).astype(np.float32)
        self.open = np.repeat(case.open.astype(np.float32)[:, None], luck.shape[1], axis=1)
        self.clear = np.where(self.open < CLEAR, np.float32(0), np.float32(np.inf))
        self.total = np.zeros_like(self.open) if case.ceiling is not None else None

    def step(self, j: int, settled: bool) -> None:
        """One step on. `settled`: the deadline is past, so a clear moment, once found, stays."""
        which = draws.slots(j, self.done.shape[1], self.seed, self.luck.shape[1])
        came = np.take(self.due * self.arrive[:, j, None], which, axis=1)
        went = np.take(self.done * self.pace[:, j, None], which, axis=1)
        went *= self.luck
        went = self._limited(j, went, came)
        after = self.open + came
        after -= went
        self._mark(j, after, settled)
        self.open = np.maximum(after, 0, out=after)

    def _mark(self, j: int, after: np.ndarray, settled: bool) -> None:
        """Note when open work met zero within the step, on a straight line between its ends."""
        start, end = np.float32(self.case.edges[j]), np.float32(self.case.edges[j + 1])
        busy = after >= CLEAR
        share = self.open / np.maximum(self.open - after, np.float32(1e-6))
        moment = start + (end - start) * np.minimum(share, 1)
        moment[busy] = np.inf
        np.minimum(self.clear, moment, out=self.clear)
        if not settled:
            self.clear[busy] = np.inf

    def _limited(self, j: int, went: np.ndarray, came: np.ndarray) -> np.ndarray:
        """What-if terms: items done beside the pace, and a ceiling on all that can be done by the end of the step."""
        if self.case.extra is not None:
            went = np.maximum(went + self.case.extra[:, j, None].astype(np.float32), 0)
        if self.total is None or self.case.ceiling is None:
            return went
        went = np.minimum(went, np.maximum(self.case.ceiling[:, j, None].astype(np.float32) - self.total, 0))
        self.total = self.total + np.minimum(went, self.open + came)
        return went

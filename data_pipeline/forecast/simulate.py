"""The paths: 2,000 ways the coming hours may go, for all areas of a line at once."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast import draws
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.types import LEVELS

SECOND = 1 / 3600


@dataclass(frozen=True)
class Paths:
    """(S, paths) each. `finish` in hours from as_of, infinity past the horizon; `left` items at the deadline.

    Clear means down to case.enough. A path that clears and fills again before the deadline has not cleared: `finish`
    begins the clear stretch that still holds at the deadline, or is the first clear moment after it.
    """

    finish: np.ndarray
    left: np.ndarray
    excess: np.ndarray  # items at the deadline above what counts as cleared
    overdue: np.ndarray  # bool: by rule, something that came in time for this deadline is open at it
    due_in: float  # hours to the deadline

    @property
    def missed(self) -> np.ndarray:
        return self.finish > self.due_in + SECOND


def simulate(case: Case, seed: int = draws.SEED, paths: int = draws.PATHS) -> Paths:
    """Walk step by step: each step repeats a recent slot, each path has its own standing rate."""
    queue = Queue(case, case.areas, seed, paths)
    late = np.zeros_like(queue.open) + case.late_now.astype(np.float32)[:, None]
    for j in range(case.at):
        came = queue.arrivals(j)
        queue.step(j, came)
        if case.late[j] > 0:
            late += came * np.float32(case.late[j])
    left = np.maximum(queue.open, case.stays[:, None])
    overdue = left - late > queue.enough  # first in, first out: what is open at the deadline came last
    for j in range(case.at, len(case.steps)):
        if np.isfinite(queue.clear).all():
            break
        queue.step(j, queue.arrivals(j))
    queue.clear[case.stays > case.enough] = np.inf  # more always stays than counts as cleared
    return Paths(queue.clear, left, np.maximum(0, left - queue.enough), overdue, case.due_in)


def quantiles(values: np.ndarray, levels: tuple[float, ...] = LEVELS) -> np.ndarray:
    """(…, levels) of (…, paths): the value itself, not between two, because some are infinite."""
    ranks = np.ceil(np.array(levels) * values.shape[-1]).astype(int) - 1
    return np.sort(values, axis=-1)[..., ranks]


class Queue:
    """Open work of every path as it stands, and since when it has been clear (infinity: it is not)."""

    def __init__(self, case: Case, luck: tuple[str, ...], seed: int, paths: int) -> None:
        """`luck`: whose standing luck each row has; by default its area's."""
        self.case, self.seed, self.paths = case, seed, paths
        self.luck = draws.gamma(np.stack([draws.normals(name, seed, paths) for name in luck]), case.cv)
        shape = (len(case.areas), len(case.steps))
        self.done, self.due = case.done.astype(np.float32), case.due.astype(np.float32)
        self.pace = np.broadcast_to(case.pace, shape).astype(np.float32)
        self.arrive = np.broadcast_to(case.arrive, shape).astype(np.float32)
        self.extra = None if case.extra is None else case.extra.astype(np.float32)
        self.open = np.repeat(case.open.astype(np.float32)[:, None], paths, axis=1)
        self.enough = case.enough.astype(np.float32)[:, None]
        self.clear = np.where(self.open <= self.enough, np.float32(0), np.float32(np.inf))
        self.total = np.zeros(paths, np.float32)  # done by all areas so far; kept only under a ceiling

    def arrivals(self, j: int) -> np.ndarray:
        """(S, paths) items that come due in step `j`."""
        return np.take(self.due * self.arrive[:, j, None], self._slots(j), axis=1)

    def step(self, j: int, came: np.ndarray) -> None:
        """One step on."""
        went = np.take(self.done * self.pace[:, j, None], self._slots(j), axis=1)
        went *= self.luck
        if self.extra is not None:
            went = np.maximum(went + self.extra[:, j, None], 0)
        after = self.open + came
        if self.case.ceiling is not None:
            went = self._under(float(self.case.ceiling[j]), np.minimum(went, after))
        after -= went
        if self.case.lag:
            np.maximum(after, came * np.float32(self.case.lag / self.case.steps[j]), out=after)
        self._mark(j, after)
        self.open = np.maximum(after, 0, out=after)

    def _slots(self, j: int) -> np.ndarray:
        return draws.slots(j, self.done.shape[1], self.seed, self.paths)

    def _mark(self, j: int, after: np.ndarray) -> None:
        """Note when open work was down to enough within the step, on a straight line between its ends."""
        start, end = np.float32(self.case.edges[j]), np.float32(self.case.edges[j + 1])
        busy = after > self.enough
        fall = self.open - after
        np.maximum(fall, np.float32(1e-6), out=fall)
        moment = self.open - self.enough
        moment /= fall
        np.clip(moment, 0, 1, out=moment)
        moment *= end - start
        moment += start
        np.copyto(moment, np.inf, where=busy)
        np.minimum(self.clear, moment, out=self.clear)
        if j < self.case.at:  # before the deadline it can fill again
            np.copyto(self.clear, np.inf, where=busy)

    def _under(self, ceiling: float, went: np.ndarray) -> np.ndarray:
        """Work done when places run out: what room is left is shared in proportion to what would have been done."""
        asked = went.sum(axis=0)
        room = np.maximum(np.float32(ceiling) - self.total, 0)
        went = went * np.minimum(1, room / np.maximum(asked, np.float32(1e-6)))
        self.total = self.total + went.sum(axis=0)
        return went

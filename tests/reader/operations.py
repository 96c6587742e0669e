"""The sample operation and four perturbed ones, each as the files that would have come: what a day really does.

The simulation itself is disturbed, so that every figure stays in balance with every other: ages, bands, trips.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from data_pipeline.board.board import Board
from data_pipeline.intake.delivery import Delivery
from data_pipeline.sample import deliveries, doors, duties, issues, movement, operation, positives
from data_pipeline.sample.grid import Grid
from data_pipeline.sample.queue import Hands
from data_pipeline.sample.world import World
from tests.support import samples

DAY = samples.DAY  # the day that is disturbed; the days before are as they were
LINE = "transfer"
LUMPY = "310118"  # the district that reports in lumps
LUMP_H = 6  # hours between two lumps
BURST = 0.35  # of the day's positives, all found between 19 and 20
LATE = timedelta(minutes=90)


@dataclass(frozen=True)
class Operation:
    """`event`: when the day turns; None where it does not. `line`: the line it turns for."""

    name: str
    told: str
    disturb: Callable[[], Any]
    event: datetime | None = None
    line: str = LINE

    def files(self) -> Iterator[Delivery]:
        with self.disturb():
            sent = list(deliveries(samples.pack()))
        late = LATE if self.name == "late" else timedelta()
        # a day unlike the others raises doubts, and whoever sends it confirms them
        sent = [replace(d, confirm=True, at=d.at + (late if _of_the_day(d) else timedelta())) for d in sent]
        yield from sorted(sent, key=lambda d: (d.at, d.name))

    def made(self, folder: Path) -> Board:
        """The board of this operation, loaded where it does not stand yet."""
        board = samples.opened(folder)
        if not folder.exists() or not board.loads().shape[0]:
            board.receive_all(self.files())
        return board


def _of_the_day(d: Delivery) -> bool:
    return f"{DAY:%Y%m%d}" in d.name


def _at(hour: float) -> datetime:
    return datetime.combine(DAY, time()) + timedelta(hours=hour)


def _steps(grid: Grid, first: float, last: float) -> slice:
    """The steps of the disturbed day between two hours."""
    return slice(grid.step_of(_at(first)), grid.step_of(_at(last)))


@contextmanager
def _as_it_was() -> Iterator[None]:
    yield


@contextmanager
def _vehicles_stop() -> Iterator[None]:
    """Nobody is picked up from 15:00 on, so that after 16:00, when the last are in their beds, nobody arrives."""
    rides, later = movement._rides, movement.later

    def stopped(world: World, kind: str, *rest: Any) -> np.ndarray:
        capacity = rides(world, kind, *rest).copy()
        capacity[_steps(world.grid, 15, 24)] = 0
        return capacity

    held = dict.fromkeys(movement.HELD_SHARE, 0.0)  # nobody who was unfit to move comes after them
    with patch.object(movement, "_rides", stopped), patch.object(movement, "HELD_SHARE", held):
        yield
    assert movement.later is later


@contextmanager
def _burst() -> Iterator[None]:
    """A third of a day's positives again, all told between 19:00 and 20:00."""
    found = positives.found

    def more(world: World) -> np.ndarray:
        new = found(world).copy()
        day = _steps(world.grid, 0, 24)
        new[_steps(world.grid, 19, 20)] += np.round(new[day].sum(0) * BURST).astype(np.int64)
        return new

    with patch.object(operation, "found", more):
        yield


@contextmanager
def _lumps() -> Iterator[None]:
    """One district does its hours' work all in the last of every six."""

    def lumped(clear: Callable) -> Callable:
        def run(new: np.ndarray, hands: Hands, *rest: Any) -> Any:
            g = samples.pack().districts
            at = [a.code for a in g].index(LUMPY)
            capacity = hands.capacity.copy()
            if capacity.shape[1] == len(g):
                own = capacity[:, at]
                start = len(own) - 24 if len(own) % LUMP_H == 0 else 0
                for k in range(start, len(own), LUMP_H):
                    own[k + LUMP_H - 1], own[k : k + LUMP_H - 1] = own[k : k + LUMP_H].sum(), 0
            return clear(new, replace(hands, capacity=capacity), *rest)

        return run

    with ExitStack() as held:
        for of in (movement, doors, duties, issues):
            held.enter_context(patch.object(of, "clear", lumped(of.clear)))
        yield


SAMPLE = Operation("sample", "the sample as it is", _as_it_was)
PERTURBED = (
    Operation("stop", "vehicles stop at 16:00", _vehicles_stop, _at(16)),
    Operation("burst", "a burst of positives at 20:00", _burst, _at(20)),
    Operation("late", "all reports of the day 90 minutes late", _as_it_was),
    Operation("lumps", "one district reports in lumps", _lumps),
)
ALL = {o.name: o for o in (SAMPLE, *PERTURBED)}


def day_of(of: Operation) -> date:
    return DAY

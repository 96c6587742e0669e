"""Small stores made from the sample operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data_pipeline.core.settings import HERE, settings
from data_pipeline.declare import Pack, load_pack
from data_pipeline.query.connect import Limits

if TYPE_CHECKING:  # a test of one small module need not load the database
    from data_pipeline.board.board import Board
    from data_pipeline.store.doors import Where

Make = Callable[[Path], object]
DAY = date(2022, 4, 6)  # the day the short sample covers


SHIPPED = HERE / "pack" / "shanghai-2022"


@cache
def pack() -> Pack:
    """The pack that ships."""
    return load_pack(SHIPPED)


def packed(root: Path) -> Pack:
    """In place of load_pack where many tests open a board of this process: what ships is read once, any other anew."""
    return pack() if root == SHIPPED else load_pack(root)


def in_process(made: type[Board]) -> Callable[..., Board]:
    """In place of Board: it writes in this process, for another takes two seconds to start. That it may write in one of
    its own is kept by tests/store/test_isolated.py, by every test with a server and by commands run in a shell."""
    return lambda *how, **more: made(*how, **more | {"isolated": False})


def opened(where: Where) -> Board:
    from data_pipeline.board.board import Board

    return Board(pack(), where, limits())


def limits() -> Limits:
    return Limits(threads=settings().threads)


def short(folder: Path) -> None:
    """One day, three slots (08:00, 16:00, 24:00), every feed."""
    from data_pipeline.sample import Simulation, deliveries

    opened(folder).receive_all(deliveries(pack(), Simulation(first_day=DAY, last_day=DAY, slot_h=8)))


def full(folder: Path) -> None:
    """All of the sample, as `make run` loads it."""
    from data_pipeline.sample import deliveries

    opened(folder).receive_all(deliveries(pack()))

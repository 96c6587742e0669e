"""Small stores made from the sample operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data_pipeline.core.settings import HERE, settings
from data_pipeline.declare import Pack, load_pack

if TYPE_CHECKING:  # a test of one small module need not load the database
    from data_pipeline.board.board import Board

Make = Callable[[Path], object]
DAY = date(2022, 4, 6)  # the day the short sample covers


@cache
def pack() -> Pack:
    """The pack that ships."""
    return load_pack(HERE / "pack" / "shanghai-2022")


def opened(folder: Path) -> Board:
    from data_pipeline.board.board import Board

    return Board(pack(), folder, threads=settings().threads)


def short(folder: Path) -> None:
    """One day, three slots (08:00, 16:00, 24:00), every feed."""
    from data_pipeline.sample import deliveries

    opened(folder).receive_all(deliveries(pack(), first_day=DAY, last_day=DAY, slot_h=8))


def full(folder: Path) -> None:
    """All of the sample, as `make run` loads it."""
    from data_pipeline.sample import deliveries

    opened(folder).receive_all(deliveries(pack()))

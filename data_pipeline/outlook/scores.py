"""The scores of days that are over, kept beside the store: one file per operating day and state of knowledge.

What a day's score was when the next day opened stays on record. Where other data become known by that moment (files
loaded afterwards that were received before it), the version differs and the day is scored again.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.declare.operation import Operation
from data_pipeline.store.log import marked

FOLDER = "scores"


def opening(operation: Operation, ops_day: date) -> datetime:
    """When the operating day is first shown, and the day before it is over."""
    return datetime.combine(ops_day, time.min) + timedelta(hours=operation.day_shown_from)


def place(board: Board, ops_day: date) -> Path:
    """Where the score of this day is kept, as known when the next one opened; without its hash and ending."""
    version = board.version(opening(board.pack.operation, ops_day + timedelta(days=1)))
    return board.root / FOLDER / f"{ops_day:%Y-%m-%d}-{version}"


def write(place: Path, scored: pd.DataFrame) -> None:
    """Whole or not at all; a day on which nothing could be scored has a file without rows."""
    marked.write(place, scored)


def kept(place: Path) -> pd.DataFrame | None:
    """None where that day has not been scored, or its score is damaged: then it is due again."""
    file = marked.find(place)
    return marked.read(file) if file else None


def read(board: Board, days: Iterable[date]) -> dict[date, pd.DataFrame]:
    """Rows of forecast.cases of those of the days that have been scored."""
    found = {day: kept(place(board, day)) for day in days}
    return {day: rows for day, rows in found.items() if rows is not None}

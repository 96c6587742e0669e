"""The scores of days that are over, kept beside the store: one file per operating day and state of knowledge.

What a day's score was when the next day opened stays on record. Where other data become known by that moment (files
loaded afterwards that were received before it), the version differs and the day is scored again.
"""

import io
import os
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from data_pipeline.board import Board
from data_pipeline.declare.operation import Operation
from data_pipeline.store import durable

FOLDER = "scores"


def opening(operation: Operation, ops_day: date) -> datetime:
    """When the operating day is first shown, and the day before it is over."""
    return datetime.combine(ops_day, time.min) + timedelta(hours=operation.day_shown_from)


def place(board: Board, ops_day: date) -> Path:
    """Where the score of this day is kept, as known when the next one opened."""
    version = board.version(opening(board.pack.operation, ops_day + timedelta(days=1)))
    return board.root / FOLDER / f"{ops_day:%Y-%m-%d}-{version}.parquet"


def write(file: Path, scored: pd.DataFrame) -> None:
    """Whole or not at all; a day on which nothing could be scored has a file without rows."""
    data = io.BytesIO()
    scored.to_parquet(data, index=False)
    with durable.disk():
        durable.make_folder(file.parent)
        part = file.with_name(f"{durable.token()}.part")
        durable.write(part, data.getvalue())
        os.replace(part, file)
        durable.sync(file.parent)


def read(board: Board, days: Iterable[date]) -> dict[date, pd.DataFrame]:
    """Rows of forecast.cases of those of the days that have been scored."""
    files = {day: place(board, day) for day in days}
    return {day: pd.read_parquet(file) for day, file in files.items() if file.is_file()}

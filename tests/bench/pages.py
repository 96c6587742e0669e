"""How long a page's queries take on one store: `python -m tests.bench.pages FOLDER` prints milliseconds as JSON."""

import json
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import query
from data_pipeline.board.board import Board
from tests.bench.measure import peak_mb
from tests.support.samples import opened

COMMAND = ("page/day", "page/freshness")  # what the command page asks
# Many days at once, and asked by no page of the sample: the days before, for forecasts, once a day beside the pages;
# the daily stocks that a pack tells ahead, of which the sample's pack has none; days beside
# days, of what is kept of each.
BESIDE = {"page/before", "page/levels", "page/figure_days"}
WARM = 7  # runs on data already seen; the median counts
# Files arrive a quarter of an hour after each slot: at each of these moments the board knows more than before.
MOVED = tuple(datetime(2022, 4, 6, hour, 20) for hour in (8, 10, 12))
# What a parameter is given, by name: the sample's last day, a district, a line that every query knows.
GIVEN: dict[str, Any] = {
    "ops_day": date(2022, 4, 6),
    "first_day": date(2022, 3, 8),
    "last_day": date(2022, 4, 6),
    "area": "310115",
    "level": "district",
    "line": "transfer",
    "areas": [],
    "gauges": ["runway_beds", "cover_veg"],
    "by": 740,
    "least": 3,
    "steps": 2,
    "since": datetime(2022, 4, 6),
    "until": datetime(2022, 4, 6, 12, 20),
}


def names() -> Iterable[str]:
    return query.names(query.folders(), "page")


def params(name: str, at: datetime) -> dict[str, Any]:
    given = GIVEN | {"moment": at, "figure": "occupancy_hospital" if name.endswith("gauge") else "transfer"}
    return {p: given[p] for p in query.parameters(query.text(query.folders(), name))}


def asked(board: Board, name: str, at: datetime) -> pd.DataFrame:
    return board.rows(name, known_at=at, **params(name, at))


def measure(folder: Path) -> dict[str, Any]:
    """Milliseconds: `opened` the command page in a new process, `moved` when data moved, `warm` each query again."""
    board = opened(folder)

    def took(name: str, at: datetime) -> float:
        board._slices._answers.clear()  # of data already seen, but not an answer that is kept
        return _ms(lambda: asked(board, name, at))

    def page(at: datetime) -> float:
        return sum(took(name, at) for name in COMMAND)

    first = page(MOVED[0])
    moved = [page(at) for at in MOVED[1:]]
    for name in BESIDE:
        asked(board, name, MOVED[-1])  # worked out once in a day's life, and kept
    warm = {name: statistics.median(took(name, MOVED[-1]) for _ in range(WARM)) for name in names()}
    return {"opened": first, "moved": statistics.median(moved), "warm": warm, "peak_mb": peak_mb()}


def _ms(ask: Any) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))

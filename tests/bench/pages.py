"""How long a page's queries take on one store: `python -m tests.bench.pages FOLDER` prints milliseconds as JSON."""

import json
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data_pipeline import query
from tests.bench.measure import peak_mb
from tests.support.samples import opened

WARM = 7  # runs after the first; the median counts
AT = datetime(2022, 4, 6, 14)
# What a parameter is given, by name: the moment `make run` opens at, the city, a line that every query knows.
GIVEN: dict[str, Any] = {
    "ops_day": date(2022, 4, 6), "day": date(2022, 4, 6), "as_of": AT, "moment": AT, "area": "310000",
    "area_code": "310000", "district": "310115", "district_code": "310115", "line": "transfer", "level": "district",
    "feed": "transfer", "gauge": "occupancy", "lang": "zh",
}  # fmt: skip


def names() -> Iterable[str]:
    return query.names(query.folders(), "page")


def params(name: str) -> dict[str, Any]:
    return {p: GIVEN[p] for p in query.parameters(query.text(query.folders(), name))}


def measure(folder: Path) -> dict[str, Any]:
    """{"queries": {name: [first, warm]} in ms, "peak_mb": …}."""
    board = opened(folder)
    timed = {name: _timed(lambda name=name: board.rows(name, known_at=AT, **params(name))) for name in names()}
    return {"queries": timed, "peak_mb": peak_mb()}


def _timed(ask: Any) -> tuple[float, float]:
    first, *warm = (_ms(ask) for _ in range(WARM + 1))
    return first, statistics.median(warm)


def _ms(ask: Any) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))

"""How long it takes to see how all cities stand: `python -m tests.bench.nation [cities] [days]`.

Every board has published at each of nine slots, every line, the city and its districts; the page asks for one day.
"""

import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
from deltalake import write_deltalake

from data_pipeline.nation.rollups import BY, LEVELS, NUMBERS, SCHEMA, Rollups
from data_pipeline.nation.standing import standing

CITIES, DAYS, LINES, SLOTS, DISTRICTS = 300, 7, 87, 9, 16
HEADLINE = [f"line_{i}" for i in range(8)]
LAST, TURNS = date(2022, 4, 6), 7


def published(day: date, level: str, cities: int) -> pa.Table:
    """All that the boards of `cities` told of a day, sorted as it was told."""
    areas = 1 if level == "city" else DISTRICTS
    shape = (SLOTS, cities, LINES, areas)
    slot, city, line, area = (i.ravel() for i in np.indices(shape))
    n, dice = slot.size, np.random.default_rng(day.toordinal())
    at = np.datetime64(datetime(day.year, day.month, day.day, 6), "us") + slot * np.timedelta64(2, "h")
    due = dice.integers(100, 100_000, n).astype(float)
    done = np.floor(due * dice.random(n))
    figures = dict.fromkeys(NUMBERS, np.zeros(n)) | {"due": due, "done": done, "open": due - done, "rate": done / due}
    names = pa.array([f"{310000 + 100 * i}" for i in range(cities)])
    lines = pa.array([f"line_{i}" for i in range(LINES)])
    states = pa.array(["on_track", "at_risk", "will_miss"]).take(pa.array(dice.integers(0, 3, n)))
    columns = {
        "ops_day": pa.array([day]).take(pa.array(np.zeros(n, int))),
        "level": pa.array([level]).take(pa.array(np.zeros(n, int))),
        "city": names.take(pa.array(city)),
        "line": lines.take(pa.array(line)),
        "part": lines.take(pa.array(line)),
        "area": pa.array([f"{i}" for i in range(areas)]).take(pa.array(area)),
        "state": states,
        "judge": states,
        "token": pa.array([f"{i}" for i in range(SLOTS)]).take(pa.array(slot)),
        **{name: pa.array(at) for name in ("slot", "finish_at", "deadline_at", "reported_at")},
        **{name: pa.array(values) for name, values in figures.items()},
        "seq": pa.array(slot),
    }
    return pa.table(columns).select(SCHEMA.names).cast(SCHEMA)


def main(cities: int, days: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rollups, rows = Rollups(Path(folder)), 0
        for i in range(days):
            for level in LEVELS:
                told = published(LAST - timedelta(days=i), level, cities)
                write_deltalake(folder, told, mode="append", partition_by=BY)
                rows += told.num_rows
        took = []
        for _ in range(TURNS):
            began, cpu = time.perf_counter(), time.process_time()
            found = standing(rollups, HEADLINE, LAST, datetime(2022, 4, 6, 23))
            took.append((time.perf_counter() - began, time.process_time() - cpu))
        size = sum(f.stat().st_size for f in Path(folder).rglob("*.parquet")) / 1e6
        whole = f"{cities} cities, {days} days: {rows:,} rows, {size:,.0f} MB"
        wall, cpu = (median(t[i] for t in took) for i in (0, 1))
        print(
            f"{whole}; {len(found.cities):,} rows in {wall:.3f} s, {cpu:.3f} of a processor; least {min(took)[0]:.3f} s"
        )


if __name__ == "__main__":
    main(*(int(x) for x in sys.argv[1:3] or (CITIES, DAYS)))

"""A store whose history is the sample's, told several times over: rows go straight into a published database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from data_pipeline.declare.describe import sample_row
from data_pipeline.intake import Delivery
from data_pipeline.sample import bulk
from data_pipeline.sample.tables import Load
from data_pipeline.store.schema import LOAD_COLUMNS
from tests.support.samples import opened, pack

FIRST_ID = 1000  # above the one load that made the database


@dataclass(frozen=True)
class History:
    folder: Path
    times: int
    days: int
    rows: int
    megabytes: float


def grow(folder: Path, times: int) -> History:
    """Make the store. The newest telling is the sample's own days; the others lie before it."""
    _begin(folder)
    operation = pack().operation
    first, last = operation.first_day, operation.last_day
    assert first is not None and last is not None  # noqa: PT018
    file = database(folder)
    with duckdb.connect(str(file), config={"threads": "2", "memory_limit": "4GB"}) as con:
        rows = sum(_insert(con, batch) for batch in _by_day(bulk(pack(), first_day=first, last_day=last, repeat=times)))
        con.execute("checkpoint")
    days = ((last - first).days + 1) * times
    return History(folder, times, days, rows, file.stat().st_size / 1e6)


def database(folder: Path) -> Path:
    return folder / "generations" / (folder / "CURRENT").read_text().strip()


def _begin(folder: Path) -> None:
    """One row received in the ordinary way: it makes tables, views and reference rows. Long before the sample."""
    board = opened(folder)
    feed = pack().feeds["bulletin"]
    row = sample_row(feed, pack())
    text = "\n".join(",".join(cells) for cells in ([c.zh for c in feed.columns], list(row.values())))
    (receipt,) = board.receive_all([Delivery(feed.id, "first.csv", text.encode(), "bench", datetime(2020, 1, 1))])
    if receipt.status != "loaded":
        raise RuntimeError(receipt)


def _by_day(loads: Iterator[Load]) -> Iterator[list[Load]]:
    """Batches in the order of days, so that a day lies together on the disk, as it would."""
    for _, telling in groupby(loads, key=lambda x: x.received_at.date()):
        yield list(telling)


def _insert(con: duckdb.DuckDBPyConnection, loads: list[Load]) -> int:
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    for load in loads:
        at = load.table.column_names.index("load_id")
        ids = pa.repeat(pa.scalar(load.load_id + FIRST_ID, pa.int32()), load.table.num_rows)
        tables[load.feed].append(load.table.set_column(at, "load_id", ids))
    for feed, parts in tables.items():
        rows = pa.concat_tables(parts, promote_options="permissive")  # noqa: F841
        con.execute(f"insert into raw.{feed} by name select * from rows")
    names = ", ".join(LOAD_COLUMNS)
    for load in loads:
        known = {"load_id": load.load_id + FIRST_ID, "feed": load.feed, "sha256": "", "file_name": load.name,
                 "sender": "bench", "received_at": load.received_at, "records": load.table.num_rows,
                 "accepted": load.table.num_rows, "refused": 0, "mode": "strict"}  # fmt: skip
        con.execute(f"insert into meta.loads ({names}) values ({', '.join('?' * len(LOAD_COLUMNS))})",
                    [known.get(name) for name in LOAD_COLUMNS])  # fmt: skip
        con.execute("insert into meta.spans values (?, ?, null)", [load.load_id + FIRST_ID, load.received_at])
    return sum(load.table.num_rows for load in loads)

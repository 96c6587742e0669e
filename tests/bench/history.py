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
from data_pipeline.sample import Simulation, bulk
from data_pipeline.sample.tables import Load
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
    span = (last - first).days + 1
    file = database(folder)
    with duckdb.connect(str(file), config={"threads": "2", "memory_limit": "4GB"}) as con:
        con.execute("set wal_autocheckpoint = '1GB'")
        told = bulk(pack(), Simulation(first_day=first, last_day=last), times)
        rows = sum(_insert(con, batch) for batch in _tellings(told, span))
        con.execute("checkpoint")
    return History(folder, times, span * times, rows, file.stat().st_size / 1e6)


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


def _tellings(loads: Iterator[Load], span: int) -> Iterator[list[Load]]:
    """Batches of one telling each: within a feed its days follow one another on the disk, as they would."""
    for _, telling in groupby(loads, key=lambda x: x.table["ops_day"][0].as_py().toordinal() // span):
        yield list(telling)


def _insert(con: duckdb.DuckDBPyConnection, loads: list[Load]) -> int:
    """One transaction: a commit a row would take longer than the rows."""
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    for load in loads:
        at = load.table.column_names.index("load_id")
        ids = pa.repeat(pa.scalar(load.load_id + FIRST_ID, pa.int32()), load.table.num_rows)
        tables[load.feed].append(load.table.set_column(at, "load_id", ids))
    con.begin()
    for feed, parts in tables.items():
        rows = pa.concat_tables(parts, promote_options="permissive")  # noqa: F841
        con.execute(f"insert into raw.{feed} by name select * from rows")
    _note(con, loads)
    con.commit()
    return sum(load.table.num_rows for load in loads)


def _note(con: duckdb.DuckDBPyConnection, loads: list[Load]) -> None:
    """Each load's own row, and that it is visible since it was received."""
    known = [
        {
            "load_id": x.load_id + FIRST_ID,
            "feed": x.feed,
            "sha256": "",
            "file_name": x.name,
            "sender": "bench",
            "received_at": x.received_at,
            "records": x.table.num_rows,
            "accepted": x.table.num_rows,
            "refused": 0,
            "mode": "strict",
        }
        for x in loads
    ]
    entries = pa.Table.from_pylist(known)  # noqa: F841
    con.execute("insert into meta.loads by name select * from entries")
    con.execute("insert into meta.spans select load_id, received_at, null from entries")

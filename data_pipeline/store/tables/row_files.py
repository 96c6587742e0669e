"""Rows on the disk: Parquet files that are never changed. The start of its own hash stands in each name, so that every
bit that flips is found.

A file holds rows of one operating day, or of one load that speaks of many: a history sent anew each day would otherwise
be a thousand files each time.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.transaction import AddAction, RemoveAction

from data_pipeline.core import durable
from data_pipeline.core.clock import machine_s
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.store.log.account import MANY
from data_pipeline.store.tables.home import ENDING, Home, start_of_sum
from data_pipeline.store.tables.reference import ARROW
from data_pipeline.store.tables.schema import raw_columns

log = logging.getLogger(__name__)
SMALL = 16  # files of a day, each of a load or two, until they are laid together
LAID = 256 << 10  # bytes: a file that large is left as it is until its day is closed


@dataclass(frozen=True)
class Into:
    """A table of one city."""

    home: Home
    table: str
    city: str

    @property
    def address(self) -> str:
        return self.home.address(self.table)

    @property
    def folder(self) -> Path:
        return self.home.folder / self.table


@dataclass(frozen=True)
class RowFile:
    """`day` None: of one load (`token`) that speaks of many days."""

    path: Path
    name: str  # below the table's folder
    size: int
    rows: int
    first: date
    last: date
    day: date | None
    token: str | None
    of: Into = field(compare=False, repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether what is read here is what was written."""
        return self.of.home.is_whole(self._named)

    @property
    def is_kept(self) -> bool:
        """Whether what all read is."""
        return self.of.home.is_kept(self._named)

    @property
    def is_near(self) -> bool:
        """At the price of a glance, each time it is read."""
        return self.of.home.is_near(self._named)

    @property
    def is_there(self) -> bool:
        """As long as it was: at the price of a glance."""
        return self.of.home.is_there(self._named, self.size)

    def put_aside(self) -> None:
        self.of.home.put_aside(self._named)

    @property
    def _named(self) -> str:
        return f"{self.of.table}/{self.name}"

    def read(self) -> pa.Table:
        return pq.ParquetFile(self.path).read()


def all_whole(files: Iterable[RowFile]) -> bool:
    """Whether all can be read, and are what was written."""
    try:
        return all(file.is_whole for file in files)
    except BoardError:
        log.exception("store: not laid together")
        return False


def blank(schema: pa.Schema) -> tuple[str, bytes]:
    """Name and content of a file of these columns without a row."""
    data = _bytes(schema.empty_table())
    return f"{start_of_sum(data)}{ENDING}", data


def stored_schema(feed: Feed) -> pa.Schema:
    """What a file holds of each row. When it was received and which line of the ledger it is says that line."""
    kinds = {name: kind for name, kind in raw_columns(feed).items() if name not in ("load_id", "received_at")}
    return pa.schema([("token", pa.string()), *((name, ARROW[kind]) for name, kind in kinds.items())])


def write(to: Into, rows: pa.Table) -> Iterator[AddAction]:
    """The files of these rows, kept when this returns; they count once the table says so."""
    for day, token, part in _parts(rows):
        yield _write(to, day, token, part)


def removed(file: RowFile, city: str) -> RemoveAction:
    at = int(machine_s() * 1000)
    return RemoveAction(file.name, True, at, file.size, {"city": city, "day": str(file.day) if file.day else None})


def _parts(rows: pa.Table) -> Iterator[tuple[date | None, str | None, pa.Table]]:
    """By day; loads of many days by load."""
    tokens, days = (pc.unique(rows.column(name)).to_pylist() for name in ("token", "ops_day"))
    if len(tokens) == 1 and len(days) > MANY:  # nothing to take apart
        yield None, tokens[0], rows
        return
    spans = rows.group_by("token").aggregate([("ops_day", "count_distinct")])
    wide = spans.filter(pc.greater(spans.column("ops_day_count_distinct"), MANY)).column("token").to_pylist()
    for token in wide:
        yield None, token, rows.filter(pc.equal(rows.column("token"), token))
    if wide:
        rows = rows.filter(pc.invert(pc.is_in(rows.column("token"), pa.array(wide, pa.string()))))
    days = pc.unique(rows.column("ops_day")).to_pylist()
    for day in sorted(days):
        part = rows if len(days) == 1 else rows.filter(pc.equal(rows.column("ops_day"), day))
        tokens = pc.unique(part.column("token")).to_pylist()
        yield day, tokens[0] if len(tokens) == 1 else None, part


def _write(to: Into, day: date | None, token: str | None, rows: pa.Table) -> AddAction:
    data = _bytes(rows)
    below = f"city={to.city}/day={day or '__HIVE_DEFAULT_PARTITION__'}"
    name = f"{below}/{durable.token()}.{start_of_sum(data)}{ENDING}"
    to.home.put(f"{to.table}/{name}", data)
    days = pc.min_max(rows.column("ops_day")).as_py()
    low, high = ({"ops_day": str(days[of]), **({"token": token} if token else {})} for of in ("min", "max"))
    stats = {"numRecords": rows.num_rows, "minValues": low, "maxValues": high, "nullCount": {}}
    place = {"city": to.city, "day": str(day) if day else None}
    return AddAction(name, len(data), place, int(machine_s() * 1000), True, json.dumps(stats))


def _bytes(rows: pa.Table) -> bytes:
    """A small file is read often and soon laid together with others: as plain as can be. A large one is packed. Which
    figures it holds is noted of none of its columns of figures: nobody looks rows up by them."""
    to = pa.BufferOutputStream()
    large = rows.nbytes > LAID
    noted: Any = [f.name for f in rows.schema if not (pa.types.is_integer(f.type) or pa.types.is_decimal(f.type))]
    pq.write_table(
        rows, to, compression="zstd" if large else "snappy", use_dictionary=large, store_schema=False,
        write_statistics=noted,
    )  # fmt: skip
    return to.getvalue().to_pybytes()

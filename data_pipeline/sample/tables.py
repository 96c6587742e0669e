"""The same operation as typed tables, ready for a raw insert: the short way to tens of millions of rows.

Nothing is written as CSV and nothing is examined: for measuring the store and the queries, not for living in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.sample.grid import Slot
from data_pipeline.sample.operation import Simulation, tell, worlds
from data_pipeline.sample.rows import Rows
from data_pipeline.sample.world import World

ARROW = {
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "int": pa.int64(),
    "decimal": pa.decimal128(18, 3),
    "flag": pa.bool_(),
}  # the rest are texts
RECEIVED_MIN = 15


@dataclass(frozen=True)
class Load:
    """One file that would have been: all rows of a feed, a slot and a city, as a raw table has them."""

    load_id: int
    feed: str
    name: str
    received_at: datetime
    table: pa.Table


def bulk(pack: Pack, of: Simulation, repeat: int = 1) -> Iterator[Load]:
    """The operation's slot feeds as one Load per feed, slot and city; no faults, no bulletin.

    Tables have the declared columns typed, then ops_day, area_code (where the feed has an area), load_id, row_no and
    received_at. `repeat` tells the same days again, each time moved back by their number, so history grows without
    being simulated anew: oldest first, and carry-ins chain within each telling only.
    """
    simulated = [(w, tell(w)) for w in worlds(pack, of)]
    first_day, last_day = of.days(pack)
    span = (last_day - first_day).days + 1
    number = 0
    for back in reversed(range(repeat)):
        for world, feeds in simulated:
            for feed, rows in feeds.items():
                bounds = rows.bounds(len(world.grid.slots))
                for slot, start, stop in zip(world.grid.slots, bounds[:-1], bounds[1:], strict=True):
                    if stop > start:
                        number += 1
                        moved = replace(slot, day=slot.day - timedelta(days=back * span))
                        yield _load(world, pack.feeds[feed], moved, rows.part(start, stop), number)


def _load(world: World, feed: Feed, slot: Slot, rows: Rows, number: int) -> Load:
    day, as_of = slot.day, slot.as_of
    received = as_of + timedelta(minutes=RECEIVED_MIN)
    codes, names, own = world.places.area_names()
    n = len(rows)
    columns: dict[str, pa.Array] = {}
    for column in feed.columns:
        kind = ARROW.get(column.type, pa.string())
        if column.name == feed.day_column:
            columns[column.name] = pa.repeat(pa.scalar(day, kind), n)
        elif column.name == feed.as_of_column:
            columns[column.name] = pa.repeat(pa.scalar(as_of, kind), n)
        elif column.type in ("district", "subdistrict"):
            columns[column.name] = pa.array(codes if column.type == "district" else names).take(pa.array(rows.area))
        else:
            columns[column.name] = _typed(rows.columns.get(column.name), kind, n)
    columns["ops_day"] = pa.repeat(pa.scalar(day, pa.date32()), n)
    if feed.has_area:
        columns["area_code"] = pa.array(own).take(pa.array(rows.area))
    columns["load_id"] = pa.repeat(pa.scalar(number, pa.int32()), n)
    columns["row_no"] = pa.array(np.arange(2, n + 2, dtype=np.int32))
    columns["received_at"] = pa.repeat(pa.scalar(received, pa.timestamp("us")), n)
    return Load(number, feed.id, f"{feed.id}_{world.city_no}_{as_of:%Y%m%d%H%M}.csv", received, pa.table(columns))


def _typed(values: pa.Array | None, kind: pa.DataType, n: int) -> pa.Array:
    if values is None:
        return pa.nulls(n, kind)
    if pa.types.is_decimal(kind):
        return values.cast(pa.float64()).cast(kind, safe=False)
    if pa.types.is_string(kind):
        return values
    return values.cast(kind)

"""The sample operation under any seed, straight to its marts: what forecasts are fitted on and scored against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import pyarrow as pa

from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.sample import SEED, Simulation, bulk
from data_pipeline.store.snapshot.copied import Days
from data_pipeline.store.snapshot.snapshots import DaySnapshot, cut
from data_pipeline.store.snapshot.table_cache import TableCache
from data_pipeline.store.tables.reference import references
from data_pipeline.store.tables.schema import create_sql
from data_pipeline.store.tables.views import plan
from tests.support import samples
from tests.support.marts import Given

Change = Callable[[str, pa.Table], pa.Table]
FIRST, LAST = date(2022, 4, 1), date(2022, 4, 6)
LIMITS = Limits(threads=2)
LEDGER = """
select c.line, c.area_code, c.level, c.ops_day, c.as_of, c.carry_in, c.new_due, c.done, c.cancelled, c.open, c.due,
    c.deadline_at, c.reported, c.expected, c.part
from mart.clearance as c
inner join ref.lines as l on c.line = l.id
where c.level in ('city', 'district') and l.tier in ('headline', 'humane')
order by c.line, c.area_code, c.as_of"""


def ledger(seed: int, pack: Pack | None = None, first: date = FIRST, last: date = LAST) -> pd.DataFrame:
    """Rows of mart.clearance, city and districts, of the headline and humane lines: `bulk` tells them, without the
    faults that files bring."""
    with told(pack or samples.pack(), seed, first, last).reading(LEDGER) as own:
        return own.execute(LEDGER).to_arrow_table().to_pandas()


def told(
    pack: Pack, seed: int = SEED, first: date = FIRST, last: date = LAST, change: Change | None = None
) -> DaySnapshot:
    """All that was ever told of these days, in memory: named queries can be asked of it as of a board's. `change`: what
    is told instead of all rows of a feed."""
    con = open_scratch(LIMITS)
    con.execute(create_sql(pack))
    for table in references(pack):
        _insert(con, f"ref.{table.name}", table.arrow)
    parts: dict[str, list[pa.Table]] = defaultdict(list)
    spans = []
    for load in bulk(pack, Simulation(seed, first, last)):
        parts[load.feed].append(load.table)
        spans.append((load.load_id, load.received_at, None))
    for feed, tables in parts.items():
        rows = pa.concat_tables(tables, promote_options="permissive")
        _insert(con, f"raw.{feed}", change(feed, rows) if change else rows)
    names = ("load_id", "seen_from", "seen_to")
    kinds = (pa.int32(), pa.timestamp("us"), pa.timestamp("us"))
    columns = {n: pa.array([s[i] for s in spans], k) for i, (n, k) in enumerate(zip(names, kinds, strict=True))}
    _insert(con, "meta.spans", pa.table(columns))
    con.execute("set variable known_at = $1::timestamp", [datetime(2100, 1, 1)])
    ordered, _ = plan(pack)
    return cut(Given(con), pack, {view.name: view for view in ordered}, TableCache(LIMITS), Days(None))


def _insert(con, table: str, rows: pa.Table) -> None:
    con.register("rows_in", rows)
    con.execute(f"insert into {table} by name select * from rows_in")
    con.unregister("rows_in")

"""The marts over a handful of rows: a database in memory with a pack's tables and views, and given rows in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.store.snapshot.copied import Days
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.snapshot.snapshots import DaySnapshot, cut
from data_pipeline.store.snapshot.table_cache import TableCache
from data_pipeline.store.tables.reference import references
from data_pipeline.store.tables.schema import create_sql
from data_pipeline.store.tables.views import plan
from tests.support import samples

Row = dict[str, Any]
Span = tuple[int, datetime, datetime | None]  # load_id, seen_from, seen_to
WHOLE_DISTRICT, WHOLE_CITY = "全区", "全市"
DAY = samples.DAY
LIMITS = Limits(threads=1)


def slot(hour: float, day: date = DAY) -> datetime:
    """Hour of an operating day; 24 is its end."""
    return datetime.combine(day, time()) + timedelta(hours=hour)


class Given(Look):
    """Rows in tables, not in files: all that is given is looked at."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def near(self, feed: str, first: date | None = None, last: date | None = None) -> None: ...


class Marts:
    """Give rows, ask the marts. A row is a dict of declared columns; day, area and receipt are filled in if absent."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._con = open_scratch(LIMITS)
        self._con.execute(create_sql(pack))
        for table in references(pack):
            self._insert(f"ref.{table.name}", table.arrow)
        ordered, _ = plan(pack)
        self._views = {view.name: view for view in ordered}
        self._cut: dict[datetime | None, DaySnapshot] = {}

    def given(self, feeds: Mapping[str, Iterable[Row]], spans: Iterable[Span] = ()) -> "Marts":
        """Hold exactly these rows. A load without a span is always seen."""
        self._cut.clear()
        self._con.execute("delete from meta.spans")
        spanned = list(spans)
        loads = {1} - {load for load, _, _ in spanned}
        for feed in self.pack.feeds:
            self._con.execute(f"delete from raw.{feed}")
            rows = [self._filled(feed, n, row) for n, row in enumerate(feeds.get(feed, ()), start=2)]
            loads |= {row["load_id"] for row in rows} - {load for load, _, _ in spanned}
            if rows:
                names = sorted({name for row in rows for name in row})
                self._insert(f"raw.{feed}", pa.table({n: [row.get(n) for row in rows] for n in names}))
        spanned += [(load, datetime(2022, 1, 1), None) for load in sorted(loads)]
        self._con.executemany("insert into meta.spans values ($1, $2, $3)", spanned)
        return self

    def rows(self, sql: str, known_at: datetime | None = None) -> list[Row]:
        with self._slice(known_at).reading(sql) as own:
            return _dicts(own.execute(sql))

    def _slice(self, known_at: datetime | None) -> DaySnapshot:
        """As a board holds a day, but of all days given."""
        if known_at not in self._cut:
            self._con.execute("set variable known_at = $1::timestamp", [known_at])
            self._cut[known_at] = cut(Given(self._con), self.pack, self._views, TableCache(LIMITS), Days(None))
        return self._cut[known_at]

    def one(self, sql: str, known_at: datetime | None = None) -> Row:
        found = self.rows(sql, known_at)
        assert len(found) == 1, found
        return found[0]

    def _filled(self, feed: str, line: int, row: Row) -> Row:
        day = row.get("report_date", DAY)
        full = {"report_date": day, "ops_day": day, "load_id": 1, "row_no": line} | row
        full.setdefault("received_at", full.get("as_of", slot(24, day)) + timedelta(minutes=20))
        full.setdefault("area_code", self._area(full))
        return full

    def _area(self, row: Row) -> str | None:
        place = row.get("subdistrict", WHOLE_DISTRICT)
        return row.get("district_code") if place in (WHOLE_DISTRICT, WHOLE_CITY) else place

    def _insert(self, table: str, rows: pa.Table) -> None:
        self._con.register("rows_in", rows)
        self._con.execute(f"insert into {table} by name select * from rows_in")
        self._con.unregister("rows_in")


def _dicts(done: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, values, strict=True)) for values in done.fetchall()]


@cache
def marts(lines: tuple[str, ...] = ()) -> Marts:
    """One for all tests of a process: making the views takes a second. `given` replaces what it holds.

    `lines`: declare these alone, so that a mart over one feed does not work through all the others.
    """
    pack = samples.pack()
    kept = {name: line for name, line in pack.lines.items() if not lines or name in lines}
    return Marts(replace(pack, lines=kept))

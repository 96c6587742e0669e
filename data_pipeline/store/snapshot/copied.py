"""What a slice takes from the store: the rows in force of its days, what was told of them, the loads that told it, and
the references. Each part carries what it changes by, so that the next slice takes only what moved.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import duckdb
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import LARGE, fetched
from data_pipeline.store.snapshot.history import TARGETS, History
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.snapshot.table_cache import Names, table_of
from data_pipeline.store.tables.reference import references
from data_pipeline.store.tables.schema import scope_sql
from data_pipeline.store.tables.views import View

TOLD = "told"  # told.<feed>: what its loads speak of, also the days it looks back to
REF_VIEWS = ("ref.changed_targets", "ref.targets", "ref.changed_local", "ref.local_targets", "ref.targets_here")
OF_LOADS = ("meta.loads", "meta.seen_loads")
Known = tuple[History, datetime | None]


@dataclass(frozen=True)
class Days:
    """The operating day asked for and how many before it; `last` None: all days."""

    last: date | None
    before: int = 0

    def first(self, further: int = 0) -> date | None:
        return self.last - timedelta(days=self.before + further) if self.last else None

    def where(self, further: int = 0) -> str:
        return f" where ops_day between date '{self.first(further)}' and date '{self.last}'" if self.last else ""


class Copying:
    """Into `names` from what `source` knows. `known`: by which a shelf that is shared tells equal tables."""

    def __init__(self, source: Look, names: Names, pack: Pack, known: Known | None) -> None:
        self._source, self._names, self._pack, self._known = source, names, pack, known
        self.keys: dict[str, str] = {}

    def references(self) -> None:
        for table in ("meta.targets", *REF_VIEWS, *(f"ref.{of.name}" for of in references(self._pack))):
            self._take(table, f"from {table}", TARGETS)

    def all(self, days: Days) -> None:
        self.references()
        for feed in self._pack.feeds.values():
            self._rows(feed, days)
        loads = self._loads()
        for table in OF_LOADS:
            self._take(table, f"select * from {table} where load_id in ({loads})", lines=self._lines())

    def _rows(self, feed: Feed, days: Days) -> None:
        further = feed.looks_back_days
        self._source.near(feed.id, days.first(further), days.last)
        self._take(f"known.{feed.id}", f"select * from known.{feed.id}{days.where(further)}", feed.id)
        came = self._lines(feed.id)
        self._take(f"{TOLD}.{feed.id}", f"{scope_sql(feed)}{days.where(further)}", feed.id, came)

    def _loads(self) -> str:
        """Those that spoke of these days, seen or not."""
        told = (table_of(self.keys[f"{TOLD}.{feed}"]) for feed in self._pack.feeds)
        with self._names.cursor() as own:
            asked = (own.execute(f"select distinct load_id from {table}") for table in told)
            found = {load for done in asked for (load,) in done.fetchall()}
        return ", ".join(map(str, sorted(found))) or "null"

    def put(self, table: str, rows: pa.Table) -> None:
        """These rows, as that table."""
        self.keys[table] = key_of(table)
        self._names.take(self.keys[table], partial(_put, rows, self._names.connection))

    def _take(self, table: str, sql: str, part: str | None = None, lines: str = "") -> None:
        """`part`: the one thing it changes by; None: anything. `lines`: what else it changes by."""
        self.keys[table] = key = key_of(table, sql, self._version(part), lines)
        self._names.take(key, partial(_copy, self._source.connection, sql, self._names.connection))

    def _version(self, part: str | None) -> str:
        if self._known is None:
            return ""
        history, known_at = self._known
        return history.version(known_at) if part is None else history.version_of(part, known_at)

    def _lines(self, feed: str = "") -> str:
        if self._known is None:
            return ""
        history, known_at = self._known
        return history.lines_of(feed, known_at)


def told(pack: Pack, days: Days) -> Mapping[str, View]:
    """What is made in the slice of what it took: meta.told of the days asked for, and when of each the first came."""
    feeds = [f"{TOLD}.{feed}" for feed in pack.feeds]
    sql = " union all ".join(f"select * from {one}{days.where()}" for one in feeds)
    arrived = catalogue.house("meta/arrived").strip().rstrip(";")
    return {
        "meta.told": View("meta.told", sql, "meta.told", frozenset(feeds)),
        "meta.arrived": View("meta.arrived", arrived, "meta/arrived", frozenset({"meta.told", "meta.seen_loads"})),
    }


def key_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _copy(source: duckdb.DuckDBPyConnection, sql: str, to: duckdb.DuckDBPyConnection, table: str) -> None:
    _put(fetched(source.execute(sql), LARGE), to, table)


def _put(rows: pa.Table, to: duckdb.DuckDBPyConnection, table: str) -> None:
    to.register("rows_in", rows)
    to.execute(f"create table {table} as select * from rows_in")
    to.unregister("rows_in")

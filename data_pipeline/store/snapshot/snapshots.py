"""Operating days held in memory, each as known at one moment: what a page asks again and again is worked out once.

A slice holds `known.<feed>` as tables instead of views; what stands of it, what is cleaned and the marts become tables
too, made from the same SQL on first asking. So the numbers are those of the whole, a page's queries cost
milliseconds however long the history, and one viewer's work serves all. It is dropped when the board moves on; what the
next one would make alike, all that does not come of the feed that moved, it takes over.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data_pipeline.core.caches import Cache
from data_pipeline.declare import Pack
from data_pipeline.declare.local import AnyChange
from data_pipeline.query import catalogue, run, tables
from data_pipeline.query.connect import Limits, give_back
from data_pipeline.query.fetched import LARGE, fetched
from data_pipeline.store.snapshot.copied import Copying, Days, Known, told
from data_pipeline.store.snapshot.day_parts import DayParts
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.snapshot.narrowed import PartOf
from data_pipeline.store.snapshot.parts import Apart
from data_pipeline.store.snapshot.readers import Readers
from data_pipeline.store.snapshot.table_cache import Names, TableCache
from data_pipeline.store.snapshot.worked_out import WorkedOut
from data_pipeline.store.tables.targets import suppose
from data_pipeline.store.tables.views import View, plan

HELD = 6  # viewers who freeze a moment or replay at their own pace share the machine
ANSWERS = 12  # what pages, forecasts, alerts and roll-ups ask of the same state alike
IDLE_S = 120.0  # cut again within a second or two, and the largest thing in memory


class DaySnapshot:
    """One day, one state of knowledge. Safe for many threads. `keys`: what each table given at first was made of."""

    def __init__(self, names: Names, pack: Pack, views: Mapping[str, View], keys: dict[str, str]) -> None:
        self._names, self.views, self._keys = names, views, keys
        self._folders = catalogue.folders(pack.queries)
        self._worked_out = WorkedOut(names, views, keys)
        self._worked_out.apart = Apart(pack, names, views, keys).places
        self._making = Lock()
        self.close = names.until_gone(self)
        self.mark = object()  # another for every slice, and keeps none of its tables

    def rows(self, name: str, params: Mapping[str, Any]) -> pd.DataFrame:
        with self.reading(catalogue.text(self._folders, name)) as own:
            return run(own, self._folders, name, params)

    @contextmanager
    def reading(self, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that finds every table this SELECT reads."""
        with self._making:
            for table in sorted(tables(sql)):
                self._worked_out.show(table)
        with self._names.cursor() as own:
            yield own

    def suppose(self, changes: Sequence[AnyChange]) -> None:
        """Before anything is read: as if these targets were in force."""
        for name in self._keys:
            self._worked_out.show(name)
        suppose(self._names.connection, changes)
        for name in ("ref.targets", "ref.targets_here"):
            self._keys[name] = f"supposed {sorted(map(str, changes))}"
        self._worked_out.apart = {}  # its targets stand in this catalog alone


class DaySnapshots:
    """The slices lately asked for; the one longest unused makes room."""

    def __init__(self, pack: Pack, readers: Readers, limits: Limits) -> None:
        self._pack, self._readers, self._limits = pack, readers, limits
        self._held = Cache("slices", HELD, IDLE_S, swept=self._sweep)
        self._answers = Cache("answers", ANSWERS, IDLE_S)
        self._holding = Lock()

    def at(self, ops_day: date, known_at: datetime | None) -> DaySnapshot:
        with self._readers.looking(known_at) as look, self._holding:
            history = look.version.history
            found = self._held.get(
                (history.version(known_at), history.lines_of(known_at=known_at), ops_day),
                lambda: cut(look, self._pack, self._views, self._shelf, Days(ops_day), (history, known_at)),
            )
            while self._held.counts().held > 1 and self._shelf.is_full():
                self._held.shrink()
                self._shelf.sweep()
            return found

    def rows(self, ops_day: date, known_at: datetime | None, name: str, params: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of a named query, asked once for all who ask the same of that state. They are the caller's own."""
        held = self.at(ops_day, known_at)
        key = (held.mark, name, repr(sorted(params.items())))
        return self._answers.get(key, lambda: held.rows(name, params)).copy(deep=False)

    def supposing(self, changes: Sequence[AnyChange], ops_day: date, known_at: datetime | None) -> DaySnapshot:
        """A slice of one's own, kept by nobody, as if these targets were in force."""
        own = self._own(ops_day, known_at)
        own.suppose(changes)
        return own

    def over(self, days: tuple[date, date], known_at: datetime | None, sql: str, figure: str = "") -> DaySnapshot:
        """All days from the first to the last, for this SELECT. Where it asks of what is kept of each day, of that;
        else of days cut anew each time. `figure`: the one line or gauge that it asks of."""
        first, last = days
        part = self._parts.has(tables(sql), figure)
        if part is None:
            return self._own(last, known_at, (last - first).days)
        each = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        with self._readers.looking(known_at) as look:
            rows = self._parts.of(part, each, (look.version, known_at), partial(self._days, look, part))
            names = TableCache(self._limits).names()
            copying = Copying(look, names, self._pack, None)
            copying.references()
            copying.put(part.part, rows)
            return DaySnapshot(names, self._pack, {}, copying.keys)

    def _days(self, look: Look, part: PartOf, first: date, last: date) -> pa.Table:
        """That part of these days, worked out."""
        alone = TableCache(self._limits)
        held = cut(look, part.pack, part.views, alone, Days(last, (last - first).days))
        with held.reading(f"from {part.part}") as own:
            return fetched(own.execute(f"from {part.part}"), LARGE)

    def _sweep(self) -> None:
        self._shelf.sweep()
        give_back()

    @cached_property
    def _views(self) -> dict[str, View]:
        ordered, _ = plan(self._pack)
        return {view.name: view for view in ordered}

    @cached_property
    def _parts(self) -> DayParts:
        return DayParts(self._readers.root, self._pack, self._views)

    @cached_property
    def _shelf(self) -> TableCache:
        return TableCache(self._limits)

    def _own(self, ops_day: date, known_at: datetime | None, days_before: int = 0) -> DaySnapshot:
        with self._readers.looking(known_at) as look:
            alone = TableCache(self._limits)
            return cut(look, self._pack, self._views, alone, Days(ops_day, days_before))


def cut(
    source: Look,
    pack: Pack,
    views: Mapping[str, View],
    shelf: TableCache,
    days: Days,
    known: Known | None = None,
) -> DaySnapshot:
    """A slice of what `source` knows of these days and of what they are compared with. `known`: by which a shelf that
    is shared tells equal tables."""
    names = shelf.names()
    copying = Copying(source, names, pack, known)
    copying.all(days)
    return DaySnapshot(names, pack, {**views, **told(pack, days)}, copying.keys)

"""What this process knows of the store: a database in memory over the files of rows, brought along line by line.

Who reads has a transaction of their own: they go on with what they began with, files and all, whatever comes after.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cached_property
from pathlib import Path

import duckdb

from data_pipeline.core.caches import Cache
from data_pipeline.core.collecting import uncollected
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, open_over
from data_pipeline.query.tables import tables
from data_pipeline.store.door import Door
from data_pipeline.store.log.account import Account
from data_pipeline.store.log.entry import GENESIS, Entry
from data_pipeline.store.snapshot import entered
from data_pipeline.store.snapshot.look import LARGE_CHECKED_S, Damaged, Look, Version
from data_pipeline.store.tables import apply, views
from data_pipeline.store.tables.short import is_short
from data_pipeline.store.tables.views import View, plan

log = logging.getLogger(__name__)
CHECKED = 50_000  # of a city with eight feeds and fifteen years, one file a day
RELISTED_S = 24 * 3600.0  # far below the time for which files stay that nobody needs any more


class Readers:
    """`hurt` is called when a file turned out to be damaged, before whoever read it is told."""

    def __init__(self, door: Door, pack: Pack, limits: Limits) -> None:
        self._door, self._pack, self._limits = door, pack, limits
        self.hurt: Callable[[], object] = lambda: None
        self._mutex = threading.RLock()
        self._base: duckdb.DuckDBPyConnection | None = None
        self._made: set[str] = set()  # views above what is known
        self._checked = Cache("files of rows checked", CHECKED, LARGE_CHECKED_S)
        self._begin()

    @property
    def root(self) -> Path:
        return self._door.root

    def _begin(self) -> None:
        self._account, self._size, self._targets = Account(self._door.lost()), 0, 0
        self._version: Version | None = None
        self._listed = 0.0

    @contextmanager
    def cursor(
        self, known_at: datetime | None = None, *, sql: str | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on all that was received. `sql`: what will be asked, whose views are there then."""
        with self.looking(known_at, sql=sql) as look:
            look.at_all()
            yield look.connection

    @contextmanager
    def looking(self, known_at: datetime | None = None, *, sql: str | None = None) -> Iterator["Look"]:
        """A cursor with what it sees, at no file of rows yet. Raises BoardError `store_damaged` where a bit of a file
        has flipped: what is asked next is asked of what was made in its place."""
        look = self._take("begin transaction read only", sql)
        try:
            look.known_at(known_at)
            yield look
        except (duckdb.Error, Damaged) as why:
            damaged = why.file if isinstance(why, Damaged) else next((f for f in look.looked if not f.is_whole), None)
            if damaged is None:
                raise
            self.hurt()
            self.relist()
            raise Damaged(damaged) from why
        finally:
            look.connection.close()

    @contextmanager
    def laying(self) -> Iterator["Look"]:
        """A cursor on which rows and loads can be laid beside what is known: nobody else sees them, ever."""
        look = self._take("begin transaction", None)
        try:
            yield look
        finally:
            look.connection.close()

    def version(self, known_at: datetime | None = None) -> str:
        return self.now().history.version(known_at)

    def now(self, *, strict: bool = False) -> Version:
        """`strict`: raises what keeps it from following the ledger."""
        with self._mutex:
            return self._current(strict=strict)

    def relist(self) -> None:
        """The files, and what they hold, may be others, though no line was added."""
        with self._mutex:
            if self._door.lost() != self._account.lost:
                self.close()
            self._version = None
            self._checked.clear()

    def close(self) -> None:
        """It is let go of and not closed, which would end the looks of all who are at it: it goes with the last."""
        with self._mutex:
            self._base, self._made = None, set()
            self._checked.clear()
            self._begin()

    def _take(self, begin: str, sql: str | None) -> "Look":
        with self._mutex:
            version = self._current()
            if sql is not None:
                self._make_views(sql)
            assert self._base is not None
            own = self._base.cursor()
            own.execute(begin)
            own.execute("from meta.head").fetchall()  # from here on it sees just this
        return Look(own, version, self._door, self._checked)

    def _current(self, *, strict: bool = False) -> Version:
        """Where the ledger stands. One that became shorter, or whose lines' rows are not all there, is not followed:
        what was known serves."""
        size = self._door.ledger.size()
        if time.monotonic() - self._listed > RELISTED_S:
            self._version = None  # files that were laid together go in the end
        if self._version is not None and size <= self._size:
            return self._version
        try:
            with uncollected() if self._account.head == GENESIS else nullcontext():
                self._follow()
        except BoardError:
            if strict or self._version is None:
                raise
            log.exception("store: the ledger is not followed")
        assert self._version is not None
        return self._version

    def _follow(self) -> None:
        """Lines added since, and the files of their feeds. Nothing of it counts until all their rows are there."""
        entries, size = self._door.ledger.added(self._size, self._account.head)
        by_feed: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.note.action == "load":
                by_feed.setdefault(entry.note.facts["feed"], []).append(entry)
        if self._version is None:
            self._listed = time.monotonic()
            self._checked.clear()
        before = self._version.files if self._version is not None else {}
        files = {f: t.files() if f in by_feed or f not in before else before[f] for f, t in self._door.tables.items()}
        for feed in self._door.tables:
            if (feed in by_feed or feed not in before) and is_short(
                self._account, feed, files[feed], by_feed.get(feed, ())
            ):
                raise BoardError("rows_short", feed=feed)
        fingerprint = self._open()
        self._account.take(entries)
        entered.enter(self._base, self._account, fingerprint, self._targets)  # type: ignore[arg-type]
        self._account.changed.clear()
        self._size, self._targets = size, len(self._account.targets)
        self._version = Version(self._account.head, self._account.history(fingerprint), files, self._account)

    def _open(self) -> str:
        if self._base is None:
            base = open_over(self._door.home.folder, self._limits)
            try:
                apply.lay(base, self._pack, self._door.blank)
            except BaseException:
                base.close()
                raise
            self._base, self._fingerprint = base, apply.fingerprint(self._pack)
        return self._fingerprint

    def _make_views(self, sql: str) -> None:
        """Those above what is known that this SELECT reads, and what they read. To make them all takes a second."""
        assert self._base is not None
        views_of = self._views
        wanted, asked = set(), set(tables(sql))
        while asked:
            name = asked.pop()
            if name in views_of and name not in self._made | wanted:
                wanted.add(name)
                asked |= views_of[name].reads
        views.create(self._base, [view for view in views_of.values() if view.name in wanted])
        self._made |= wanted

    @cached_property
    def _views(self) -> dict[str, View]:
        """In the order in which they are made."""
        ordered, _ = plan(self._pack)
        return {view.name: view for view in ordered}

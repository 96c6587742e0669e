"""Open generations for reading: one connection each, shared by threads through cursors, closed when left behind."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from data_pipeline.core.errors import BoardError
from data_pipeline.query.connect import Limits, cursor, open_reader
from data_pipeline.store.snapshot.history import History, history_of
from data_pipeline.store.tables.generations import Generations, head_of

ATTEMPTS = 5  # between reading CURRENT and opening, that generation may be pruned


@dataclass
class Opened:
    name: str
    connection: duckdb.DuckDBPyConnection
    history: History
    users: int = field(default=0)


class Readers:
    """`hurt` is called when a generation turned out to be damaged, before whoever read it is told."""

    def __init__(self, generations: Generations, limits: Limits, hurt: Callable[[], object] = lambda: None) -> None:
        self._generations, self._limits, self._hurt = generations, limits, hurt
        self._mutex = threading.Lock()
        self._newest: Opened | None = None

    @contextmanager
    def cursor(self, known_at: datetime | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the published generation, which stays open for as long as the cursor is used."""
        with self.with_history(known_at) as (own, _):
            yield own

    @contextmanager
    def with_history(self, known_at: datetime | None = None) -> Iterator[tuple[duckdb.DuckDBPyConnection, History]]:
        """The same, with that generation's own history: the version of just what the cursor sees. Raises BoardError
        `store_damaged` where a bit of it has flipped: what is asked next is asked of what was made in its place."""
        held = self._take()
        try:
            with cursor(held.connection, known_at) as own:
                yield own, held.history
        except duckdb.Error as why:
            if self._generations.is_whole(held.name):
                raise
            self._leave(held)
            raise BoardError("store_damaged", file=held.name) from why
        finally:
            self._give_back(held)

    def _leave(self, held: Opened) -> None:
        with self._mutex:
            if self._newest is held:
                self._newest = None
        self._hurt()

    def version(self, known_at: datetime | None = None) -> str:
        held = self._take()
        try:
            return held.history.version(known_at)
        finally:
            self._give_back(held)

    def _take(self) -> Opened:
        with self._mutex:
            opened = self._current()
            opened.users += 1
            return opened

    def _give_back(self, held: Opened) -> None:
        with self._mutex:
            held.users -= 1
            if held.users == 0 and held is not self._newest:
                held.connection.close()

    def _current(self) -> Opened:
        """The generation CURRENT names, opened if it is a new one; the one before closes with its last user. A pointer
        that is gone, damaged or points back is not followed: what was opened before serves."""
        for _ in range(ATTEMPTS):
            name = self._generations.current()
            if self._newest and (name is None or _is_no_newer(name, self._newest.name)):
                return self._newest
            if name is None:
                break
            try:
                opened = self._open(name)
            except (BoardError, duckdb.Error):
                continue
            before, self._newest = self._newest, opened
            if before and before.users == 0:
                before.connection.close()
            return opened
        if self._newest:
            return self._newest
        raise BoardError("store_unopenable", file=name or "CURRENT", reason="")

    def _open(self, name: str) -> Opened:
        connection = open_reader(self._generations.path(name), self._limits)
        try:
            return Opened(name, connection, history_of(connection))
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        with self._mutex:
            if self._newest and self._newest.users == 0:
                self._newest.connection.close()
            self._newest = None


def _is_no_newer(name: str, newest: str) -> bool:
    """The same, or of an earlier line of the ledger."""
    return name == newest or head_of(name).seq < head_of(newest).seq

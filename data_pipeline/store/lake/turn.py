"""One writer of a city at a time, on whatever host. A turn is held as long as its process lives and moves: one that
stands still loses it after a while, and what it does when it wakes does not count (ledger.py)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors

from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import alone
from data_pipeline.store.lake.database import TURN, Database
from data_pipeline.store.log.lock import PATIENCE_S

BEATS_S, SILENT_S = 2.0, 10.0
NEXT = """insert into riqing.city as of (city, turn, edition) values (%s, 1, 1)
on conflict (city) do update set turn = of.turn + 1 returning turn"""


class Turns:
    def __init__(self, database: Database, patience_s: float = PATIENCE_S) -> None:
        self._database, self._patience_s = database, patience_s
        self._mine = threading.local()

    @property
    def mine(self) -> int | None:
        """The number of this thread's turn."""
        return getattr(self._mine, "number", None)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises BoardError store_busy, store_away."""
        self._database.make()
        waits = {"statement_timeout": "0", "lock_timeout": f"{int(self._patience_s * 1000)}ms"}
        with self._database.session(**waits, idle_session_timeout=f"{int(SILENT_S)}s") as own:
            try:
                own.execute("select pg_advisory_lock(%s, %s)", [TURN, self._database.key])
            except errors.LockNotAvailable:
                raise BoardError("store_busy", seconds=int(self._patience_s)) from None
            number = own.execute(NEXT, [self._database.city]).fetchone()
            self._mine.number = number[0] if number else None
            over = threading.Event()
            alone("turn", _beat, own, over)
            try:
                yield
            finally:
                over.set()
                self._mine.number = None


def _beat(own: "psycopg.Connection[Any]", over: threading.Event) -> None:
    while not over.wait(BEATS_S):
        with suppress(psycopg.Error):
            own.execute("select 1")

"""The way to PostgreSQL: few connections, short waits, and a sentence where it is away."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
from psycopg_pool import ConnectionPool

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import scrubbed
from data_pipeline.store.lake.address import Lake

log = logging.getLogger(__name__)
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what is away is told once, by us
MOST = 4
WAITS_S, AGAIN_AFTER_S = 4.0, 1.0
MAKING = 716_000  # of advisory locks: the kind, of which each city has its own
TURN, APPENDING, TELLING = 716_001, 716_002, 716_003
# a peer that is silent is given up; a session of ours whose process stands still is ended, and lets go what it held
PATIENT = {"connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
           "tcp_user_timeout": 8000}  # fmt: skip
SESSION = {
    "synchronous_commit": "on",
    "statement_timeout": "20s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "5s",
    "client_connection_check_interval": "2s",
    "TimeZone": "UTC",
}
# what a connection falls over that was cut, or ended for standing still
LOST = (psycopg.OperationalError, psycopg.InternalError)
DDL = Path(__file__).with_name("tables.sql")


class Database:
    """Of one city. Begins nothing until it is asked."""

    def __init__(self, lake: Lake) -> None:
        self.city, self.key, self.own = lake.city, crc32(lake.city.encode()) >> 1, f"riqing_{lake.city.lower()}"
        self._told = lake.database
        self._guard = threading.Lock()
        self._pool: ConnectionPool[psycopg.Connection[Any]] | None = None
        self._made = False
        self._not_before = 0.0
        self._away: float | None = None
        self._is_up = False

    @contextmanager
    def transaction(self) -> Iterator["psycopg.Connection[Any]"]:
        """Kept when it ends well, undone otherwise. Raises BoardError store_away: at once, where it was away just now.
        What is away while it ends may have been kept."""
        with self._speaking():
            if not self._is_up:  # the pool would wait, though nobody is there
                psycopg.connect(self._told, **self._with({})).close()
            with self._open().connection(timeout=WAITS_S) as own:
                self._away, self._is_up = None, True
                yield own

    @contextmanager
    def session(self, **settings: str) -> Iterator["psycopg.Connection[Any]"]:
        """A connection of one's own, every statement a transaction."""
        with self._speaking():
            own = psycopg.connect(self._told, autocommit=True, **self._with(settings))
            try:
                yield own
            finally:
                own.close()

    def claim(self, kind: int) -> "psycopg.Connection[Any] | None":
        """A lock held as long as the connection lives; None where another has it."""
        with self._speaking():
            own = psycopg.connect(self._told, autocommit=True, **self._with({}))
            if own.execute("select pg_try_advisory_lock(%s, %s)", [kind, self.key]).fetchone() == (True,):
                return own
            own.close()
            return None

    def still(self, own: "psycopg.Connection[Any]") -> bool:
        with self._speaking():
            try:
                own.execute("select 1")
            except LOST:
                return False
        return True

    def make(self) -> None:
        """The tables, where they are not there yet."""
        if self._made:
            return
        with self.transaction() as own:
            if own.execute("select to_regclass(%s)", [f"{self.own}.taken"]).fetchone() == (None,):
                own.execute("select pg_advisory_xact_lock(%s, 0)", [MAKING])
                own.execute(DDL.read_text("utf-8").format(own=self.own, city=self.city).encode())
        self._made = True

    def away_s(self) -> float | None:
        """For how long; None where it answered last."""
        return None if self._away is None else time.monotonic() - self._away

    def measures(self) -> Mapping[str, float]:
        told = self._pool.get_stats() if self._pool is not None else {}
        return {"connections": told.get("pool_size", 0), "connections_limit": MOST,
                "waiting": told.get("requests_waiting", 0)}  # fmt: skip

    def close(self) -> None:
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close(timeout=1)

    def _with(self, settings: Mapping[str, str]) -> dict[str, Any]:
        options = " ".join(f"-c {name}={value}" for name, value in {**SESSION, **settings}.items())
        return {**PATIENT, "options": f"{options} -c search_path={self.own}", "application_name": f"riqing {self.city}"}

    def _open(self) -> "ConnectionPool[psycopg.Connection[Any]]":
        with self._guard:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._told, kwargs=self._with({}), min_size=0, max_size=MOST, max_idle=60, name="lake", open=True,
                    num_workers=1, reconnect_timeout=WAITS_S, check=ConnectionPool.check_connection,
                )  # fmt: skip
            return self._pool

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        if time.monotonic() < self._not_before:
            raise away("PostgreSQL")
        try:
            yield
        except LOST as why:
            said = away(why)
            if self._away is None:  # in the driver's own words for whoever mends it, once an outage
                log.warning("PostgreSQL cannot be reached: %s", said.facts["reason"])
            self._away, self._is_up = self._away or time.monotonic(), False
            self._not_before = time.monotonic() + AGAIN_AFTER_S
            raise said from None


def away(why: object) -> BoardError:
    return BoardError("store_away", reason=scrubbed((str(why).splitlines() or [type(why).__name__])[0][:200]))

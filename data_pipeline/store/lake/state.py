"""Sessions, screens and alarms that were told, in PostgreSQL: the same on every host."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.database import TELLING, Database
from data_pipeline.store.log.state import State

HELD, HELD_S = 2000, 600.0
WRITTEN = re.compile(r"\b(?:into|update|from)\s+(\w+)")
SEEN = "set seen = ?"
NEXT = "select setval(pg_get_serial_sequence('screens', 'number'), max(number)) from screens"


class SharedState(State):
    """What was found lately is answered again while PostgreSQL is away: who is signed in stays so, for a while."""

    def __init__(self, root: Path, database: Database) -> None:
        super().__init__(root)
        self._database = database
        self._lately = Cache("lake_state", HELD, HELD_S)
        self._lead: psycopg.Connection[Any] | None = None

    def saw_session(self, hash: str, now: float) -> None:
        """Nobody waits for it."""
        self._noted(super().saw_session, hash, now)

    def saw_screen(self, number: int, now: float) -> None:
        self._noted(super().saw_screen, number, now)

    def lay(self, rows: Mapping[str, Sequence[tuple]]) -> None:
        """The next screen has the next number."""
        super().lay(rows)
        with self.writing() as own:
            own.execute(NEXT)

    def leads(self) -> bool:
        """One host at a time, for as long as it lives; while PostgreSQL is away each for itself: better told twice than
        not at all."""
        try:
            if self._lead is None:
                self._lead = self._database.claim(TELLING)
            elif not self._database.still(self._lead):
                self._lead = None
        except BoardError as why:
            self._lead = None
            if why.code != "store_away":
                raise
            return True
        return self._lead is not None

    def close(self) -> None:
        self._lately.clear()
        if self._lead is not None:
            self._lead.close()
            self._lead = None

    def _noted(self, note: Any, *of: Any) -> None:
        try:
            note(*of)
        except BoardError as why:
            if why.code != "store_away":
                raise

    def look(self, sql: str, values: list) -> list[tuple]:
        asked = sql, tuple(values)
        try:
            with self._database.transaction() as own:
                found = own.execute(_marked(sql), values).fetchall()
        except BoardError as why:
            held = self._lately.peek(asked)
            if why.code != "store_away" or held is None:
                raise
            return held
        self._lately.put(asked, found)
        return found

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """What was kept of tables that are written is forgotten: nobody is signed in again by an outage. That somebody
        was seen says nothing of who they are."""
        with self._database.transaction() as connection:
            yield (own := _Own(connection))
        self._lately.forget(lambda asked: any(table in asked[0].split() for table in own.written))


class _Own:
    """A connection that takes SQL as it is written for the other store."""

    def __init__(self, own: "psycopg.Connection[Any]") -> None:
        self._own = own
        self.written: set[str] = set()

    def execute(self, sql: str, values: list | None = None) -> Any:
        if SEEN not in sql:
            self.written.update(WRITTEN.findall(sql))
        return self._own.execute(_marked(sql), values)

    def executemany(self, sql: str, values: list) -> None:
        self.written.update(WRITTEN.findall(sql))
        with self._own.cursor() as cursor:
            cursor.executemany(_marked(sql), values)


def _marked(sql: str) -> Any:
    return sql.replace("?", "%s")

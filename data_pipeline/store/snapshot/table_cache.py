"""Tables in memory, each kept under all it was made from: what two slices would make alike is made once.

Every slice has a catalog of its own in one database; its names are views on these tables. A table goes when the last
slice that names it is gone.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from weakref import finalize

import duckdb

from data_pipeline.query.connect import Limits, open_scratch

HOME = "shelf.held"
# Compressed: an uncompressed column takes a block of its own, 256 KB, however few rows the table has, and a slice has
# some thousand columns.
ATTACH = "attach ':memory:' as shelf (compress)"
MEMORY = (
    "select sum(memory_usage_bytes + temporary_storage_bytes), current_setting('memory_limit') from duckdb_memory()"
)
UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")
FULL = 0.5
LOOSE = 12  # tables: compressing walks all that are held, so doing it after each one is dearer than making them


class TableCache:
    """Safe for many threads: the same table is never made twice, different ones are made side by side."""

    def __init__(self, limits: Limits) -> None:
        self._connection = open_scratch(limits)
        self._connection.execute(ATTACH)
        self._connection.execute(f"create schema {HOME}")
        self._guard = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._there: set[str] = set()
        self._users: Counter[str] = Counter()
        self._left: deque[tuple[str, duckdb.DuckDBPyConnection, list[str]]] = deque()
        self._numbers = count(1)
        self._loose = 0  # tables made since all was last compressed

    def names(self) -> "Names":
        """A new catalog, empty."""
        self.sweep()
        name = f"slice{next(self._numbers)}"
        with self._guard:
            self._connection.execute(f"attach ':memory:' as {name}")
            return Names(self, name, self._connection.cursor())

    def sweep(self) -> None:
        """What slices that are gone have left is cleared away."""
        while self._left:
            self._clear(*self._left.popleft())

    def settle(self, least: int = 1) -> None:
        """What was made is compressed now, and not when the database finds it time to: until then it takes ten times
        the room. Where somebody else is making something, the next who has made something does it."""
        if self._loose >= least:
            with suppress(duckdb.TransactionException):
                self._connection.cursor().execute("checkpoint shelf")
                self._loose = 0

    def is_full(self) -> bool:
        """Whether half of the database's memory is taken: the rest is for what is being made and what is asked."""
        ((used, limit),) = self._connection.cursor().execute(MEMORY).fetchall()
        size, unit = limit.split()  # "1.8 GiB", however it was given
        return float(used) > FULL * float(size) * 1024 ** UNITS.index(unit)

    def leave(self, catalog: str, connection: duckdb.DuckDBPyConnection, taken: list[str]) -> None:
        """Nobody looks at these any more. It is told wherever the last reference ends, so nothing is done here."""
        self._left.append((catalog, connection, taken))

    def take(self, key: str, make: Callable[[str], object]) -> str:
        """The table under `key`, made by `make` (which is told what to call it) unless it is there."""
        with self._guard:
            self._users[key] += 1
            making = self._making.setdefault(key, threading.Lock())
        table = f'{HOME}."{key}"'
        with making:
            if key not in self._there:
                make(table)
                self._there.add(key)
                self._loose += 1
                self.settle(LOOSE)
        return table

    def _clear(self, catalog: str, connection: duckdb.DuckDBPyConnection, taken: list[str]) -> None:
        connection.close()
        with self._guard:
            self._connection.execute(f"detach {catalog}")
            for key in taken:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key], self._making[key]
                    self._there.discard(key)
                    self._connection.execute(f'drop table if exists {HOME}."{key}"')

    def __len__(self) -> int:
        return len(self._there)


class Names:
    """One slice's catalog: `layer.name`, a view each."""

    def __init__(self, shelf: TableCache, catalog: str, connection: duckdb.DuckDBPyConnection) -> None:
        self._shelf, self.catalog, self.connection = shelf, catalog, connection
        self.taken: list[str] = []
        connection.execute(f"use {catalog}")

    def until_gone(self, of: object) -> Callable[[], object]:
        """Leave all of it when `of` is gone, or when what is given back is called."""
        gone = finalize(of, self._shelf.leave, self.catalog, self.connection, self.taken)
        gone.atexit = False
        return gone

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self.connection.cursor() as own:
            own.execute(f"use {self.catalog}")
            yield own

    def keep(self, name: str, key: str, make: Callable[[str], object]) -> None:
        """`name` shows the table under `key`."""
        self.taken.append(key)
        self.view(name, f"select * from {self._shelf.take(key, make)}")

    def settle(self) -> None:
        """What this slice asked for is made: nothing of it is left uncompressed."""
        self._shelf.settle()

    def view(self, name: str, sql: str) -> None:
        layer, short = name.split(".")
        self.connection.execute(f'create schema if not exists "{layer}"')
        self.connection.execute(f'create view "{layer}"."{short}" as\n{sql}')

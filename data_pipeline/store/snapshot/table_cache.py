"""Tables in memory, each kept under all it was made from: what two slices would make alike is made once.

Every slice has a catalog of its own in one database; its names are views on these tables. A table goes when the last
slice that names it is gone.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import count
from weakref import finalize

import duckdb

from data_pipeline.query.connect import Limits, open_scratch

Attached = tuple[str, duckdb.DuckDBPyConnection]  # a catalog, and who looks there first
# Each table in a catalog of its own: what was made is compressed without a walk over all that is held, and nobody who
# makes another one is in the way. An uncompressed column takes a block of its own, 256 KB, however few rows the table
# has, and a slice has some thousand columns.
ATTACH = "attach ':memory:' as {} (compress)"
MEMORY = (
    "select sum(memory_usage_bytes + temporary_storage_bytes), current_setting('memory_limit') from duckdb_memory()"
)
UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")
FULL = 0.5


class TableCache:
    """Safe for many threads: the same table is never made twice, different ones are made side by side. Each by the
    thread that asks for it alone: of tables as small as a day's, what two of the database's own share costs more than
    it saves."""

    def __init__(self, limits: Limits) -> None:
        self._connection = open_scratch(replace(limits, threads=1))
        self._guard = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._there: set[str] = set()
        self._users: Counter[str] = Counter()
        self._left: deque[tuple[list[Attached], list[str]]] = deque()
        self._numbers = count(1)

    def names(self) -> "Names":
        """A new catalog, empty."""
        self.sweep()
        return Names(self)

    def attached(self) -> Attached:
        """Its name, and a connection that looks there first."""
        name = f"slice{next(self._numbers)}"
        with self._guard:
            self._connection.execute(f"attach ':memory:' as {name}")
            own = self._connection.cursor()
        own.execute(f"use {name}")
        return name, own

    def sweep(self) -> None:
        """What slices that are gone have left is cleared away."""
        while self._left:
            self._clear(*self._left.popleft())

    def is_full(self) -> bool:
        """Whether half of the database's memory is taken: the rest is for what is being made and what is asked."""
        ((used, limit),) = self._connection.cursor().execute(MEMORY).fetchall()
        size, unit = limit.split()  # "1.8 GiB", however it was given
        return float(used) > FULL * float(size) * 1024 ** UNITS.index(unit)

    def leave(self, attached: list[Attached], taken: list[str]) -> None:
        """Nobody looks at these any more. It is told wherever the last reference ends, so nothing is done here."""
        self._left.append((attached, taken))

    def take(self, key: str, make: Callable[[str], object]) -> None:
        """The table under `key` is there, made by `make` (which is told what to call it) unless it was."""
        with self._guard:
            self._users[key] += 1
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if key not in self._there:
                self._make(key, make)
                self._there.add(key)

    def _make(self, key: str, make: Callable[[str], object]) -> None:
        with self._connection.cursor() as own:
            own.execute(ATTACH.format(_catalog_of(key)))
            try:
                make(table_of(key))
                own.execute(f"checkpoint {_catalog_of(key)}")
            except BaseException:
                own.execute(f"detach {_catalog_of(key)}")
                raise

    def _clear(self, attached: list[Attached], taken: list[str]) -> None:
        for _, connection in attached:
            connection.close()
        with self._guard:
            for catalog, _ in attached:
                self._connection.execute(f"detach {catalog}")
            for key in taken:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key], self._making[key]
                    self._there.discard(key)
                    self._connection.execute(f"detach database if exists {_catalog_of(key)}")

    def __len__(self) -> int:
        return len(self._there)


def table_of(key: str) -> str:
    return f"{_catalog_of(key)}.main.held"


def _catalog_of(key: str) -> str:
    return f'"held {key}"'


class Names:
    """One slice's catalog, attached when it first shows something: `layer.name`, a view each."""

    def __init__(self, shelf: TableCache) -> None:
        self._shelf = shelf
        self.taken: list[str] = []
        self._beside: list[Names] = []
        self._layers: set[str] = set()

    @cached_property
    def _attached(self) -> Attached:
        return self._shelf.attached()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self._attached[1]

    def beside(self) -> "Names":
        """Another catalog, which goes with this one and takes its tables for it."""
        other = Names(self._shelf)
        other.taken = self.taken
        self._beside.append(other)
        return other

    def until_gone(self, of: object) -> Callable[[], object]:
        """Leave all of it when `of` is gone, or when what is given back is called."""
        gone = finalize(of, self._leave)
        gone.atexit = False
        return gone

    def _leave(self) -> None:
        attached = [names._attached for names in (self, *self._beside) if "_attached" in names.__dict__]
        self._shelf.leave(attached, self.taken)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self.connection.cursor() as own:
            own.execute(f"use {self._attached[0]}")
            yield own

    def take(self, key: str, make: Callable[[str], object]) -> str:
        """The table under `key` stays as long as this does; gives the key."""
        self.taken.append(key)
        self._shelf.take(key, make)
        return key

    def keep(self, name: str, key: str, make: Callable[[str], object]) -> None:
        """`name` shows the table under `key`."""
        self.shows(name, [self.take(key, make)])

    def shows(self, name: str, keys: Iterable[str]) -> None:
        """`name` shows these tables, as one."""
        tables = map(table_of, dict.fromkeys(keys))
        self.view(name, f"select * from {' union all by name from '.join(tables)}")

    def view(self, name: str, sql: str) -> None:
        layer, short = name.split(".")
        if layer not in self._layers:
            self.connection.execute(f'create schema "{layer}"')
            self._layers.add(layer)
        self.connection.execute(f'create view "{layer}"."{short}" as\n{sql}')

"""The only place a database is opened. Every connection is hardened before anything else runs on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import duckdb

from data_pipeline.core.errors import BoardError

_opening = Lock()  # or two threads would set up one instance at once


@dataclass(frozen=True)
class Limits:
    memory: str = "2GB"
    threads: int = 2
    timezone: str = "Asia/Shanghai"


def open_over(folder: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database in memory that may read files below this folder, and no others."""
    return _open(":memory:", limits, read_only=False, allowed=folder)


def open_reader(path: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database of an earlier version's store, read-only."""
    return _open(str(path), limits, read_only=True)


def open_scratch(limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database in memory: parsing SQL, checking rows."""
    return _open(":memory:", limits, read_only=False)


def give_back() -> None:
    """What was freed goes back to the system: the database's allocator keeps it, for good where nothing is asked any
    more, and lets go of it when a database, whichever it is, is closed."""
    open_scratch(Limits(threads=1)).close()


def _open(database: str, limits: Limits, *, read_only: bool, allowed: Path | None = None) -> duckdb.DuckDBPyConnection:
    with _opening:
        try:
            connection = duckdb.connect(database, read_only=read_only)
        except duckdb.Error as why:
            raise BoardError("store_unopenable", file=Path(database).name, reason=str(why).splitlines()[0]) from why
        try:
            _harden(connection, limits, allowed)
        except BaseException:
            connection.close()
            raise
    return connection


def _harden(connection: duckdb.DuckDBPyConnection, limits: Limits, allowed: Path | None) -> None:
    """A file that this process has open already is one instance with its settings locked: nothing is left to set."""
    if connection.execute("select current_setting('lock_configuration')").fetchall() == [(True,)]:
        return
    if allowed is not None:
        connection.execute("set allowed_directories = $1", [[str(allowed)]])
    for setting in _hardening(limits):
        connection.execute(setting)


def _hardening(limits: Limits) -> tuple[str, ...]:
    """In this order: the last one forbids any change, so a query cannot undo the others."""
    return (
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
        f"set memory_limit = '{limits.memory}'",
        f"set threads = {int(limits.threads)}",
        f"set global TimeZone = '{limits.timezone}'",
        "set enable_external_access = false",
        "set lock_configuration = true",
    )


@contextmanager
def cursor(
    connection: duckdb.DuckDBPyConnection, known_at: datetime | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of one's own for one call; every `known.*` view on it answers as known at that moment (None: now)."""
    with connection.cursor() as own:
        own.execute("set variable known_at = $1::timestamp", [known_at])
        yield own

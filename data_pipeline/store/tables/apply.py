"""A database in memory with what the code and the pack say: tables, reference rows, views."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb

from data_pipeline.declare import Pack
from data_pipeline.store.tables import views
from data_pipeline.store.tables.reference import references
from data_pipeline.store.tables.schema import above_sql, base_sql, beside_sql, create_sql, rows_sql


def fingerprint(pack: Pack) -> str:
    """Changes when tables, reference rows or any view would be made differently."""
    digest = hashlib.sha256(create_sql(pack).encode())
    for name, (sql, _) in sorted(views.sources(pack).items()):
        digest.update(f"\0{name}\0{sql}".encode())
    for reference in references(pack):
        digest.update(reference.packed)
    return digest.hexdigest()


def apply(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """All of it, on tables that hold nothing."""
    tables(connection, pack)
    ordered, _ = views.plan(pack)
    views.create(connection, ordered)


def tables(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """The same without the views above what is known."""
    connection.execute(create_sql(pack))
    _refer(connection, pack)


def lay(connection: duckdb.DuckDBPyConnection, pack: Pack, blank: Mapping[str, Path]) -> None:
    """What every reader asks, over files of rows; the views above what is known are made when they are asked for.
    `blank`: of each feed a file without rows."""
    connection.execute(base_sql(pack))
    connection.execute(beside_sql(pack))
    for feed in pack.feeds.values():
        connection.execute(f"set variable rows_{feed.id} = $1", [[str(blank[feed.id])]])
        connection.execute(rows_sql(feed))
    connection.execute(above_sql(pack))
    _refer(connection, pack)


def _refer(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    for reference in references(pack):
        connection.register("rows_in", reference.arrow)
        connection.execute(f"insert into ref.{reference.name} by name select * from rows_in")
        connection.unregister("rows_in")

"""Bring a draft to what the code and the pack now say: tables, reference rows, views; and tell whether it is there."""

import hashlib

import duckdb
import orjson

from data_pipeline.declare import Pack
from data_pipeline.store.tables import views
from data_pipeline.store.tables.load import scope_sql
from data_pipeline.store.tables.reference import references
from data_pipeline.store.tables.schema import create_sql, table_columns


def fingerprint(pack: Pack) -> str:
    """Changes when tables, reference rows or any view would be made differently."""
    digest = hashlib.sha256(create_sql(pack).encode())
    for name, (sql, _) in sorted(views.sources(pack).items()):
        digest.update(f"\0{name}\0{sql}".encode())
    for reference in references(pack):
        digest.update(orjson.dumps(reference.rows))
    return digest.hexdigest()


def apply(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Create or renew everything but the received rows."""
    for layer in ("known", "ref"):  # nothing received is in them
        connection.execute(f"drop schema if exists {layer} cascade")
    connection.execute(create_sql(pack))
    for feed in pack.feeds.values():  # loads of a generation that did not yet keep what each speaks of
        known = "select load_id from meta.told"
        connection.execute(f"insert into meta.told {scope_sql(feed, f'raw.{feed.id}')} where load_id not in ({known})")
    for reference in references(pack):
        _fill(connection, f"ref.{reference.name}", reference.arrow())
    ordered, _ = views.plan(pack)
    views.create(connection, ordered)


def fits(connection: duckdb.DuckDBPyConnection, pack: Pack) -> bool:
    """Do the tables of received rows have the columns now declared? When not, only a rebuild can follow."""
    found: dict[str, dict[str, str]] = {}
    for schema, table, column, kind in connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('raw', 'meta') and not internal order by column_index"
    ).fetchall():
        found.setdefault(f"{schema}.{table}", {})[column] = kind
    wanted = table_columns(pack)
    return all(list(found[name].items()) == list(wanted[name].items()) for name in found if name in wanted)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: object) -> None:
    connection.register("rows_in", rows)
    connection.execute(f"insert into {table} by name select * from rows_in")
    connection.unregister("rows_in")

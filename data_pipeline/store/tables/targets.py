"""ref.targets, ref.targets_here: what the pack declares and lines of the ledger have changed (queries/ref/), as it
stood at known_at."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import duckdb
import orjson
import pyarrow as pa

from data_pipeline.declare.local import AnyChange, LocalTarget, TargetHere
from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import fetched, first_row
from data_pipeline.store.tables.reference import ARROW, CHANGED, CHANGED_LOCAL
from data_pipeline.store.tables.schema import OF_TARGETS

KEY = ("metric", "item", "valid_from")


def suppose(connection: duckdb.DuckDBPyConnection, changes: Sequence[AnyChange]) -> None:
    """In a snapshot of one's own: ref.targets and ref.targets_here as if these were in force, upon those that are."""
    _given(
        connection, "targets", "changed_targets", _arrow((c for c in changes if isinstance(c, TargetChange)), CHANGED)
    )
    own = _arrow((c for c in changes if isinstance(c, LocalTarget)), CHANGED_LOCAL)
    _given(connection, "local_targets", "changed_local", own.append_column("seq", pa.array([0] * len(own), pa.int32())))
    for name in (name.removeprefix("ref/") for name in OF_TARGETS if not name.startswith("ref/changed")):
        connection.execute(f"create table ref.supposed as {catalogue.house(f'ref/{name}')}")
        connection.execute(f"drop view if exists ref.{name}; alter table ref.supposed rename to {name}")


def _given(connection: duckdb.DuckDBPyConnection, held: str, changed: str, rows: pa.Table) -> None:
    """What is in force is what is declared, and these are all that is changed."""
    connection.register("changes_in", rows)
    for name, given in ((f"declared_{held.removesuffix('_targets')}", f"ref.{held}"), (changed, "changes_in")):
        connection.execute(f"create table ref.new_{name} as from {given}")
        connection.execute(f"drop view ref.{name}; alter table ref.new_{name} rename to {name}")
    connection.unregister("changes_in")


def in_force(connection: duckdb.DuckDBPyConnection) -> tuple[Target, ...]:
    """Every target as known by this cursor, also those to come, in the declared order and by first day."""
    rows = fetched(connection.execute("select * exclude (sort) from ref.targets order by sort, valid_from"))
    return tuple(Target.model_validate(row) for row in rows.to_pylist())


def local(connection: duckdb.DuckDBPyConnection) -> tuple[LocalTarget, ...]:
    """Every target of a place, a zone or certain days as known by this cursor, as they were declared and set."""
    rows = fetched(connection.execute("select * exclude (sort) from ref.local_targets order by sort"))
    return tuple(LocalTarget.model_validate(row) for row in rows.to_pylist())


def here(connection: duckdb.DuckDBPyConnection) -> tuple[TargetHere, ...]:
    """What each area is held to otherwise than the whole, and on which days, as known by this cursor."""
    rows = fetched(connection.execute("from ref.targets_here order by metric, item, area, valid_from"))
    return tuple(TargetHere.model_validate(row) for row in rows.to_pylist())


def version(
    connection: duckdb.DuckDBPyConnection, held: Iterable[Target | LocalTarget], known_at: datetime | None
) -> str:
    """A short word for a print: T<ledger line that last changed a target>-<start of a hash of all that are `held`>."""
    row = first_row(
        connection.execute(
            "select coalesce(max(seq), 0) from (select seq, known_from from meta.targets union all "
            "select seq, known_from from meta.targets_local) where known_from <= coalesce($1::timestamp, 'infinity')",
            [known_at],
        )
    )
    told = orjson.dumps([t.model_dump(mode="json") for t in held])
    return f"T{row[0] if row else 0}-{hashlib.sha256(told).hexdigest()[:6]}"


def digest(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What changes of targets add to the state; nothing where none was made."""
    own = (f"{name} is null" if name == "valid_to" else name for name in (*KEY, "area", "zone", "valid_to"))
    asked = (("changed_targets", CHANGED, KEY), ("changed_local", CHANGED_LOCAL, own))
    sql = (f"select {', '.join(of)} from ref.{name} order by {', '.join(key)}" for name, of, key in asked)
    rows = [row for one in sql for row in connection.execute(one).fetchall()]
    return [hashlib.sha256(repr(row).encode()).hexdigest() for row in rows]


def _arrow(changes: Iterable[AnyChange], columns: Mapping[str, str]) -> pa.Table:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist([c.model_dump() for c in changes], schema=schema)

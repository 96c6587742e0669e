"""ref.targets: what the pack declares and lines of the ledger have changed (queries/ref/), as it stood at known_at."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import duckdb
import orjson
import pyarrow as pa

from data_pipeline.declare.tables import Target, TargetChange
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import fetched, first_row
from data_pipeline.store.log.entry import Note
from data_pipeline.store.tables.reference import ARROW, CHANGED

KEY = ("metric", "item", "valid_from")


def note_targets(connection: duckdb.DuckDBPyConnection, seq: int, note: Note) -> None:
    """Enter a target line of the ledger into meta.targets."""
    rows = as_arrow(TargetChange.model_validate(told) for told in note.facts["targets"])
    connection.register("targets_in", rows)
    connection.execute(
        "insert into meta.targets by name select *, $1 as seq, $2 as known_from, $3 as sender, $4 as reason "
        "from targets_in", [seq, note.at, note.by, note.facts["reason"]],
    )  # fmt: skip
    connection.unregister("targets_in")


def suppose(connection: duckdb.DuckDBPyConnection, changes: Iterable[TargetChange]) -> None:
    """In a snapshot of one's own: ref.targets as if these were in force, upon those that are."""
    connection.register("targets_in", as_arrow(changes))
    for name, rows in (("declared_targets", "ref.targets"), ("changed_targets", "targets_in")):
        connection.execute(f"create table ref.new_{name} as from {rows}")
        connection.execute(f"drop view ref.{name}; alter table ref.new_{name} rename to {name}")
    connection.execute(f"create table ref.supposed as {catalogue.house('ref/targets')}")
    connection.execute("drop view ref.targets; alter table ref.supposed rename to targets")
    connection.unregister("targets_in")


def in_force(connection: duckdb.DuckDBPyConnection) -> tuple[Target, ...]:
    """Every target as known by this cursor, also those to come, in the declared order and by first day."""
    rows = fetched(connection.execute("select * exclude (sort) from ref.targets order by sort, valid_from"))
    return tuple(Target.model_validate(row) for row in rows.to_pylist())


def version(connection: duckdb.DuckDBPyConnection, held: Iterable[Target], known_at: datetime | None) -> str:
    """A short word for a print: T<ledger line that last changed a target>-<start of a hash of all that are `held`>."""
    row = first_row(
        connection.execute(
            "select coalesce(max(seq), 0) from meta.targets where known_from <= coalesce($1::timestamp, 'infinity')",
            [known_at],
        )
    )
    told = orjson.dumps([t.model_dump(mode="json") for t in held])
    return f"T{row[0] if row else 0}-{hashlib.sha256(told).hexdigest()[:6]}"


def digest(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What changes of targets add to the state; nothing where none was made."""
    columns = ", ".join(CHANGED)
    rows = connection.execute(f"select {columns} from ref.changed_targets order by {', '.join(KEY)}").fetchall()
    return [hashlib.sha256(repr(row).encode()).hexdigest() for row in rows]


def as_arrow(changes: Iterable[TargetChange]) -> pa.Table:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in CHANGED.items()])
    return pa.Table.from_pylist([c.model_dump() for c in changes], schema=schema)

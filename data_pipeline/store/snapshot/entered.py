"""What the lines of the ledger amount to, as tables (meta.*) of a database in memory."""

from collections.abc import Collection, Iterable
from typing import Any

import duckdb
import pyarrow as pa

from data_pipeline.declare.local import LocalTarget
from data_pipeline.declare.tables import TargetChange
from data_pipeline.intake.marks import unpacked
from data_pipeline.store.log.account import Account, Load
from data_pipeline.store.log.entry import Note
from data_pipeline.store.tables.reference import ARROW, CHANGED, CHANGED_LOCAL
from data_pipeline.store.tables.schema import (
    CONFIRMED_COLUMNS,
    LOAD_COLUMNS,
    LOCAL_COLUMNS,
    MOVED_COLUMNS,
    SPAN_COLUMNS,
    TARGET_COLUMNS,
    TOKEN_COLUMNS,
    WAITING_COLUMNS,
)

EFFECT = ("new", "restated", "unchanged", "withdrawn", "renamed")
OF_LOADS = {"meta.loads": LOAD_COLUMNS, "meta.spans": SPAN_COLUMNS, "meta.moved": MOVED_COLUMNS,
            "meta.confirmed": CONFIRMED_COLUMNS, "beside.tokens": TOKEN_COLUMNS}  # fmt: skip


def enter(connection: duckdb.DuckDBPyConnection, account: Account, fingerprint: str, targets: int) -> None:
    """Bring the tables from where they stood to where the account stands; `targets`: so many of its lines are in."""
    changed = [account.loads[number] for number in sorted(account.changed)]
    connection.execute("begin")
    _forget(connection, account.changed)
    for table, rows in of_loads(changed).items():
        _insert(connection, table, OF_LOADS[table], rows)
    lines = account.targets[targets:]
    _insert(connection, "meta.targets", TARGET_COLUMNS, _targets(lines))
    _insert(connection, "meta.targets_local", LOCAL_COLUMNS, _local(lines))
    connection.execute("delete from meta.waiting")
    _insert(connection, "meta.waiting", WAITING_COLUMNS, [(seq, *told) for seq, told in account.waiting.items()])
    connection.execute("delete from meta.head")
    connection.execute("insert into meta.head values ($1, $2, $3)", [account.head.seq, account.head.hash, fingerprint])
    connection.execute("commit")


def lay(connection: duckdb.DuckDBPyConnection, load: Load) -> None:
    """One load more, in a transaction that is never committed."""
    for table, rows in of_loads([load]).items():
        _insert(connection, table, OF_LOADS[table], rows)
    if load.note.facts.get("waits"):
        _insert(connection, "meta.waiting", WAITING_COLUMNS, [(load.number, "load", "waits")])


def of_loads(loads: Iterable[Load]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in OF_LOADS}
    for load in loads:
        note, facts = load.note, load.note.facts
        effect = facts.get("effect", {})
        rows["meta.loads"].append(
            (load.number, load.feed, facts["sha256"], facts["name"], facts.get("sheet"), note.by, note.at,
             facts["records"], facts["accepted"], facts["refused"], facts["mode"], *map(effect.get, EFFECT))
        )  # fmt: skip
        rows["meta.spans"] += [(load.number, *span) for span in load.spans]
        rows["meta.moved"] += [(load.number, *moved)] if (moved := facts.get("moved")) else []
        rows["meta.confirmed"] += [(load.number, mark) for mark in unpacked(facts.get("confirmed") or ())]
        rows["beside.tokens"].append((load.token, load.number, note.at))
    return rows


def _forget(connection: duckdb.DuckDBPyConnection, numbers: Collection[int]) -> None:
    held = connection.execute("select coalesce(max(load_id), 0) from meta.loads").fetchall()[0][0]
    before = [number for number in numbers if number <= held]
    if before:
        for table in OF_LOADS:
            connection.execute(f"delete from {table} where list_contains($1, load_id)", [before])


def _targets(lines: Iterable[tuple[int, Note]]) -> list[tuple[Any, ...]]:
    found = []
    for seq, note in lines:
        for told in note.facts["targets"]:
            change = TargetChange.model_validate(told)
            changed = (getattr(change, name) for name in CHANGED)
            found.append((seq, note.at, note.by, note.facts["reason"], *changed))
    return found


def _local(lines: Iterable[tuple[int, Note]]) -> list[tuple[Any, ...]]:
    found = []
    for seq, note in lines:
        for told in note.facts.get("local", ()):
            own = LocalTarget.model_validate(told)
            found.append((seq, note.at, note.by, note.facts["reason"], *(getattr(own, name) for name in CHANGED_LOCAL)))
    return found


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[tuple[Any, ...]]
) -> None:
    if not rows:
        return
    arrays = [pa.array(of, ARROW[kind]) for of, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)]
    connection.register("rows_in", pa.table(dict(zip(columns, arrays, strict=True))))
    connection.execute(f"insert into {table} select * from rows_in")
    connection.unregister("rows_in")

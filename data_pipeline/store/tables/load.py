"""Put examined rows into a draft. Everything here runs inside the draft's one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake import Effect
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.marks import unpacked
from data_pipeline.query import catalogue
from data_pipeline.store.log.entry import Head, Note
from data_pipeline.store.tables.schema import LOAD_COLUMNS, raw_columns

EFFECT = ("new", "restated", "unchanged", "withdrawn", "renamed")


def insert_rows(connection: duckdb.DuckDBPyConnection, feed: Feed, tables: Sequence[pa.Table]) -> None:
    """Append rows, as `stamped`, of one or several loads of one feed."""
    columns = list(raw_columns(feed))
    # permissive: a column that is empty in one file may come as another width of the same type
    rows = pa.concat_tables([t.select(columns) for t in tables], promote_options="permissive")
    connection.register("rows_in", rows)
    connection.execute(f"insert into raw.{feed.id} ({', '.join(columns)}) select {', '.join(columns)} from rows_in")
    connection.execute(f"insert into meta.told {scope_sql(feed, 'rows_in')}")
    connection.unregister("rows_in")


def scope_sql(feed: Feed, rows: str) -> str:
    """What each load of these rows speaks of: (load_id, feed, ops_day, as_of, district)."""
    at = feed.as_of_column or "ops_day + interval 24 hour"
    return f"select distinct load_id, '{feed.id}', ops_day, {at}, {feed.district_column or 'null::varchar'} from {rows}"


def stamped(table: pa.Table, load_id: int, at: datetime, taken_back: Sequence[int] = ()) -> pa.Table:
    """A table as examined, its rows marked with their load; rows of the lines `taken_back` take back what was known."""
    rows = table.num_rows
    table = table.append_column("takes_back", pc.is_in(table.column("row_no"), pa.array(taken_back, pa.int32())))
    return table.append_column("load_id", pa.repeat(pa.scalar(load_id, pa.int32()), rows)).append_column(
        "received_at", pa.repeat(pa.scalar(at, pa.timestamp("us")), rows)
    )


def show(connection: duckdb.DuckDBPyConnection, load_id: int, at: datetime) -> None:
    """A load just received is visible from `at` on."""
    connection.execute("insert into meta.spans values ($1, $2, null)", [load_id, at])


def show_again(connection: duckdb.DuckDBPyConnection, load_id: int, at: datetime) -> None:
    """A load is visible from `at` on, whatever a line with a later time had said; never before it was received."""
    row = connection.execute("select received_at from meta.loads where load_id = $1", [load_id]).fetchone()
    since = max(at, row[0]) if row else at
    hide(connection, load_id, since)
    show(connection, load_id, since)


def hide(connection: duckdb.DuckDBPyConnection, load_id: int, at: datetime) -> None:
    """A load is no longer visible from `at` on, whatever a line with a later time had said. Spans never overlap."""
    connection.execute(
        "update meta.spans set seen_to = greatest(seen_from, $2) "
        "where load_id = $1 and (seen_to is null or seen_to > $2)", [load_id, at],
    )  # fmt: skip


def visible(connection: duckdb.DuckDBPyConnection, load_id: int) -> bool | None:
    """Is this load visible now? None when there is no such load."""
    row = connection.execute(catalogue.house("store/visible"), {"load_id": load_id}).fetchone()
    return None if row is None else bool(row[0])


def scope_of(connection: duckdb.DuckDBPyConnection, pack: Pack, load_id: int) -> tuple[str, frozenset[str | None]]:
    """(feed, districts) a load speaks of; raises BoardError `no_load`."""
    row = connection.execute("select feed from meta.loads where load_id = $1", [load_id]).fetchone()
    if row is None or row[0] not in pack.feeds:
        raise BoardError("no_load", load_id=load_id)
    column = pack.feeds[row[0]].district_column
    sql = f"select distinct {column or 'null'} from raw.{row[0]} where load_id = $1"
    return row[0], frozenset(d for (d,) in connection.execute(sql, [load_id]).fetchall())


def scopes_of_all(connection: duckdb.DuckDBPyConnection, pack: Pack) -> dict[int, frozenset[str | None]]:
    """Of every load the districts it speaks of, None among them for rows that name none."""
    found: dict[int, frozenset[str | None]] = {}
    for feed in pack.feeds.values():
        column = feed.district_column or "null"
        sql = f"select load_id, list(distinct {column}), bool_or({column} is null) from raw.{feed.id} group by load_id"
        for load_id, districts, blank in connection.execute(sql).fetchall():
            found[load_id] = frozenset([*(districts or ()), *([None] if blank else [])])
    return found


def same_bytes(connection: duckdb.DuckDBPyConnection, feed: str, digest: str, sheet: str | None) -> int | None:
    """The load of these very bytes (and sheet of a workbook) that is visible or waits, if there is one."""
    asked = {"feed": feed, "sha256": digest, "sheet": sheet}
    row = connection.execute(catalogue.house("store/same_bytes"), asked).fetchone()
    return row[0] if row else None


def note_load(connection: duckdb.DuckDBPyConnection, load_id: int, note: Note) -> None:
    """Enter a load line of the ledger into meta.loads; its effect too, when it is known already."""
    facts = note.facts
    row = [load_id, facts["feed"], facts["sha256"], facts["name"], facts.get("sheet"), note.by, note.at,
           facts["records"], facts["accepted"], facts["refused"], facts["mode"],
           *(facts.get("effect", {}).get(kind) for kind in EFFECT)]  # fmt: skip
    connection.execute(f"insert into meta.loads values ({', '.join('?' * len(LOAD_COLUMNS))})", row)
    if marks := unpacked(facts.get("confirmed") or ()):
        rows = pa.table({"load_id": pa.repeat(pa.scalar(load_id, pa.int32()), len(marks)), "mark": marks})
        connection.register("marks_in", rows)
        connection.execute("insert into meta.confirmed select load_id, mark from marks_in")
        connection.unregister("marks_in")
    if moved := facts.get("moved"):
        connection.execute("insert into meta.moved values ($1, $2, $3, $4)", [load_id, *moved])


def note_effects(connection: duckdb.DuckDBPyConnection, effects: Mapping[int, Mapping[str, int]]) -> None:
    """Enter the effects of loads noted before: {load_id: {kind: rows}}."""
    rows = pa.table({"load_id": list(effects)} | {kind: [e[kind] for e in effects.values()] for kind in EFFECT})
    connection.register("effects_in", rows)
    asked = ", ".join(f"{kind}_rows = e.{kind}" for kind in EFFECT)
    connection.execute(f"update meta.loads set {asked} from effects_in as e where loads.load_id = e.load_id")
    connection.unregister("effects_in")


def note_moved(connection: duckdb.DuckDBPyConnection, load_id: int, effect: Effect) -> list[float | None] | None:
    """Enter which way a load moved figures; gives it as the ledger keeps it, None where it moved none."""
    if not (effect.raised or effect.lowered):
        return None
    moved = [effect.raised, effect.lowered, effect.change]
    connection.execute("insert into meta.moved values ($1, $2, $3, $4)", [load_id, *moved])
    return moved


def set_head(connection: duckdb.DuckDBPyConnection, head: Head, fingerprint: str) -> None:
    connection.execute("delete from meta.head")
    connection.execute("insert into meta.head values ($1, $2, $3)", [head.seq, head.hash, fingerprint])

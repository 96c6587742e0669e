"""What a load did to what was known: rows new, restated, unchanged, withdrawn, renamed, and each restated cell.

Judged by SQL with the rows laid beside what is known, so that it cannot differ from what the board will show.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from data_pipeline.declare import Feed
from data_pipeline.intake import Effect, RestatedCell
from data_pipeline.intake.lines import line_of
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import first_row
from data_pipeline.store.diff.steps import steps_sql
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.tables.schema import value_columns

LISTED = 20_000  # cells and rows of one batch that are listed; counts are always of all


def effects(look: Look, feed: Feed, load_ids: Sequence[int]) -> dict[int, Effect]:
    """The effects of loads of one feed, inserted and shown already, each at its own moment and place in the ledger.
    Of a feed whose files add to each other `look` is at the rows of their days."""
    connection = look.connection
    if not feed.snapshot:
        return _judged(connection, feed, {"first": min(load_ids), "last": max(load_ids)}, load_ids)
    found: dict[int, Effect] = {}
    for one in load_ids:
        before = _replaced(connection, feed, one)
        look.at(feed.id, {f for of in (one, before) for f in look.version.of_load(feed.id, of)})
        found |= _judged(connection, feed, {"first": one, "before": before}, [one])
    return found


def _replaced(connection: duckdb.DuckDBPyConnection, feed: Feed, load_id: int) -> int:
    """The load that a snapshot takes the place of: the last line before it that was seen at its moment; 0: none."""
    asked = {"feed": feed.id, "load_id": load_id}
    row = first_row(connection.execute(catalogue.house("store/replaced"), asked))
    return row[0] or 0 if row else 0


def _judged(
    connection: duckdb.DuckDBPyConnection, feed: Feed, asked: dict[str, int], load_ids: Sequence[int]
) -> dict[int, Effect]:
    connection.execute(f"create or replace temp table steps as\n{steps_sql(feed)}", asked)
    rows, counts = _rows(connection, feed, load_ids), _counts(connection)
    kinds = {kind for of in counts.values() for kind in of}  # most files bring nothing but new rows
    cells = _cells(connection, feed) if "restated" in kinds else defaultdict(list)
    gone = _gone(connection, feed) if "withdrawn" in kinds else defaultdict(list)
    moved = _moved(connection, feed) if "renamed" in kinds else defaultdict(list)
    shifts = _shifts(connection, feed) if kinds & {"restated", "withdrawn"} else {}
    connection.execute("drop table steps")
    found = {one: _effect(rows[one], counts[one], cells[one], gone[one], moved[one]) for one in load_ids}
    return {one: replace(e, **shifts.get(one, {})) for one, e in found.items()}


def _effect(rows: int, count: dict[str, int], cells: list[Any], gone: list[Any], moved: list[Any]) -> Effect:
    new, restated, renamed = count.get("new", 0), count.get("restated", 0), count.get("renamed", 0)
    return Effect(
        new=new, restated=restated, unchanged=rows - new - restated - renamed, renamed=renamed,
        withdrawn=count.get("withdrawn", 0), cells=tuple(cells), gone=tuple(gone), moved=tuple(moved),
    )  # fmt: skip


def _rows(connection: duckdb.DuckDBPyConnection, feed: Feed, load_ids: Sequence[int]) -> defaultdict[int, int]:
    found = connection.execute(
        f"select load_id, count(*) from raw.{feed.id} where load_id >= $1 group by load_id", [min(load_ids)]
    ).fetchall()
    return defaultdict(int, found)


def _counts(connection: duckdb.DuckDBPyConnection) -> defaultdict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for load_id, kind, rows in connection.execute(
        "select load_id, kind, count(*) from steps group by load_id, kind"
    ).fetchall():
        found[load_id][kind] = rows
    return found


def _cells(connection: duckdb.DuckDBPyConnection, feed: Feed) -> defaultdict[int, list[RestatedCell]]:
    each = "\nunion all\n".join(
        f"select load_id, row_no, {i} as place, '{name}', before.{name}::varchar, after.{name}::varchar, "
        f"{_key(feed, 'named')} from steps where kind = 'restated' and before.{name} is distinct from after.{name}"
        for i, name in enumerate(value_columns(feed))
    )
    found: defaultdict[int, list[RestatedCell]] = defaultdict(list)
    for load_id, row_no, _, column, before, after, key in _listed(connection, each, "load_id, row_no, place"):
        found[load_id].append(RestatedCell(line_of(row_no), column, before, after, tuple(key)))
    return found


def _shifts(connection: duckdb.DuckDBPyConnection, feed: Feed) -> dict[int, dict[str, Any]]:
    """Which way restated figures moved, by what share of themselves (units differ, so nothing is added up), and how
    many are taken away."""
    columns = [n for n in value_columns(feed) if feed[n].is_number]
    if not columns:
        return {}
    each = "\nunion all\n".join(
        f"select load_id, before.{n}::double as b, after.{n}::double as a from steps "
        f"where kind in ('restated', 'withdrawn') and before.{n} is distinct from after.{n} and before.{n} is not null"
        for n in columns
    )  # fmt: skip
    found = connection.execute(
        "select load_id, count(*) filter (a > b), count(*) filter (a < b), median(abs(a - b) / nullif(abs(b), 0)), "
        f"count(*) filter (a is null) from ({each}) group by load_id"
    ).fetchall()
    names = ("raised", "lowered", "change", "taken")
    return {one: dict(zip(names, told, strict=True)) for one, *told in found}


def _gone(connection: duckdb.DuckDBPyConnection, feed: Feed) -> defaultdict[int, list[tuple[str, ...]]]:
    found: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    sql = f"select load_id, {_key(feed, 'named')} as key from steps where kind = 'withdrawn'"
    for load_id, key in _listed(connection, sql, "load_id, key"):
        found[load_id].append(tuple(key))
    return found


def _moved(connection: duckdb.DuckDBPyConnection, feed: Feed) -> defaultdict[int, list[tuple[tuple[str, ...], ...]]]:
    found: defaultdict[int, list[tuple[tuple[str, ...], ...]]] = defaultdict(list)
    was, now = _key(feed, "was_named"), _key(feed, "named")
    sql = f"select load_id, {was} as was, {now} as key from steps where kind = 'renamed'"
    for load_id, before, after in _listed(connection, sql, "load_id, key"):
        found[load_id].append((tuple(before), tuple(after)))
    return found


def _listed(connection: duckdb.DuckDBPyConnection, sql: str, order: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"select * from ({sql}) order by {order} limit {LISTED}").fetchall()


def _key(feed: Feed, struct: str) -> str:
    """The key as text, in the order declared."""
    names = ("ops_day" if name == feed.day_column else name for name in feed.key)
    return f"[{', '.join(f'coalesce({struct}.{name}::varchar, {chr(39) * 2})' for name in names)}]"

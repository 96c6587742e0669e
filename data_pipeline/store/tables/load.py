"""Rows as examined, marked with where they belong; and which districts they speak of."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import first_row
from data_pipeline.store.snapshot.look import Look


def stamped(table: pa.Table, token: str, taken_back: Sequence[int] = ()) -> pa.Table:
    """A table as examined, under its load's token; rows of the lines `taken_back` take back what was known."""
    table = table.append_column("takes_back", pc.is_in(table.column("row_no"), pa.array(taken_back, pa.int32())))
    return table.append_column("token", pa.repeat(pa.scalar(token), table.num_rows))


def by_day(table: pa.Table) -> dict[str, int]:
    """How many rows of each operating day, as the ledger's line says it."""
    counted = pc.value_counts(table.column("ops_day")).to_pylist()
    return {str(of["values"]): of["counts"] for of in sorted(counted, key=lambda of: of["values"])}


def scope_of(look: Look, pack: Pack, load_id: int) -> tuple[str, frozenset[str | None]]:
    """(feed, districts) a load speaks of; raises BoardError `no_load`."""
    load = look.version.account.loads.get(load_id)
    if load is None or load.feed not in pack.feeds:
        raise BoardError("no_load", load_id=load_id)
    look.at(load.feed, look.version.of_load(load.feed, load_id))
    sql = f"select distinct {pack.feeds[load.feed].district_column or 'null'} from raw.{load.feed} where load_id = $1"
    return load.feed, frozenset(d for (d,) in look.connection.execute(sql, [load_id]).fetchall())


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
    row = first_row(connection.execute(catalogue.house("store/same_bytes"), asked))
    return row[0] if row else None

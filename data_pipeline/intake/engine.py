"""The in-memory DuckDB that judges rows: one per process, closed to files and network; a cursor per question."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": 2,
}


PIECE = 122_880  # rows of a batch: the database gives each of its threads one at a time


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=CLOSED)


def ask(sql: str, tables: Mapping[str, pa.Table]) -> Mapping[str, Any]:
    """The columns of the answer, as arrays. `tables` are seen by this question alone."""
    with _answer(sql, tables) as cursor:
        return cursor.fetchnumpy()


def _answer(sql: str, tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    cursor = _database(os.getpid()).cursor()
    for name, table in tables.items():
        cursor.register(name, pa.Table.from_batches(table.to_batches(PIECE), table.schema))
    return cursor.execute(sql)

"""Run one named query: exact parameters, a time limit, a plain DataFrame back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import DEADLINES
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import fetched

LIMIT_S = 10.0  # DuckDB has no query timeout of its own


def run(
    cursor: duckdb.DuckDBPyConnection,
    query_dirs: Sequence[Path],
    name: str,
    params: Mapping[str, Any] | None = None,
    limit_s: float = LIMIT_S,
) -> pd.DataFrame:
    """The rows of `name`. Numbers are numpy (NaN where NULL), dates datetime.date, moments datetime64, text str.

    `cursor` is this call's own: the watchdog interrupts it. Raises BoardError query_unknown, query_params, query_slow.
    """
    sql = catalogue.text(query_dirs, name)
    given = dict(params or {})
    asked = parameters(sql)
    if asked != given.keys():
        missing, unknown = sorted(asked - given.keys()), sorted(given.keys() - asked)
        raise BoardError("query_params", name=name, missing=", ".join(missing), unknown=", ".join(unknown))
    with _watchdog(cursor, name, limit_s):
        # Through Arrow: half the cost of .df() once text columns are in it.
        return fetched(cursor.execute(sql, given or None)).to_pandas()


@remembered("parameters", 256)
def parameters(sql: str) -> frozenset[str]:
    """The $names a statement asks for."""
    return frozenset(duckdb.extract_statements(sql)[0].named_parameters)


@contextmanager
def _watchdog(cursor: duckdb.DuckDBPyConnection, name: str, limit_s: float) -> Iterator[None]:
    try:
        with DEADLINES.within(limit_s, cursor.interrupt):
            yield
    except duckdb.InterruptException:
        raise BoardError("query_slow", name=name, seconds=f"{limit_s:g}") from None

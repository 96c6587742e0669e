"""What a statement answers, as an Arrow table or one row. Nothing else fetches one (tests/sql/test_fetched.py)."""

import warnings
from typing import Any

import duckdb
import pyarrow as pa

# Rows of one piece. The database lays out a whole piece for each column before it knows how many rows come, a million
# unless told otherwise: 700 rows of five columns then hold 44 MB for as long as somebody keeps them, and 0.2 MB so.
PIECE, LARGE = 4_096, 65_536

# DuckDB 2 would have relations asked for instead of statements. With parameters these are worked out at once as well,
# and in the line before they take three times as long for a small answer.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")


def fetched(done: duckdb.DuckDBPyConnection, piece: int = PIECE) -> pa.Table:
    """`piece`: LARGE for what is read once and let go."""
    return done.to_arrow_table(piece)


def first_row(done: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """The first row, if there is one. The answer is read to its end: from DuckDB 2 on, one that is left half read keeps
    the connection from whatever else is asked of it."""
    rows = done.fetchall()
    return rows[0] if rows else None

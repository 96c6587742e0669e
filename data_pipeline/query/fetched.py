"""What a statement answers, as an Arrow table. Nothing else fetches one (tests/sql/test_fetched.py)."""

import duckdb
import pyarrow as pa

# Rows of one piece. The database lays out a whole piece for each column before it knows how many rows come, a million
# unless told otherwise: 700 rows of five columns then hold 44 MB for as long as somebody keeps them, and 0.2 MB so.
PIECE, LARGE = 4_096, 65_536


def fetched(done: duckdb.DuckDBPyConnection, piece: int = PIECE) -> pa.Table:
    """`piece`: LARGE for what is read once and let go."""
    return done.to_arrow_table(piece)

"""One hash of all that is currently known. Equal for equal knowledge, whoever sent it and when."""

import hashlib

import duckdb
import orjson

from data_pipeline.declare import Feed, Pack
from data_pipeline.query.fetched import first_row
from data_pipeline.store.tables.targets import digest

ABSENT, APART = "chr(30)", "chr(31)"  # cannot stand in a cell: intake refuses control characters


def state_hash(connection: duckdb.DuckDBPyConnection, pack: Pack) -> str:
    """As known by this cursor. Covers the declared columns of every row of every feed, and the targets changed."""
    feeds = {feed.id: _of(connection, feed) for feed in pack.feeds.values()}
    if changed := digest(connection):
        feeds["ref.targets"] = changed
    return hashlib.sha256(orjson.dumps(feeds, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _of(connection: duckdb.DuckDBPyConnection, feed: Feed) -> list[str]:
    cells = f" || {APART} || ".join(f"coalesce({name}::varchar, {ABSENT})" for name in feed.names)
    row = first_row(
        connection.execute(
            "select count(*), coalesce(bit_xor(md5_number(r)), 0), coalesce(sum(md5_number_lower(r)), 0) "
            f"from (select {cells} as r from known.{feed.id})"
        )
    )
    return [str(x) for x in row or ()]

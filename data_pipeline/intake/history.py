"""What is already known around a file's days, for comparison only."""

import datetime

import duckdb
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.column import ARROW
from data_pipeline.query.fetched import fetched


def past_of(feed: Feed, table: pa.Table, history: duckdb.DuckDBPyConnection | None) -> pa.Table | None:
    """Rows of known.<feed> (declared columns, area_code) as `history` knows it, from the day before the file on."""
    if history is None or feed.snapshot:
        return None
    if not table.num_rows:
        return None
    days = pc.min_max(pc.cast(table.column(feed.day_column), pa.date32())).as_py()
    first, last = days["min"] - datetime.timedelta(days=1), days["max"]
    return _known(feed, history, "where ops_day between ? and ?", [first, last])


def replaced_by(feed: Feed, history: duckdb.DuckDBPyConnection | None) -> pa.Table | None:
    """All rows known of a feed whose every file replaces the whole; None of other feeds."""
    return _known(feed, history, "", []) if history is not None and feed.snapshot else None


def _known(feed: Feed, history: duckdb.DuckDBPyConnection, where: str, asked: list[datetime.date]) -> pa.Table:
    names = [*feed.names, *(("area_code",) if feed.has_area else ())]
    columns = ", ".join(f'"{n}"' for n in names)
    rows = fetched(history.execute(f'select {columns} from known."{feed.id}" {where}', asked))
    kinds = {c.name: ARROW[c.type] for c in feed.columns} | {"area_code": pa.string()}
    return rows.cast(pa.schema([(n, kinds[n]) for n in names]))

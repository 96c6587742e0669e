"""What is already known around a file's days, for comparison only."""

import datetime

import duckdb
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.cells.column import ARROW


def past_of(feed: Feed, table: pa.Table, history: duckdb.DuckDBPyConnection | None) -> pa.Table | None:
    """Rows of known.<feed> (declared columns, area_code) as `history` knows it, from the day before the file on."""
    if history is None or feed.snapshot:
        return None
    days = pc.min_max(pc.cast(table.column(feed.day_column), pa.date32())).as_py()
    first, last = days["min"] - datetime.timedelta(days=1), days["max"]
    names = [*feed.names, *(("area_code",) if feed.has_area else ())]
    asked = ", ".join(f'"{n}"' for n in names)
    sql = f'select {asked} from known."{feed.id}" where ops_day between ? and ?'
    rows = history.execute(sql, [first, last]).to_arrow_table()
    kinds = {c.name: ARROW[c.type] for c in feed.columns} | {"area_code": pa.string()}
    return rows.cast(pa.schema([(n, kinds[n]) for n in names]))

"""What a file's accepted rows speak of, to be told before anything is done with them."""

import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.report import Scope
from data_pipeline.intake.say import kept


def scope_of(feed: Feed, table: pa.Table) -> Scope:
    """`table`: the accepted rows, as they go to the store."""
    if not table.num_rows:
        return Scope()
    span = pc.min_max(table.column(feed.as_of_column or feed.day_column)).as_py()
    districts: list[str] = []
    if feed.district_column:
        districts = sorted(c for c in pc.unique(table.column(feed.district_column)).to_pylist() if c)
    places = len(pc.unique(table.column("area_code")).drop_null()) if feed.has_area else 0
    return Scope(tuple(districts), places, kept(span["min"]), kept(span["max"]))

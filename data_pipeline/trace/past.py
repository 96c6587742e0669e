"""What rows said before: every earlier line of the ledger about a row, received by then (queries/generated/past/)."""

from datetime import datetime
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.declare import Feed
from data_pipeline.query.fetched import fetched
from data_pipeline.store.diff.steps import same
from data_pipeline.store.tables.schema import NOW, identity


def past_sql(feed: Feed) -> str:
    """One SELECT: of_load and of_line name the row that stands; the rest is the older version, and whether its load
    was withdrawn."""
    return f"""-- One row per earlier version of rows ($loads, $lines) of {feed.id} known, the latest first.
with asked as (
    select unnest($loads::integer[]) as load_id, unnest($lines::integer[]) as row_no
),
stands as (
    select r.*
    from raw.{feed.id} as r
    inner join asked as a on r.load_id = a.load_id and r.row_no = a.row_no
    where r.ops_day between $first and $last
),
seen as (
    select distinct load_id from meta.spans where seen_from <= {NOW} and (seen_to is null or seen_to > {NOW})
)
select s.load_id as of_load, s.row_no as of_line, r.*, l.file_name, l.sender,
    r.load_id not in (select load_id from seen) as withdrawn
from stands as s
inner join raw.{feed.id} as r on {same(identity(feed), "s", "r")} and r.load_id < s.load_id
inner join meta.loads as l on r.load_id = l.load_id
where r.ops_day between $first and $last and r.received_at <= {NOW}
order by r.load_id desc, r.row_no"""


def lines_of(rows: pd.DataFrame) -> dict[str, Any]:
    """Parameters that name these rows (load_id, row_no, ops_day)."""
    days = pd.to_datetime(rows["ops_day"]).dt.date
    return {
        "loads": rows["load_id"].tolist(),
        "lines": rows["row_no"].tolist(),
        "first": days.min(),
        "last": days.max(),
    }


def versions(board: Board, feed: Feed, rows: pd.DataFrame, known_at: datetime | None) -> pd.DataFrame:
    """The versions before these rows (load_id, row_no, ops_day), the latest first."""
    asked = lines_of(rows)
    with board.reading(known_at, near=(feed.id, asked["first"], asked["last"])) as own:
        return fetched(own.execute(past_sql(feed), asked)).to_pandas()

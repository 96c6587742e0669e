"""Where each figure of a row in force was last told: a row that left it blank left it as it was
(queries/generated/told/)."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.declare import Feed
from data_pipeline.query.fetched import fetched
from data_pipeline.store.diff.steps import same
from data_pipeline.store.tables.schema import NOW, identity, value_columns
from data_pipeline.trace.past import lines_of
from data_pipeline.trace.types import Source


def sources_sql(feed: Feed) -> str:
    """One SELECT: of_load and of_line name the row that is in force; each figure is the load and line that told it."""
    each = ", ".join(
        f"arg_max({{load_id: load_id, row_no: row_no}}, load_id) filter ({name} is not null) as {name}"
        for name in figures(feed)
    )
    return f"""-- One row per row ($loads, $lines) of {feed.id} that others told cells of: each cell's load and line.
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
    select load_id from meta.spans where seen_from <= {NOW} and (seen_to is null or seen_to > {NOW})
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from stands as s
    inner join raw.{feed.id} as r on {same(identity(feed), "s", "r")} and r.load_id <= s.load_id
    where r.ops_day between $first and $last
        and r.load_id in (select load_id from seen)
)
select of_load, of_line, {each}
from told
where from_load is null or load_id >= from_load
group by of_load, of_line
having count(*) > 1"""


def figures(feed: Feed) -> list[str]:
    return [name for name in value_columns(feed) if feed[name].is_number]


def sources(
    board: Board, feed: Feed, rows: pd.DataFrame, columns: Sequence[str], known_at: datetime | None
) -> dict[tuple[int, int], list[Source]]:
    """By (load, line) of a row in force: the figures among `columns` that were told before it, the latest first."""
    if feed.snapshot or not columns or rows.empty:
        return {}
    asked = lines_of(rows)
    with board.reading(known_at, near=(feed.id, asked["first"], asked["last"])) as own:
        found = fetched(own.execute(sources_sql(feed), asked)).to_pylist()
        loads = own.execute("select load_id, file_name, sender, received_at from meta.loads").fetchall()
    files = {load_id: facts for load_id, *facts in loads}
    reported = {}
    for row in found:
        of = row["of_load"], row["of_line"]
        cells = [Source(c, row[c]["load_id"], row[c]["row_no"], *files[row[c]["load_id"]]) for c in columns if row[c]]
        if any((s.load_id, s.row_no) != of for s in cells):
            reported[of] = sorted(cells, key=lambda s: -s.load_id)
    return reported

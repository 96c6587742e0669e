"""Where each figure of a row in force was last told: a row that left it blank left it as it was
(queries/generated/told/)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.caches import Cache
from data_pipeline.declare import Feed
from data_pipeline.query.fetched import fetched
from data_pipeline.store.diff.steps import same
from data_pipeline.store.tables.schema import NOW, identity, value_columns
from data_pipeline.trace.types import Source

TOLD = Cache("tellers of cells", 32)


def sources_sql(feed: Feed) -> str:
    """One SELECT: of_load and of_line name the row that is in force; each figure is the load and line that told it."""
    each = ", ".join(
        f"arg_max({{load_id: load_id, row_no: row_no}}, load_id) filter ({name} is not null) as {name}"
        for name in figures(feed)
    )
    return f"""-- One row per row of {feed.id} ($first to $last) that others told cells of: each cell's load and line.
with seen as (
    select load_id from meta.spans where seen_from <= {NOW} and (seen_to is null or seen_to > {NOW})
),
known as (
    select * from raw.{feed.id} where ops_day between $first and $last and load_id in (select load_id from seen)
),
told as (
    select s.load_id as of_load, s.row_no as of_line, r.*,
        max(r.load_id) filter (r.takes_back) over (partition by s.load_id, s.row_no) as from_load
    from known as s
    inner join known as r on {same(identity(feed), "s", "r")} and r.load_id <= s.load_id
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
    days = pd.to_datetime(rows["ops_day"]).dt.date
    asked = days.min(), days.max()
    key = board.root, board.version(known_at), feed.id, asked
    found, files = TOLD.get(key, lambda: _told(board, feed, asked, known_at))
    reported = {}
    for of in zip(rows["load_id"], rows["row_no"], strict=True) if found else ():
        row = found.get(of, {})
        cells = [Source(c, *row[c], *files[row[c][0]]) for c in columns if row.get(c)]
        if any((s.load_id, s.row_no) != of for s in cells):
            reported[of] = sorted(cells, key=lambda s: -s.load_id)
    return reported


def _told(
    board: Board, feed: Feed, asked: tuple[date, date], known_at: datetime | None
) -> tuple[dict[tuple[int, int], dict[str, tuple[int, int]]], dict[int, list[Any]]]:
    """Of every row in force of these days that others told cells of: by figure (load, line); and the loads by number.
    All rows of a feed cost about what one figure's do, and many figures are opened of one moment."""
    with board.reading(known_at, near=(feed.id, *asked)) as own:
        rows = fetched(own.execute(sources_sql(feed), {"first": asked[0], "last": asked[1]})).to_pylist()
        loads = own.execute("select load_id, file_name, sender, received_at from meta.loads").fetchall()
    found = {
        (row["of_load"], row["of_line"]): {c: (at["load_id"], at["row_no"]) for c in figures(feed) if (at := row[c])}
        for row in rows
    }
    return found, {load_id: facts for load_id, *facts in loads}

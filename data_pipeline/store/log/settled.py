"""A doubt that was confirmed once about an unchanged cell is told, and not asked again."""

from dataclasses import replace

import duckdb

from data_pipeline.declare import Feed
from data_pipeline.intake import Examined
from data_pipeline.intake.marks import marks

# The latest load that is seen and was confirmed with each of these marks.
CONFIRMED = """
select c.mark, max(l.load_id), arg_max(l.sender, l.load_id), arg_max(l.received_at, l.load_id)
from meta.confirmed as c
inner join meta.spans as s on c.load_id = s.load_id and s.seen_to is null
inner join meta.loads as l on c.load_id = l.load_id and l.feed = $1
where list_contains($2, c.mark)
group by c.mark"""


def settled(connection: duckdb.DuckDBPyConnection, feed: Feed, examined: Examined) -> Examined:
    """The doubts among its problems that were confirmed before become remarks that say by whom and when."""
    asked = marks(feed, examined)
    if not any(asked):
        return examined
    with connection.cursor() as own:
        found = own.execute(CONFIRMED, [feed.id, sorted({m for m in asked if m})]).fetchall()
    known = {mark: {"settled": load_id, "by": by, "at": f"{at:%Y-%m-%d %H:%M}"} for mark, load_id, by, at in found}
    problems = tuple(
        replace(p, severity="warn", facts={**p.facts, **known[mark]}) if mark in known else p
        for p, mark in zip(examined.report.problems, asked, strict=True)
    )
    return replace(examined, report=replace(examined.report, problems=problems))

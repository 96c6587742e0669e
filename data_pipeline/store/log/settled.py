"""A doubt that was confirmed once about an unchanged cell is told, and not asked again."""

from dataclasses import replace

import duckdb

from data_pipeline.declare import Feed
from data_pipeline.intake import Examined
from data_pipeline.intake.marks import marks
from data_pipeline.query import catalogue


def settled(connection: duckdb.DuckDBPyConnection, feed: Feed, examined: Examined) -> Examined:
    """The doubts among its problems that were confirmed before become remarks that say by whom and when."""
    asked = marks(feed, examined)
    if not any(asked):
        return examined
    found = connection.execute(
        catalogue.house("store/confirmed"), {"feed": feed.id, "marks": sorted({m for m in asked if m})}
    ).fetchall()
    known = {mark: {"settled": load_id, "by": by, "at": f"{at:%Y-%m-%d %H:%M}"} for mark, load_id, by, at in found}
    problems = tuple(
        replace(p, severity="warn", facts={**p.facts, **known[mark]}) if mark in known else p
        for p, mark in zip(examined.report.problems, asked, strict=True)
    )
    return replace(examined, report=replace(examined.report, problems=problems))

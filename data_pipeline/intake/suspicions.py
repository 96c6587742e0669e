"""What is possible but unlikely, and therefore needs somebody's word: compared within the file and with what is known.

A suspicion never refuses a row. It stands in the report as a `confirm`.
"""

from collections.abc import Iterable

import duckdb

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.absence import check_absence, check_replaced, stands
from data_pipeline.intake.compare import Compare
from data_pipeline.intake.falls import check_falls
from data_pipeline.intake.history import past_of, replaced_by
from data_pipeline.intake.identity import check_codes
from data_pipeline.intake.jumps import check_jumps
from data_pipeline.intake.parsed import Parsed
from data_pipeline.intake.parts import check_parts
from data_pipeline.intake.report import Problem
from data_pipeline.intake.series import series_of
from data_pipeline.intake.shifted import check_shifted


def suspicions(pack: Pack, feed: Feed, parsed: Parsed, history: duckdb.DuckDBPyConnection | None) -> Iterable[Problem]:
    """Doubts about the rows that would be accepted."""
    if not parsed.table.num_rows:
        return
    table, lines = parsed.table.select(list(feed.names)), parsed.lines
    past = past_of(feed, table, history)
    beside = stands(feed, table, past)
    yield from check_absence(feed, table, beside, parsed.has, lines)
    yield from check_replaced(feed, table, replaced_by(feed, history))
    yield from check_codes(feed, table, past, lines)
    series = series_of(feed, table, past)
    if series is not None:
        compare = Compare(feed, series, lines, parsed.balanced)
        yield from check_falls(compare)
        yield from check_jumps(compare)
        yield from check_shifted(compare)
    if feed.has_area:
        placed = beside.table.append_column("area_code", parsed.table.column("area_code").combine_chunks())
        yield from check_parts(pack, feed, placed, past, lines)

"""What is possible but unlikely, and therefore needs somebody's word: compared within the file and with what is known.

A suspicion never refuses a row. It stands in the report as a `confirm`.
"""

from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.absence import check_absence, check_replaced, stands
from data_pipeline.intake.compare import Compare, balanced
from data_pipeline.intake.falls import check_falls
from data_pipeline.intake.history import past_of, replaced_by
from data_pipeline.intake.identity import check_codes
from data_pipeline.intake.judge import Verdict
from data_pipeline.intake.jumps import check_jumps
from data_pipeline.intake.parts import check_parts
from data_pipeline.intake.report import Problem
from data_pipeline.intake.series import series_of
from data_pipeline.intake.shifted import check_shifted
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed


def suspicions(pack: Pack, feed: Feed, typed: Typed, texts: Texts, verdict: Verdict, good: np.ndarray,
               history: duckdb.DuckDBPyConnection | None = None) -> Iterable[Problem]:  # fmt: skip
    """Doubts about the rows that would be accepted."""
    rows = np.flatnonzero(good)
    if not len(rows):
        return
    table = typed.table if good.all() else typed.table.take(pa.array(rows))
    areas = typed.area_code if typed.area_code is None or good.all() else typed.area_code.take(pa.array(rows))
    past = past_of(feed, table, history)
    lines = texts.lines[rows]
    beside = stands(feed, table, past)
    yield from check_absence(feed, table, beside, typed.reads, lines)
    yield from check_replaced(feed, table, replaced_by(feed, history))
    yield from check_codes(feed, table, past, lines)
    series = series_of(feed, table, past)
    if series is not None:
        compare = Compare(feed, series, lines, balanced(feed, table, verdict, good))
        yield from check_falls(compare)
        yield from check_jumps(compare)
        yield from check_shifted(compare)
    if areas is not None:
        yield from check_parts(pack, feed, beside.table, areas, past, lines)

"""Values shifted by a row against the names beside them: every figure right, every figure at the wrong place."""

from collections.abc import Iterable

import numpy as np

from data_pipeline.declare import Feed
from data_pipeline.intake.compare import Compare
from data_pipeline.intake.report import Problem
from data_pipeline.intake.series import Series

FEWEST, MOST = 5, 50_000  # rows: fewer prove nothing, and a machine that writes more does not slip by a row
COLUMNS = 8


def check_shifted(compare: Compare) -> Iterable[Problem]:
    """One doubt per run of rows that fit the known figures of their neighbour far better than their own."""
    feed, series, lines = compare.feed, compare.series, compare.lines
    rows = int(series.mine.sum())
    if not FEWEST <= rows <= MOST:
        return
    value, before = _matrix(feed, series, rows)
    time = np.zeros(rows, np.int64)
    time[series.row[series.mine]] = series.time[series.mine]
    own = _apart(value, before)
    for step in (1, -1):
        beside = np.roll(before, step, axis=0)
        other = _apart(value, beside)
        other[time != np.roll(time, step)] = np.nan
        for moment in np.unique(time):
            here = (time == moment) & np.isfinite(own) & np.isfinite(other)
            if (
                here.sum() >= FEWEST
                and np.median(own[here]) > 0.2
                and np.median(other[here]) < 0.3 * np.median(own[here])
            ):
                line = int(lines[np.flatnonzero(here)[0]])
                facts = {"rows": int(here.sum()), "step": abs(step), "label_zh": "", "label_en": ""}
                yield Problem(line, "", "", "shifted", "confirm", facts)


def _matrix(feed: Feed, series: Series, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """log1p of the figures and of what they were before, in the file's own order: (rows, columns)."""
    names = [c.name for c in sorted(feed.columns, key=lambda c: "CSRD".find(c.semantics or "?")) if c.is_number][
        :COLUMNS
    ]
    at = np.flatnonzero(series.mine)
    value, before = np.full((rows, len(names)), np.nan), np.full((rows, len(names)), np.nan)
    for k, name in enumerate(names):
        figures = np.log1p(np.maximum(series.values(name), 0))
        value[series.row[at], k] = figures[at]
        known = series.before[at] >= 0
        before[series.row[at[known]], k] = figures[series.before[at[known]]]
    return value, before


def _apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mean distance per row over the figures both have; NaN where there are none."""
    gap = np.abs(one - other)
    with np.errstate(invalid="ignore"):
        n = np.isfinite(gap).sum(axis=1)
        return np.where(n >= 2, np.nansum(gap, axis=1) / np.maximum(n, 1), np.nan)

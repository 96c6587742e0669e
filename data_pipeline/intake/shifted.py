"""Values shifted by a row against the names beside them: every figure right, every figure at the wrong place.

The whole table may have slipped, or a part of it: rows from one on, or the cells of one column. A row fits its
neighbour's known figures far better than its own; several such rows on end are no accident.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from data_pipeline.declare import Feed
from data_pipeline.intake.compare import Compare
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import labels
from data_pipeline.intake.series import Series

FEWEST, MOST = 5, 50_000  # rows: fewer prove nothing, and a machine that writes more does not slip by a row
COLUMNS = 8
FAR, NEAR = 0.2, 0.3  # log: so far from its own figures, and at most this share of that from its neighbour's
STILL = 0.05  # log: a row that fits both says nothing
LEAST = 20  # figures below move about by themselves
LUCK, ROWS = 3, 30  # cells more on end for each doubling beyond so many rows: one column alone fits by chance at times


def check_shifted(compare: Compare) -> Iterable[Problem]:
    """One doubt per run of rows that fit the known figures of their neighbour far better than their own."""
    feed, series, lines = compare.feed, compare.series, compare.lines
    rows = int(series.mine.sum())
    if not FEWEST <= rows <= MOST:
        return
    names = _names(feed)
    value, before = _matrix(names, series, rows)
    time = np.zeros(rows, np.int64)
    time[series.row[series.mine]] = series.time[series.mine]
    doubted = np.zeros(rows, bool)  # rows that a doubt speaks of already
    for step in (1, -1):
        beside = np.where((time == np.roll(time, step))[:, None], np.roll(before, step, axis=0), np.nan)
        for begin, end in _runs(_apart(value, before), _apart(value, beside), time):
            if not doubted[begin:end].any():
                doubted[begin:end] = True
                yield _doubt(int(lines[begin]), end - begin, "shifted", {"label_zh": "", "label_en": ""})
    for step in (1, -1):
        beside = np.where((time == np.roll(time, step))[:, None], np.roll(before, step, axis=0), np.nan)
        for k, name in enumerate(names):
            large = np.maximum(value[:, k], before[:, k]) >= np.log1p(LEAST)
            own, other = (np.where(large, np.abs(value[:, k] - x[:, k]), np.nan) for x in (before, beside))
            for begin, end in _runs(own, other, time, FEWEST + LUCK * max(0.0, np.log2(rows / ROWS))):
                if not doubted[begin:end].any():
                    yield _doubt(int(lines[begin]), end - begin, "shifted_column", labels(feed, name), name)


def _doubt(line: int, rows: int, code: str, facts: dict[str, str], column: str = "") -> Problem:
    return Problem(line, column, "", code, "confirm", {"rows": rows, "step": 1, **facts})


def _runs(own: np.ndarray, other: np.ndarray, time: np.ndarray, fewest: float = FEWEST) -> Iterator[tuple[int, int]]:
    """(first, one after the last) of at least `fewest` rows on end, of one moment, that fit their neighbour's."""
    with np.errstate(invalid="ignore"):
        off = (own > FAR) & (other < NEAR * own)
        silent = np.isnan(own) | np.isnan(other) | ((own <= STILL) & (other <= STILL))
    begin, last, count = -1, -1, 0
    for at in np.flatnonzero(off | ~silent).tolist():
        if off[at] and (begin < 0 or time[at] != time[begin]):
            yield from _run(begin, last, count, fewest)
            begin, count = at, 0
        elif not off[at]:
            yield from _run(begin, last, count, fewest)
            begin, count = -1, 0
            continue
        last, count = at, count + 1
    yield from _run(begin, last, count, fewest)


def _run(begin: int, last: int, count: int, fewest: float) -> Iterator[tuple[int, int]]:
    if count >= fewest:
        yield begin, last + 1


def _names(feed: Feed) -> list[str]:
    """The figures that move slowest first."""
    ordered = sorted(feed.columns, key=lambda c: "CSRD".find(c.semantics or "?"))
    return [c.name for c in ordered if c.is_number][:COLUMNS]


def _matrix(names: list[str], series: Series, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """log1p of the figures and of what they were before, in the file's own order: (rows, columns)."""
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

"""What is possible but unlikely, and therefore needs somebody's word: compared within the file and with what is known.

A suspicion never refuses a row. It stands in the report as a `confirm`.
"""

from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa

from data_pipeline.declare import Column, Feed, Pack
from data_pipeline.intake.history import past_of
from data_pipeline.intake.parallel import over
from data_pipeline.intake.parts import check_parts
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import kept, labels
from data_pipeline.intake.series import Series, series_of
from data_pipeline.intake.shifted import check_shifted
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed

MOST = 500  # of one kind in one column
CANDIDATES = 20_000
TIMES = ((10, 0.85, 1.15), (100, 1.85, 2.15), (1_000, 2.85, 3.15), (10_000, 3.5, 4.5))  # in log10
FACTOR = 7  # less is growth
PEERS = 3  # figures needed to know how much growth is usual


def suspicions(pack: Pack, feed: Feed, typed: Typed, texts: Texts, good: np.ndarray,
               history: duckdb.DuckDBPyConnection | None = None) -> Iterable[Problem]:  # fmt: skip
    """Doubts about the rows that would be accepted."""
    rows = np.flatnonzero(good)
    if not len(rows):
        return
    table = typed.table if good.all() else typed.table.take(pa.array(rows))
    areas = typed.area_code if typed.area_code is None or good.all() else typed.area_code.take(pa.array(rows))
    past = past_of(feed, table, history)
    lines = texts.lines[rows]
    series = series_of(feed, table, past)
    if series is not None:
        yield from _falls(feed, series, lines)
        yield from _jumps(feed, series, lines)
        yield from check_shifted(feed, series, lines)
    if areas is not None:
        yield from check_parts(pack, feed, table, areas, past, lines)


def _falls(feed: Feed, series: Series, lines: np.ndarray) -> Iterable[Problem]:
    """A count that only grows (since 00:00, or since the round began) is lower than one slot before, or higher than
    what is already known for the slot after."""
    columns = [c for c in feed.columns if feed.as_of_column and c.is_number and c.semantics in ("D", "R")]
    for other, code, sign in ((series.earlier, "falling", -1), (series.later, "falling_next", 1)):
        if not (other >= 0).any():
            continue
        within = {"R": series.mine & (other >= 0), "D": series.mine & series.same_day(other)}

        def lower(column: Column, other: np.ndarray = other, sign: int = sign, within: dict = within) -> np.ndarray:
            value = series.values(column.name)
            with np.errstate(invalid="ignore"):
                return np.flatnonzero(within[column.semantics or ""] & (sign * (value - value[other]) > 0))

        for column, rows in zip(columns, over(lower, columns, len(series.row)), strict=True):
            for at in rows[:MOST].tolist():
                yield _problem(series, lines, feed, column.name, at, int(other[at]), code)


def _jumps(feed: Feed, series: Series, lines: np.ndarray) -> Iterable[Problem]:
    """A figure ten, or ten thousand, times what it was, when the row's other figures and its peers did not move so."""
    columns = [c for c in feed.columns if c.is_number]
    far = over(lambda c: series.far_from_before(c.name, FACTOR, _resets(feed, c)), columns, len(series.row))
    for column, rows in zip(columns, far, strict=True):
        within, at = _resets(feed, column), rows[:CANDIDATES]
        if not len(at):
            continue
        ratio = series.log_ratio(column.name, at, within)
        others = [series.log_ratio(c.name, at, _resets(feed, c)) for c in columns if c is not column]
        usual = _usual(np.stack(others)) if others else np.full(len(at), np.nan)
        likely = np.isnan(usual) | (_times(ratio, usual, np.full(len(at), np.nan), constant=True) > 0)
        at, ratio, usual = at[likely], ratio[likely], usual[likely]
        times = _times(ratio, usual, series.peers(column.name, at, within, PEERS), column.semantics == "C")
        values = series.values(column.name)
        larger = np.maximum(values[series.before[at]], values[at])
        sure = (times > 0) & (larger >= times * np.where(times < 1_000, 50, 20))
        for i in np.flatnonzero(sure)[:MOST].tolist():
            code, row = "jump_up" if ratio[i] > 0 else "jump_down", int(at[i])
            yield _problem(series, lines, feed, column.name, row, int(series.before[row]), code, times=int(times[i]))


def _resets(feed: Feed, column: Column) -> bool:
    """Does the figure start anew each day? Then yesterday's says nothing about today's."""
    daily = feed.as_of_column is None
    return not daily and (column.semantics == "D" or (column.semantics == "C" and feed.day_column in feed.key))


def _times(ratio: np.ndarray, usual: np.ndarray, peers: np.ndarray, constant: bool) -> np.ndarray:
    """10, 100, 1,000 or 10,000 where a figure stands that far from what is usual (NaN: not known); else 0.

    Where the whole column moved by hundreds, its peers say nothing.
    """
    peers = np.where(np.abs(peers) >= 2.8, np.nan, peers)
    unknown = np.isnan(usual) & np.isnan(peers)
    found = np.zeros(len(ratio), np.int64)
    for times, low, high in TIMES:
        fits = np.ones(len(ratio), bool)
        for known in (usual, peers, np.where(unknown, 0.0, np.nan)):
            apart = ratio - known
            fits &= np.isnan(known) | ((np.abs(apart) >= low) & (np.abs(apart) <= high) & (apart * ratio > 0))
        found[fits & (constant | ~unknown) & (found == 0)] = times
    return found


def _usual(others: np.ndarray) -> np.ndarray:
    """How much a row's other figures grew: (figures, rows) to their median by row; NaN where there are too few."""
    few = np.isfinite(others).sum(axis=0) < PEERS
    filled = np.where(few, 0.0, others)
    return np.where(few, np.nan, np.nanmedian(filled, axis=0))


def _problem(series: Series, lines: np.ndarray, feed: Feed, column: str, at: int, other: int, code: str,
             **facts: object) -> Problem:  # fmt: skip
    told = {"before": kept(series.cell(column, other)), "when": series.moment(other)}
    value = kept(series.cell(column, at))
    return Problem(
        int(lines[series.row[at]]), column, value, code, "confirm", {**told, **facts, **labels(feed, column)}
    )

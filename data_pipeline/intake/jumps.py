"""A figure ten, or ten thousand, times what it was one slot before: a digit too many, or figures in 万.

Growth is not a jump. What is usual is learned from the row's other figures and from the same figure elsewhere, and a
figure that keeps its row's balance is believed.
"""

from collections.abc import Iterable

import numpy as np

from data_pipeline.declare import Column, Feed
from data_pipeline.intake.compare import MOST, Compare
from data_pipeline.intake.parallel import over
from data_pipeline.intake.report import Problem
from data_pipeline.intake.series import Series

CANDIDATES = 20_000
TIMES = ((10, 0.85, 1.15), (100, 1.85, 2.15), (1_000, 2.85, 3.15), (10_000, 3.5, 4.5))  # in log10
FACTOR = 7  # less is growth
PEERS = 3  # figures needed to know how much growth is usual
HUGE = 2.8  # log10: nothing grows by this in a slot, however much of the file did
LEAST, LEAST_HUGE = 50, 20  # of the smaller figure: small counts jump about
SMALLEST = TIMES[0][0] * LEAST  # of the larger figure: below, nothing is a jump
LARGE = 2_000  # that falls by thousands, all at once and alone: then the smaller figure may be small


def check_jumps(compare: Compare) -> Iterable[Problem]:
    feed, series = compare.feed, compare.series
    columns = [c for c in feed.columns if c.is_number]
    far = over(lambda c: series.far_from_before(c.name, FACTOR, SMALLEST, _resets(feed, c)), columns, len(series.row))
    for column, rows in zip(columns, far, strict=True):
        at = rows[:CANDIDATES]
        if not len(at):
            continue
        at, ratio, times = _judged(compare, column, columns, at)
        values = series.values(column.name)
        larger = np.maximum(values[series.before[at]], values[at])
        sure = (times > 0) & (larger >= times * np.where(times < 1_000, LEAST, LEAST_HUGE))
        sure |= (times >= 1_000) & (ratio < 0) & (larger >= LARGE)
        for i in np.flatnonzero(sure)[:MOST].tolist():
            code, before = "jump_up" if ratio[i] > 0 else "jump_down", int(series.before[at[i]])
            yield compare.problem(column.name, int(at[i]), before, code, times=int(times[i]))


def _judged(
    compare: Compare, column: Column, columns: list[Column], at: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The candidates left, their log ratios, and how many times (0: no jump) each is what it was."""
    feed, series = compare.feed, compare.series
    within = _resets(feed, column)
    ratio = series.log_ratio(column.name, at, within)
    believed = compare.confirmed(column.name, at) & (np.abs(ratio) < HUGE)
    at, ratio = at[~believed], ratio[~believed]
    usual = _usual(series, feed, [c for c in columns if c is not column], at)
    unknown = np.full(len(at), np.nan)
    likely = np.isnan(usual) | (_times(ratio, usual, unknown, constant=True) > 0)
    at, ratio, usual = at[likely], ratio[likely], usual[likely]
    peers = series.peers(column.name, at, within, PEERS)
    return at, ratio, _times(ratio, usual, peers, column.semantics == "C")


def _resets(feed: Feed, column: Column) -> bool:
    """Does the figure start anew each day? Then yesterday's says nothing about today's."""
    return feed.as_of_column is not None and (column.semantics == "D" or feed.day_column in feed.key)


def _times(ratio: np.ndarray, usual: np.ndarray, peers: np.ndarray, constant: bool) -> np.ndarray:
    """10, 100, 1,000 or 10,000 where a figure stands that far from what it was and from what is usual; else 0.

    NaN: what is usual is not known. Where all moved by thousands, that is no measure of what is usual.
    """
    usual, peers = (np.where(np.abs(x) >= HUGE, 0.0, x) for x in (usual, peers))
    known = constant | ~(np.isnan(usual) & np.isnan(peers))
    found = np.zeros(len(ratio), np.int64)
    for times, low, high in TIMES:
        fits = known & (np.abs(ratio) >= low - 0.3) & (np.abs(ratio) <= high + 0.3)
        for expected in (usual, peers, np.where(np.isnan(usual) & np.isnan(peers), 0.0, np.nan)):
            apart = (ratio - expected) * np.sign(ratio)
            fits &= np.isnan(expected) | ((apart >= low) & (apart <= high))
        found[fits & (found == 0)] = times
    return found


def _usual(series: Series, feed: Feed, others: list[Column], at: np.ndarray) -> np.ndarray:
    """How much the other figures of these rows grew: their median, NaN where too few are known."""
    if not others or not len(at):
        return np.full(len(at), np.nan)
    grown = np.stack([series.log_ratio(c.name, at, _resets(feed, c)) for c in others])
    few = np.isfinite(grown).sum(axis=0) < PEERS
    return np.where(few, np.nan, np.nanmedian(np.where(few, 0.0, grown), axis=0))

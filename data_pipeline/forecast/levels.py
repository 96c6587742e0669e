"""Tomorrow's level of a figure told once a day: how many are in quarantine, in hospital, at home.

A ledger with hourly slots is projected by project(); a daily stock has no pace within the day, so all that can be said
is a range for the next day, from the day-to-day steps of the days before. Steps are taken on the scale of square roots,
on which a count's own noise is about the same at 50 and at 5,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

STEPS = 14  # days whose steps are resampled
FEWEST = 8  # steps that must be known
SMALL = 10  # fewer people than this: no range, a count that small is told as 1–9
FROZEN = 0.5  # share of steps that are exactly zero from which a series counts as not kept up
WIDE = 1.3  # widening of the resampled steps before a score has fitted it


class Refusal(StrEnum):
    THIN = "thin"  # too few days in a row
    SMALL = "small"  # fewer than ten people
    FROZEN = "frozen"  # the same figure day after day: it is copied, not counted


@dataclass(frozen=True)
class Level:
    """The next day's level: good, middle and bad case, or why none is told."""

    day: date
    p10: float = np.nan
    p50: float = np.nan
    p90: float = np.nan
    refusal: Refusal | None = None


def next_day(days: Sequence[date], levels: Sequence[float], wide: float = WIDE) -> Level:
    """`levels` by day, oldest first; gaps in the days break the steps across them."""
    root = np.sqrt(np.maximum(np.asarray(levels, float), 0.0))
    ahead = days[-1] + timedelta(days=1)
    follows = np.array([(b - a).days == 1 for a, b in pairwise(days)], bool)
    steps = np.diff(root)[follows & np.isfinite(np.diff(root))][-STEPS:]
    if refused := _refused(steps, float(levels[-1])):
        return Level(ahead, refusal=refused)
    middle = np.median(steps)
    spread = middle + wide * (np.quantile(steps, (0.1, 0.5, 0.9)) - middle)
    low, mid, high = np.maximum(root[-1] + spread, 0.0) ** 2
    return Level(ahead, float(low), float(mid), float(high))


def _refused(steps: np.ndarray, level: float) -> Refusal | None:
    if len(steps) < FEWEST or not np.isfinite(level):
        return Refusal.THIN
    if level < SMALL:
        return Refusal.SMALL
    return Refusal.FROZEN if (steps == 0).mean() >= FROZEN else None


@dataclass(frozen=True)
class Score:
    """Of the ranges told: how many, share that held what came, refusals; and the median error of the middle case over
    that of saying 'as today' (below 1: better)."""

    told: int
    refused: int
    coverage: float
    against_today: float


def score(series: Sequence[tuple[Sequence[date], Sequence[float]]], wide: float, skip: int = STEPS) -> Score:
    """Every day of every series told from the days before it alone."""
    held, own, today, refused = [], [], [], 0
    for days, levels in series:
        for i in range(skip, len(days) - 1):
            if (days[i + 1] - days[i]).days != 1 or not np.isfinite(levels[i + 1]):
                continue
            said = next_day(days[max(0, i - 2 * STEPS) : i + 1], levels[max(0, i - 2 * STEPS) : i + 1], wide)
            if said.refusal:
                refused += 1
                continue
            came = levels[i + 1]
            held.append(np.floor(said.p10) <= came <= np.ceil(said.p90))
            own.append(abs(said.p50 - came))
            today.append(abs(levels[i] - came))
    if not held:
        return Score(0, refused, np.nan, np.nan)
    return Score(len(held), refused, float(np.mean(held)), float(np.mean(own) / max(np.mean(today), 1e-9)))


def fitted(series: Sequence[tuple[Sequence[date], Sequence[float]]], wanted: float = 0.80) -> float:
    """The widening that would have held `wanted` of what came."""
    grid = np.arange(0.8, 3.01, 0.2)
    found = np.maximum.accumulate([score(series, float(w)).coverage for w in grid])
    return float(np.interp(wanted, found, grid))

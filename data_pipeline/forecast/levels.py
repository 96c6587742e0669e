"""Tomorrow's level of a figure told once a day: how many are in quarantine, in hospital, at home.

A ledger with hourly slots is projected by project(); a daily stock has no pace within the day, so all that can be said
is a range for the next day, from the day-to-day steps of the days before. Steps are taken on the scale of square roots,
on which a count's own noise is about the same at 50 and at 5,000.

How wide the range is, the score says and nobody assumes: after each day it is known how wide every range of that day
would have had to be, and the next ranges take the width that would have held 80 % of the last WINDOW days (adaptive
conformal intervals). A wave unlike the ones before widens them within days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np
import pandas as pd

STEPS = 14  # days whose steps are resampled
FEWEST = 8  # steps that must be known
SMALL = 10  # fewer people than this: no range, a count that small is told as 1–9
FROZEN = 0.5  # share of steps that are exactly zero from which a series counts as not kept up
WIDE = 1.3  # widening of the resampled steps before a score has fitted it
WINDOW = 28  # days of ranges whose needed widths set the next
ENOUGH = 30  # such ranges before they do
WANTED = 0.80
TOO_WIDE = 20.0  # a range that would have had to be wider than this was broken by a correction, not by the days

Series = tuple[Sequence[date], Sequence[float]]


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

    def holds(self, came: float) -> bool:
        return bool(np.floor(self.p10) <= came <= np.ceil(self.p90))


def next_day(days: Sequence[date], levels: Sequence[float], wide: float = WIDE) -> Level:
    """`levels` by day, oldest first; gaps in the days break the steps across them."""
    ahead, refused, root, (low, middle, high) = _steps(days, levels)
    if refused:
        return Level(ahead, refusal=refused)
    spread = middle + wide * (np.array([low, middle, high]) - middle)
    p10, p50, p90 = np.maximum(root + spread, 0.0) ** 2
    return Level(ahead, float(p10), float(p50), float(p90))


def needed(days: Sequence[date], levels: Sequence[float], came: float) -> float | None:
    """The least widening whose range would have held what came; None where no range is told."""
    _, refused, root, (low, middle, high) = _steps(days, levels)
    if refused:
        return None
    off = np.sqrt(max(came, 0.0)) - root - middle
    side = high - middle if off > 0 else middle - low
    return min(abs(off) / side, TOO_WIDE) if side > 0 else (0.0 if abs(off) < 1e-9 else TOO_WIDE)


def _steps(days: Sequence[date], levels: Sequence[float]) -> tuple[date, Refusal | None, float, np.ndarray]:
    """The day ahead, why it is not told, the root of today's level, and the 10, 50 and 90 % steps."""
    days, levels = days[-2 * STEPS :], levels[-2 * STEPS :]
    root = np.sqrt(np.maximum(np.asarray(levels, float), 0.0))
    follows = np.array([(b - a).days == 1 for a, b in pairwise(days)], bool)
    steps = np.diff(root)
    steps = steps[follows & np.isfinite(steps)][-STEPS:]
    ahead, refused = days[-1] + timedelta(days=1), _refused(steps, float(levels[-1]))
    quantiles = np.full(3, np.nan) if refused else np.quantile(steps, (0.1, 0.5, 0.9))
    return ahead, refused, float(root[-1]), quantiles


def _refused(steps: np.ndarray, level: float) -> Refusal | None:
    if len(steps) < FEWEST or not np.isfinite(level):
        return Refusal.THIN
    if level < SMALL:
        return Refusal.SMALL
    return Refusal.FROZEN if (steps == 0).mean() >= FROZEN else None


def walk(series: Sequence[Series]) -> pd.DataFrame:
    """Every next day of every series told from the days before it alone. One row each, by day: of (which series), day
    (the one told), came, today, needed (NaN: refused)."""
    rows = []
    for of, (days, levels) in enumerate(series):
        for i in range(1, len(days)):
            if (days[i] - days[i - 1]).days != 1 or not np.isfinite(levels[i]):
                continue
            before = days[max(0, i - 2 * STEPS) : i], levels[max(0, i - 2 * STEPS) : i]
            found = needed(*before, levels[i])
            rows.append((of, days[i], levels[i], levels[i - 1], np.nan if found is None else found))
    return pd.DataFrame(rows, columns=pd.Index(["of", "day", "came", "today", "needed"])).sort_values("day")


def widths(walked: pd.DataFrame) -> dict[date, float]:
    """By day: the widening its ranges take, from the WINDOW days before it. With the last day's successor."""
    stated = pd.DataFrame(walked[walked["needed"].notna()])
    by_day = {day: np.asarray(part["needed"], float) for day, part in stated.groupby("day")}
    days = sorted(set(walked["day"]))
    return {day: _width(by_day, day) for day in [*days, *([days[-1] + timedelta(days=1)] if days else [])]}


def _width(by_day: dict, day: date) -> float:
    known = [by_day[d] for n in range(1, WINDOW + 1) if (d := day - timedelta(days=n)) in by_day]
    seen = np.concatenate(known) if known else np.zeros(0)
    if len(seen) < ENOUGH:
        return WIDE
    return float(np.quantile(seen, min(1.0, WANTED * (len(seen) + 1) / len(seen)), method="higher"))


@dataclass(frozen=True)
class Score:
    """Of the ranges told: how many, share that held what came, two standard errors of that share, the number of
    independent cases that would give them; refusals; and the median error of the middle case over that of saying 'as
    today' (below 1: better). Areas share their weeks, so a week counts as one draw."""

    stated: int
    refused: int
    coverage: float
    margin: float
    independent: float
    against_today: float


def score(series: Sequence[Series], first: date | None = None, walked: pd.DataFrame | None = None) -> Score:
    """From `first` on (None: from the first day that is told), each range as wide as the days before it said.
    `walked`: walk(series), where it is at hand."""
    walked = walk(series) if walked is None else walked
    wide = widths(walked)
    after = pd.DataFrame(walked if first is None else walked[walked["day"] >= first])
    stated = pd.DataFrame(after[after["needed"].notna()]).to_dict("records")
    refused = len(after) - len(stated)
    if not stated:
        return Score(0, refused, np.nan, np.nan, 0.0, np.nan)
    where = [{day: i for i, day in enumerate(days)} for days, _ in series]
    held, own = [], []
    for row in stated:
        (days, levels), end = series[row["of"]], where[row["of"]][row["day"]]
        begin = max(0, end - 2 * STEPS)
        said = next_day(days[begin:end], levels[begin:end], wide[row["day"]])
        held.append(float(said.holds(row["came"])))
        own.append(abs(said.p50 - row["came"]))
    coverage, margin = float(np.mean(held)), _margin(held, [row["day"] for row in stated])
    independent = coverage * (1 - coverage) / (margin / 2) ** 2 if margin > 0 else float(len(held))
    today = max(float(np.mean([abs(row["today"] - row["came"]) for row in stated])), 1e-9)
    return Score(len(held), refused, coverage, margin, independent, float(np.mean(own)) / today)


def _margin(held: Sequence[float], days: Sequence[date]) -> float:
    """Two standard errors of the share, from its spread between weeks."""
    weeks: dict[str, list[float]] = {}
    for hit, day in zip(held, days, strict=True):
        weeks.setdefault(f"{day:%G-%V}", []).append(hit)
    means = [float(np.mean(w)) for w in weeks.values()]
    return 2 * float(np.std(means, ddof=1)) / len(means) ** 0.5 if len(means) > 1 else float("nan")

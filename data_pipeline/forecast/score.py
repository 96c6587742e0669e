"""How good the forecasts were: coverage of the 80 % band, Brier score, error of the middle case, two baselines."""

from typing import NotRequired, TypedDict

import numpy as np
import pandas as pd

from data_pipeline.core.records import records

FEWEST = 30  # scored forecasts before a line's figure can be earned
EARNED = (0.65, 0.95)  # coverage of the 80 % band that still deserves to be shown
SLACK = 0.05  # Brier: how much worse a figure may be than always telling how often the deadline was missed


class Scored(TypedDict):
    """A row of `table`: the means and medians of a group of scored forecasts; `line`, `hour` where grouped by them."""

    line: NotRequired[str]
    hour: NotRequired[int]
    n: int
    open: int  # questions
    coverage: float
    missed: float
    overdue: float
    brier: float
    brier_straight: float
    brier_yesterday: float
    brier_overdue: float
    error_h: float
    error_left: float
    straight_left: float
    yesterday_left: float


def rows(of: pd.DataFrame) -> list[Scored]:
    """Of a `table`."""
    return records(of, Scored)


def table(scored: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Per group: n, open (questions), coverage, share missed, Brier score of the forecast, of the two baselines and of
    the forecast by rule, median error of the finish in hours (where both the forecast and the day cleared) and of
    what is left, for all three."""
    if scored.empty:
        return scored
    said = {"brier": "p_miss", "brier_straight": "p_straight", "brier_yesterday": "p_yesterday"}
    brier = {name: (scored[p] - scored["missed"]) ** 2 for name, p in said.items()}
    brier["brier_overdue"] = (scored["p_overdue"] - scored["overdue"]) ** 2
    scored = scored.assign(inside=scored["inside"].where(scored["open_question"]), **brier)
    means = {name: (name, "mean") for name in ("missed", "overdue", *brier)}
    errors = {name: (name, "median") for name in ("error_h", "error_left", "straight_left", "yesterday_left")}
    counts = {"n": ("missed", "size"), "open": ("open_question", "sum"), "coverage": ("inside", "mean")}
    return scored.groupby(by).agg(**counts, **means, **errors).reset_index()


def reliability(scored: pd.DataFrame, bins: int = 5) -> pd.DataFrame:
    """Said against happened: per bin of p_miss, n, mean said, share that missed."""
    edge = np.clip((scored["p_miss"] * bins).astype(int), 0, bins - 1)
    out = scored.groupby(edge).agg(n=("missed", "size"), said=("p_miss", "mean"), happened=("missed", "mean"))
    out.insert(0, "bin", out.index / bins)
    return out.reset_index(drop=True)


def earned(row: Scored) -> bool:
    """Whether a row of `table` allows the line's figure to be shown: enough forecasts, an honest band, a probability
    no worse than either baseline, and not clearly worse than telling the usual share of misses every time."""
    return why_not(row) is None


def why_not(row: Scored) -> str | None:
    """The first of the four that a row fails: few, band, baseline, usual. None: it is earned."""
    if row["n"] < FEWEST:
        return "few"
    if not (np.isnan(row["coverage"]) or EARNED[0] <= row["coverage"] <= EARNED[1]):
        return "band"
    if any(row["brier"] > row[b] for b in ("brier_straight", "brier_yesterday") if not np.isnan(row[b])):
        return "baseline"
    usual = row["missed"] * (1 - row["missed"]) + SLACK
    return None if row["brier"] <= usual else "usual"

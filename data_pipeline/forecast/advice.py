"""Bottlenecks and the score in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd

from data_pipeline.forecast.score import FEWEST, Scored
from data_pipeline.forecast.sensitivity import Effect
from data_pipeline.words import say
from data_pipeline.words.quantity import exact, percent

NOTICED = 5 / 60  # hours: a smaller gain is not worth a move


def bottleneck(lang: str, effects: Sequence[Effect], as_of: datetime, names: Mapping[str, str]) -> str:
    """Which stage has most hours of work, and which, sped up by a tenth, moves the finish most."""
    longest, most = max(effects, key=lambda e: e.hours_of_work), effects[0]
    hours = f"{longest.hours_of_work:.1f}"
    said = say(lang, "bottleneck.longest", as_of=f"{as_of:%H:%M}", stage=names[longest.line], hours=hours)
    if most.gain < NOTICED:
        return (said + say(lang, "bottleneck.moves_none")).strip()
    minutes = exact(60 * most.gain)
    return (said + say(lang, "bottleneck.moves_most", stage=names[most.line], minutes=minutes)).strip()


def score(lang: str, row: Scored) -> str:
    """One row of score.table: coverage, Brier score beside its baselines, and the error of the finish."""
    if row["n"] < FEWEST:
        return say(lang, "score.few", n=int(row["n"]), needed=FEWEST).strip()
    said = "" if pd.isna(row["coverage"]) else _coverage(lang, row)
    brier = {n: f"{row[c]:.2f}" for n, c in BRIER.items()}
    said += say(lang, "score.brier", **brier)
    if not pd.isna(row["error_h"]):
        said += say(lang, "score.error", minutes=exact(60 * row["error_h"]))
    return said.strip()


BRIER = {"own": "brier", "straight": "brier_straight", "yesterday": "brier_yesterday"}


def _coverage(lang: str, row: Scored) -> str:
    return say(lang, "score.coverage", share=percent(lang, row["coverage"]), n=int(row["open"]))

"""The one gap of a line and moment: how many more an hour, from the clock on, than are done now."""

import math
from dataclasses import replace
from datetime import datetime

from data_pipeline.forecast.types import BEYOND
from data_pipeline.judge.verdict import Verdict

LEAST = 0.5  # items: less is not worth asking for


def gap(short: float, of: Verdict, now: datetime) -> float | None:
    """`short`: items that will be missing at the deadline. None where it has passed; 0 where nothing is missing."""
    hours = (of.deadline - now).total_seconds() / 3600
    if hours <= 0:
        return None
    return short / hours if short >= LEAST else 0.0


def within_reach(of: Verdict, best: float | None) -> Verdict:
    """A gap that nobody ever came near is told as out of reach: infinite. `best`: the best pace seen today, an hour."""
    if of.needed is None or not best or (of.rate_done or 0.0) + of.needed <= BEYOND * best:
        return of
    return replace(of, needed=math.inf)

"""Forecasts as rows to keep: every one shown is kept, and scored when its day is over."""

from collections.abc import Iterable

import pandas as pd

from data_pipeline.forecast.types import Projection, State

COLUMNS = (
    "line",
    "level",
    "area_code",
    "as_of",
    "deadline",
    "open",
    "state",
    "part",
    "p_miss",
    "p_overdue",
    "enough",
    "straight",
    "rate_done",
    "rate_due",
    "finish",
    "left",
)


def kept(projections: Iterable[Projection]) -> pd.DataFrame:
    """One row per projection that said something. `finish` and `left` are lists at types.LEVELS; hours past the
    horizon are infinite."""
    rows = [{name: getattr(p, name) for name in COLUMNS} for p in projections if p.state is not State.REFUSED]
    frame = pd.DataFrame(rows, columns=pd.Index(COLUMNS))
    frame["state"] = frame["state"].map(str)
    for name in ("finish", "left"):
        frame[name] = frame[name].map(list)
    return frame

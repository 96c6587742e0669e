"""The four states, and the one function that gives them. A state is about the clock, not about the percentage.

A line whose forecasts have earned it is judged by projection: the risk of missing the deadline (domain 3.7). Until
then, and where the data refuse a forecast, by pace (M17): what meeting the deadline needs per hour, over what is done
per hour now; levels 0.9 and 1.1. Old data are not judged (M38, two slots late).
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Any, TypedDict, get_type_hints

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.stretch import FULL

REPORTED_ENOUGH = FULL  # of the places that owe a report: fewer look like a fall, and nothing is judged by them
EASY, HARD = 0.9, 1.1
UNLIKELY, LIKELY = 0.10, 0.50  # of missing the deadline (domain 3.7)


class Status(Enum):
    """In order of need, the neediest first."""

    WILL_MISS = 0
    AT_RISK = 1
    UNKNOWN = 2
    ON_TRACK = 3


class Open(TypedDict):
    """What is open in one line and place, and what of it is beyond what the target lets stay open."""

    open: float
    to_do: float


class Past(TypedDict):
    """Open past its deadline, but for what came so late that it is owed the next morning."""

    overdue: float


class Paced(Open, Past):
    """What the state of one line in one place by pace is read from: columns of page/day."""

    stale: bool
    hours_left: float
    rate_done: float
    pace_ratio: float


class Edges(TypedDict):
    """What the state of a gauge is read from: columns of page/gauges."""

    direction: str
    value: float
    target: float
    amber: float
    red: float


JUDGED_BY = list(get_type_hints(Paced))


def status(row: Paced | None) -> Status:
    """The state of one line in one place, by pace."""
    if row is None or bool(row["stale"]) or pd.isna(row["open"]):
        return Status.UNKNOWN
    if not to_do(row):
        return Status.ON_TRACK
    if row["hours_left"] <= 0:
        return at_deadline(row)
    if pd.isna(row["rate_done"]):
        return Status.UNKNOWN
    if pd.isna(row["pace_ratio"]):
        return Status.WILL_MISS
    if row["pace_ratio"] <= EASY:
        return Status.ON_TRACK
    return Status.AT_RISK if row["pace_ratio"] <= HARD else Status.WILL_MISS


def to_do(row: Open) -> float:
    """Open work beyond what the target lets stay open (coverage of 99 %: a hundredth of what is owed)."""
    beyond = row.get("to_do")
    return float(row["open"] if beyond is None or pd.isna(beyond) else beyond)


def reported_at(row: Any) -> datetime:
    """When these figures were reported: before the row's own time where they are carried over."""
    found = row.get("told_at")
    return row["as_of"] if found is None or pd.isna(found) else found


def at_deadline(row: Past) -> Status:
    """Of work open past its deadline (M02): missed, but for what came so late that it is owed the next morning."""
    overdue = row.get("overdue")
    return Status.AT_RISK if overdue is not None and not pd.isna(overdue) and overdue <= 0 else Status.WILL_MISS


def by_projection(p_miss: float, early: bool) -> Status:
    """The state by the risk of missing the deadline; `early`: even the bad case clears hours before it."""
    if early or p_miss < UNLIKELY:
        return Status.ON_TRACK
    return Status.AT_RISK if p_miss <= LIKELY else Status.WILL_MISS


def status_of(frame: pd.DataFrame) -> pd.Series:
    """The state of every row."""
    # turning the whole rows costs five times as much
    judged_by = pd.DataFrame(frame[[name for name in JUDGED_BY if name in frame]])
    return pd.Series([status(row) for row in records(judged_by, Paced)], index=frame.index, dtype=object)


def level_of(row: Edges, value: float | None = None) -> Status | None:
    """The state of a gauge against its edges; None where it is context only. `value`: in place of the row's own.

    An edge is not yet beyond it. A gauge with a target and no edge is at risk where it misses the target.
    """
    if row["direction"] not in ("up", "down"):
        return None
    held = row["value"] if value is None else value
    if pd.isna(held):
        return Status.UNKNOWN
    beyond = (lambda edge: held < edge) if row["direction"] == "up" else (lambda edge: held > edge)
    if not pd.isna(row["red"]) and beyond(row["red"]):
        return Status.WILL_MISS
    edge = row["target"] if pd.isna(row["amber"]) else row["amber"]
    if pd.isna(edge):
        return None if pd.isna(row["red"]) else Status.ON_TRACK
    return Status.AT_RISK if beyond(edge) else Status.ON_TRACK


def worst(states: Iterable[Status]) -> Status:
    """The neediest of several; none at all is no data."""
    return min(states, key=lambda s: s.value, default=Status.UNKNOWN)

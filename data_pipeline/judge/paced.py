"""A line by its pace: what meeting the deadline needs an hour, over what is done an hour (M17), held against the days
before where there are any."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from data_pipeline.core.status import HARD, Status, status
from data_pipeline.forecast.case import HORIZON
from data_pipeline.judge.gap import gap
from data_pipeline.judge.stops import Course
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.query.rows import LedgerRow

if TYPE_CHECKING:
    from data_pipeline.outlook.past import Past


def paced(base: Verdict, at: LedgerRow, seen: Course, now: datetime, past: "Past | None") -> Verdict:
    """A pace that is too slow but the usual one of its hour is a risk, not a miss. `at`: the judged row."""
    found = _by_pace(base, at, seen, now)
    if found.state is not Status.WILL_MISS or past is None or not at["done"] or not at["due"]:
        return found
    usual = past.usual.clears(base.line, at["as_of"].hour, float(at["open"]) / float(at["due"]))
    return replace(found, state=Status.AT_RISK, usual=True) if usual else found


def _by_pace(base: Verdict, at: LedgerRow, seen: Course, now: datetime) -> Verdict:
    if base.rate_done == 0 or seen.slots or seen.lumps:
        return _seldom(base, at, seen.since or at["as_of"], now)
    lacks = max(0.0, (number(at["rate_needed"]) or 0.0) - (base.rate_done or 0.0)) * max(float(at["hours_left"]), 0.0)
    found = replace(
        base,
        state=status(at),
        judge=Judge.PACE,
        finish=_time(at["finish_at"]),
        left_p50=lacks,
        needed=gap(lacks, base, now),
    )
    return in_future(found, now)


def _seldom(base: Verdict, at: LedgerRow, moved: datetime, now: datetime) -> Verdict:
    """Of what seldom moves or comes in lumps, reports without any are no stop: judged by the mean of the day until it
    last `moved`, and never better than at risk."""
    hours = (moved - datetime.combine(moved.date(), time.min)).total_seconds() / 3600 or 24.0
    mean, left = float(at["done"]) / hours, (base.deadline - moved).total_seconds() / 3600
    if not mean:
        return replace(
            base, state=Status.WILL_MISS, judge=Judge.PACE, left_p50=base.to_do, needed=gap(base.to_do, base, now)
        )
    short = max(0.0, base.to_do - mean * left)
    state = Status.WILL_MISS if base.to_do > HARD * mean * left else Status.AT_RISK
    found = replace(
        base,
        state=state,
        judge=Judge.PACE,
        rate_done=mean,
        left_p50=short,
        finish=moved + timedelta(hours=min(base.to_do / mean, 2400)),
        needed=gap(short, base, now),
    )
    return in_future(found, now)


def in_future(found: Verdict, now: datetime) -> Verdict:
    """A finish in the past is no finish: it was expected, and the next report will say. Nor is one so far past the
    deadline that nobody can tell. A range that has begun begins now."""
    if found.finish_p10 is not None and found.finish_p10 < now:
        found = replace(found, finish_p10=now)
    if found.finish is not None and found.finish > found.deadline + timedelta(hours=HORIZON):
        return replace(found, finish=None, finish_p90=None)
    if found.finish is None or found.finish > now:
        return found
    return replace(found, finish=None, finish_p10=None, finish_p90=None, awaited=True)


def number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _time(value: Any) -> datetime | None:
    return None if value is None or pd.isna(value) else value

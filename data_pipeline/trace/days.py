"""Days beside days: a line or gauge at the same hour of this day and of the days before, area by area, with the limits
of its usual course. Of what is kept of each day, so that a long history costs no more than a short one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.declare import Gauge, Line
from data_pipeline.trace.question import Question, ask, slots

SPANS = (7, 14, 28)  # days that may be asked for, this one among them
FEWEST = 5  # days before without which no limits are drawn
WIDTH = 2.66  # XmR chart (individuals and moving range): 3 / 1.128, Shewhart's three sigma by the mean range of two


@dataclass(frozen=True)
class Limits:
    """Of one area, from `days` days before: their mean, and the mean ± WIDTH × the mean change from a day to the next.
    Not below nothing where no value was."""

    days: int
    mean: float
    low: float
    high: float

    def side(self, value: float) -> int:
        """-1 below them, 1 above, 0 within."""
        return (value > self.high) - (value < self.low)


@dataclass(frozen=True)
class AreaDays:
    """`values`: by day, in order, days of which nothing was reported left out. `limits`: None where too few came
    before."""

    area: str
    values: dict[date, float]
    limits: Limits | None
    today: date

    @property
    def side(self) -> int:
        """Whether this day lies beyond the limits, and on which side."""
        now = self.values.get(self.today)
        return self.limits.side(now) if self.limits and now is not None else 0


def limits(before: dict[date, float]) -> Limits | None:
    """Of the days before, in order; a change is taken only from a day to the very next. None where too few."""
    values = list(before.values())
    moves = [abs(before[b] - before[a]) for a, b in pairwise(before) if b - a == timedelta(days=1)]
    if len(values) < FEWEST or len(moves) < FEWEST - 1:
        return None
    mean, reach = sum(values) / len(values), WIDTH * sum(moves) / len(moves)
    low = mean - reach
    return Limits(len(values), mean, max(low, 0.0) if min(values) >= 0 else low, mean + reach)


def days_of(board: Board, moment: AsOf, q: Question, of: Line | Gauge) -> list[AreaDays]:
    """Areas in their order. `q`: areas, level and number of days; `of`: the figure, one of the two asked for."""
    midnight = datetime.combine(moment.ops_day, time.min)
    before = board.rows(
        "page/figure_days",
        moment.known_at,
        first_day=moment.ops_day - timedelta(days=q.days - 1),
        ops_day=moment.ops_day - timedelta(days=1),
        figure=of.id,
        level=q.level,
        areas=list(q.areas),
        by=int((moment.as_of - midnight).total_seconds() // 60),
    )
    return beside(before, _today(board, moment, q, of), moment.ops_day)


def _today(board: Board, moment: AsOf, q: Question, of: Line | Gauge) -> pd.DataFrame:
    """The newest report of each area; of the day held in memory."""
    begun = slots(board.pack, moment)
    rows = ask(board, moment, Question(of, q.level, q.areas, begun[0], begun[-1]))
    rows = rows.assign(value=rows["open" if isinstance(of, Line) else "value"])
    return rows.sort_values("as_of", kind="stable").groupby("area_code", sort=False).tail(1)


def beside(before: pd.DataFrame, today: pd.DataFrame, ops_day: date) -> list[AreaDays]:
    """`before`: rows of page/figure_days; `today`: one row an area with its value."""
    found: dict[str, dict[date, float]] = {}
    for row in records(before):
        if pd.notna(row["value"]):
            day = date.fromisoformat(str(row["ops_day"])[:10])
            found.setdefault(str(row["area_code"]), {})[day] = float(row["value"])
    made = {area: limits(values) for area, values in found.items()}
    for row in records(today):
        if pd.notna(row["value"]):
            found.setdefault(str(row["area_code"]), {})[ops_day] = float(row["value"])
    return [AreaDays(area, values, made.get(area), ops_day) for area, values in found.items()]


def in_order(of: Sequence[AreaDays], areas: Sequence[str]) -> list[AreaDays]:
    """As the operation declares its areas; others are left out."""
    held = {x.area: x for x in of}
    return [held[area] for area in areas if area in held]

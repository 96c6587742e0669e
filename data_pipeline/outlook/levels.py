"""Tomorrow's levels of a board's daily stocks, each with how often such ranges held on the days before, or why none."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Gauge
from data_pipeline.forecast.levels import STEPS, WIDE, WINDOW, Level, Score, Series, next_day, score, walk, widths
from data_pipeline.forecast.score import EARNED, FEWEST

SCORED = 90  # days before the newest whose ranges are scored


@dataclass(frozen=True)
class Ahead:
    """One area: its newest level, of `day`, and what is said of the day after."""

    area: str
    day: date
    today: float
    said: Level


@dataclass(frozen=True)
class Levels:
    """One gauge, its areas in the fixed order. A range is shown once such ranges have earned it: `shown`."""

    gauge: Gauge
    areas: tuple[Ahead, ...]
    score: Score
    wide: float

    @property
    def shown(self) -> bool:
        return self.score.stated >= FEWEST and EARNED[0] <= self.score.coverage <= EARNED[1]


def levels(board: Board, moment: AsOf) -> list[Levels]:
    """Of every gauge declared `ahead` that was told; districts, and the whole where it was told."""
    first = moment.ops_day - timedelta(days=SCORED + WINDOW + 2 * STEPS)
    rows = board.rows("page/levels", moment.known_at, first_day=first, ops_day=moment.ops_day, moment=moment.as_of)
    found = []
    for gauge, of_gauge in rows.groupby("gauge", sort=False):
        found.append(_levels(board.pack.gauges[str(gauge)], pd.DataFrame(of_gauge)))
    return found


def _levels(gauge: Gauge, rows: pd.DataFrame) -> Levels:
    series: dict[str, Series] = {
        str(area): (pd.to_datetime(part["ops_day"]).dt.date.tolist(), part["value"].astype(float).tolist())
        for area, part in rows.groupby("area_code", sort=False)
    }
    parts = set(rows.loc[rows["level"] == "district", "area_code"])
    own = [s for area, s in series.items() if area in parts] or list(series.values())
    newest = max(days[-1] for days, _ in series.values())
    walked = walk(own)
    wide = widths(walked).get(newest + timedelta(days=1), WIDE)
    areas = [Ahead(a, days[-1], values[-1], next_day(days, values, wide)) for a, (days, values) in series.items()]
    return Levels(gauge, tuple(areas), score(own, newest - timedelta(days=SCORED), walked), wide)

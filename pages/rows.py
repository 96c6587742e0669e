"""The rows pages draw, read once per pulse for all viewers."""

import pandas as pd

from data_pipeline.board import board
from data_pipeline.clock import Moment
from pages import live
from pages.parts.day import Day


def day_rows(pulse: str, moment: Moment) -> Day:
    rows = live.once(("day", pulse), lambda: _ask("page/day", moment))
    return live.once(("day drawn", pulse), lambda: Day.of(rows, board().pack, moment.ops_day, moment.as_of))


def freshness_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.once(("freshness", pulse), lambda: _ask("page/freshness", moment))


def gauge_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.once(("gauges", pulse), lambda: _ask("page/gauges", moment))


def city_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.once(("city", pulse), lambda: _ask("page/city", moment))


def _ask(name: str, moment: Moment) -> pd.DataFrame:
    return board().rows(name, known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)

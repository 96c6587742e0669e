"""The rows pages draw, read once per pulse for all viewers."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from threading import Thread

import pandas as pd

from data_pipeline import outlook
from data_pipeline.board import board
from data_pipeline.clock import Moment
from data_pipeline.outlook.alerts import Alert, alerts
from data_pipeline.outlook.decide import Matter, matters
from pages import live
from pages.parts.day import Day
from pages.parts.readings import Readings


def day_rows(pulse: str, moment: Moment) -> Day:
    rows = live.once(("day", pulse), lambda: _ask("page/day", moment))
    return live.once(
        ("day drawn", pulse),
        lambda: Day.of(rows, board().pack, moment.ops_day, moment.as_of, outlook_of(pulse, moment)),
    )


def freshness_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.once(("freshness", pulse), lambda: _ask("page/freshness", moment))


def gauge_rows(pulse: str, moment: Moment) -> Readings:
    rows = live.once(("gauges", pulse), lambda: _ask("page/gauges", moment))
    return live.once(("gauges drawn", pulse), lambda: Readings.of(rows, board().pack))


def city_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.once(("city", pulse), lambda: _ask("page/city", moment))


@lru_cache(maxsize=16)
def prepare(pulse: str, moment: Moment) -> None:
    """Begin what every page reads, before the viewers who are just being told of this pulse ask for it.

    Beside one another: while the forecast is worked out of the day's rows, the database makes the gauges.
    """
    for rows in (day_rows, gauge_rows, freshness_rows):
        Thread(target=_quietly, args=(rows, pulse, moment), daemon=True).start()


def _quietly(rows: Callable[[str, Moment], object], pulse: str, moment: Moment) -> None:
    """What is wrong is told to the viewer who asks."""
    with suppress(Exception):
        rows(pulse, moment)


def _ask(name: str, moment: Moment) -> pd.DataFrame:
    return board().rows(name, known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)


def outlook_of(pulse: str, moment: Moment) -> outlook.Outlook | None:
    """None until the days before are worked out."""
    return live.once(("outlook", pulse), lambda: outlook.ready(board(), moment))


def matter_rows(pulse: str, moment: Moment) -> list[Matter]:
    said = outlook_of(pulse, moment)
    lines = [x.id for x in board().pack.lines.values() if x.tier == "headline"]
    return live.once(("matters", pulse), lambda: matters(said, lines) if said else [])


def alert_rows(pulse: str, moment: Moment) -> list[Alert]:
    return live.once(
        ("alerts", pulse), lambda: alerts(day_rows(pulse, moment).frame, board().pack, moment.as_of)
    )  # fmt: skip

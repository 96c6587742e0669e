"""The rows pages draw, read once per pulse for all viewers."""

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from threading import Thread

import pandas as pd

from data_pipeline import outlook
from data_pipeline.board import board
from data_pipeline.clock import Moment
from data_pipeline.outlook.alerts import Alert, alerts
from data_pipeline.outlook.decide import Matter, matters
from data_pipeline.outlook.judge import Bench
from data_pipeline.outlook.past import has_failed
from data_pipeline.outlook.slots import turned
from pages import live
from pages.parts.day import Day
from pages.parts.readings import Readings


def day_rows(pulse: str, moment: Moment) -> Day:
    return live.held(("day drawn", pulse), lambda: _day(pulse, moment))


def _day(pulse: str, moment: Moment) -> Day:
    return Day.judged(_day_table(pulse, moment), moment.ops_day, moment.as_of, _bench(pulse, moment))


def _bench(pulse: str, moment: Moment) -> Bench:
    said = outlook_of(pulse, moment)
    return Bench(board().pack, moment.now, said, said is None and not has_failed(board(), moment))


def _day_table(pulse: str, moment: Moment) -> pd.DataFrame:
    """Asked again only where the store knows more or a slot or a grace has passed."""
    turn = turned(board().pack, moment)
    key = ("day", pulse.split("~", maxsplit=1)[0], turn)
    return live.held(key, lambda: _ask("page/day", replace(moment, as_of=turn)))


def freshness_rows(pulse: str, moment: Moment) -> pd.DataFrame:
    return live.held(("freshness", pulse), lambda: _ask("page/freshness", moment))


def gauge_rows(pulse: str, moment: Moment) -> Readings:
    rows = live.held(("gauges", pulse), lambda: _ask("page/gauges", moment))
    return live.held(("gauges drawn", pulse), lambda: Readings.of(rows, board().pack))


@lru_cache(maxsize=16)
def prepare(pulse: str, moment: Moment) -> None:
    """Begin what every page reads, before the viewers who are just being told of this pulse ask for it."""
    Thread(target=_begin, args=(pulse, moment), daemon=True).start()


def _begin(pulse: str, moment: Moment) -> None:
    """The day first; then, while the forecast is made of it, the database makes the gauges. What is wrong is told to
    the viewer who asks."""
    with suppress(Exception):
        _day_table(pulse, moment)
        Thread(target=_rest, args=(pulse, moment), daemon=True).start()
        day_rows(pulse, moment)


def _rest(pulse: str, moment: Moment) -> None:
    with suppress(Exception):
        gauge_rows(pulse, moment)
        freshness_rows(pulse, moment)


def _ask(name: str, moment: Moment) -> pd.DataFrame:
    return board().rows(name, known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)


def outlook_of(pulse: str, moment: Moment) -> outlook.Outlook | None:
    """None until the days before are worked out."""
    return live.held(("outlook", pulse), lambda: outlook.ready(board(), moment))


def matter_rows(pulse: str, moment: Moment) -> list[Matter]:
    said = outlook_of(pulse, moment)
    lines = [x.id for x in board().pack.lines.values() if x.tier == "headline"]
    return live.held(("matters", pulse), lambda: matters(said, lines) if said else [])


def alert_rows(pulse: str, moment: Moment) -> list[Alert]:
    return live.held(("alerts", pulse), lambda: alerts(_day_table(pulse, moment), _bench(pulse, moment)))

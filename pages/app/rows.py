"""The rows pages draw, read once per pulse for all viewers. What is judged is judged of the whole city; whoever sees
only some districts (their pulse says so) is given these and the city's sums."""

from dataclasses import replace

import pandas as pd

from data_pipeline import outlook
from data_pipeline.access.sight import Sight, parted
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.newest import Newest
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.slots import turned
from data_pipeline.outlook.alerts import Alert, alerts
from data_pipeline.outlook.decide import Matter, to_decide
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.past import has_failed
from pages.app import live
from pages.model.day import Day
from pages.model.readings import Readings

DESK = Newest("prepare", threads=2, limit=4)  # for the clock that all share: its day, and beside it the gauges


def day_rows(pulse: str, moment: AsOf) -> Day:
    return live.held(("day drawn", pulse), lambda: _shown_day(pulse, moment))


def _shown_day(pulse: str, moment: AsOf) -> Day:
    sight, whole = parted(pulse)
    return _day(whole, moment) if sight.is_whole else day_rows(whole, moment).within(sight)


def _day(pulse: str, moment: AsOf) -> Day:
    day = Day.judged(_day_table(pulse, moment), moment.ops_day, moment.as_of, _bench(pulse, moment))
    came = board().loads(moment.known_at)["received_at"] if day.is_empty else ()
    heard = came.max().to_pydatetime() if len(came) else None  # type: ignore[union-attr]
    waits = len(board().waiting(moment.known_at))
    return replace(day, stands=moment.stands, heard=heard, waits=waits)


def _bench(pulse: str, moment: AsOf) -> Bench:
    said = outlook_of(pulse, moment)
    return Bench(board().pack, moment.now, said, said is None and not has_failed(board(), moment))


def _day_table(pulse: str, moment: AsOf) -> pd.DataFrame:
    """Asked again only where the store knows more or a slot or a grace has passed."""
    turn = turned(board().pack, moment)
    key = ("day", _known(pulse), turn)
    return live.held(key, lambda: _ask("page/day", replace(moment, as_of=turn)))


def _known(pulse: str) -> str:
    """The pulse without what the clock shows: rows that follow from the store and the slot alone outlive its steps."""
    return pulse.split("~", maxsplit=1)[0]


def freshness_rows(pulse: str, moment: AsOf) -> pd.DataFrame:
    """Of all districts, whoever looks: pages tell from it how many have reported, and no figure of any."""
    pulse = parted(pulse)[1]
    return live.held(("freshness", _known(pulse)), lambda: _ask("page/freshness", moment))


def gauge_rows(pulse: str, moment: AsOf) -> Readings:
    sight, whole = parted(pulse)
    rows = live.held(("gauges", _known(whole)), lambda: _ask("page/gauges", moment))
    return live.held(("gauges drawn", _known(pulse)), lambda: readings(rows, sight))


def readings(rows: pd.DataFrame, sight: Sight) -> Readings:
    return Readings.of(sight.rows(board().pack, rows), sight.pack(board().pack))


def prepare(clock: str, pulse: str, moment: AsOf) -> bool:
    """Begin what every page reads, before the viewers who are just being told of this pulse ask for it. Of one clock
    only its newest pulse; False where too much waits: then whoever asks makes it. What is wrong is told to them."""
    pulse = parted(pulse)[1]
    return DESK.ask(clock, pulse, lambda: _begin(clock, pulse, moment))


def _begin(clock: str, pulse: str, moment: AsOf) -> None:
    """The day first; then, while the forecast is made of it, the database makes the gauges."""
    _day_table(pulse, moment)
    DESK.ask(f"{clock} gauges", pulse, lambda: _rest(pulse, moment))
    day_rows(pulse, moment)


def _rest(pulse: str, moment: AsOf) -> None:
    gauge_rows(pulse, moment)
    freshness_rows(pulse, moment)


def _ask(name: str, moment: AsOf) -> pd.DataFrame:
    return board().rows(name, known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)


def outlook_of(pulse: str, moment: AsOf) -> outlook.Outlook | None:
    """None until the days before are worked out."""
    sight, whole = parted(pulse)
    said = live.held(("outlook", whole), lambda: outlook.ready(board(), moment))
    return said if sight.is_whole or said is None else live.held(("outlook", pulse), said.unnamed)


def matter_rows(pulse: str, moment: AsOf) -> list[Matter | LeftOver]:
    return live.held(("matters", pulse), lambda: _matters(pulse, moment))


def _matters(pulse: str, moment: AsOf) -> list[Matter | LeftOver]:
    sight, whole = parted(pulse)
    if not sight.is_whole:
        return theirs(matter_rows(whole, moment), sight)
    day, gauges = day_rows(pulse, moment), gauge_rows(pulse, moment)
    return to_decide(day.pack, moment, day.frame, gauges.frame, day.outlook)


def theirs(matters: list[Matter | LeftOver], sight: Sight) -> list[Matter | LeftOver]:
    """What is to be decided in these districts alone, and of what was left in the city their part."""
    pack = board().pack
    return [
        replace(m, areas=[(a, n) for a, n in m.areas if a and sight.sees(pack, a)]) if isinstance(m, LeftOver) else m
        for m in matters
        if isinstance(m, LeftOver) or all(sight.sees(pack, a) for a in (m.area, *(v.source for v in m.order.moves)))
    ]


def alert_rows(pulse: str, moment: AsOf) -> list[Alert]:
    pulse = parted(pulse)[1]
    return live.held(("alerts", pulse), lambda: alerts(_day_table(pulse, moment), _bench(pulse, moment)))

"""The rows pages draw, read once per version for all viewers. What is judged is judged of the whole city; whoever sees
only some districts (their version says so) is given these and the city's sums."""

from dataclasses import replace

import pandas as pd

from data_pipeline import outlook
from data_pipeline.access.sight import Sight, parted
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.newest import Newest
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.slots import turned
from data_pipeline.outlook.alerts import Alert, raised_so_far
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.decide import Matter, to_decide
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.past import has_failed
from data_pipeline.outlook.readings import Readings
from pages.app import live
from pages.app.data_version import without_acts

DESK = Newest("prepare", threads=2, limit=4)  # for the clock that all share: its day, and beside it the gauges


def day_rows(version: str, moment: AsOf) -> Day:
    return live.held(("day drawn", without_acts(version)), lambda: _shown_day(version, moment))


def _shown_day(version: str, moment: AsOf) -> Day:
    sight, whole = parted(version)
    return _day(whole, moment) if sight.is_whole else day_rows(whole, moment).within(sight)


def _day(version: str, moment: AsOf) -> Day:
    day = Day.judged(_day_table(version, moment), moment.ops_day, moment.as_of, _bench(version, moment))
    came = board().loads(moment.known_at)["received_at"] if day.is_empty else ()
    heard = came.max().to_pydatetime() if len(came) else None  # type: ignore[union-attr]
    waits, unbegun = len(board().waiting(moment.known_at)), day.is_empty and heard is None and nothing_came()
    return replace(day, stands=moment.stands, heard=heard, unbegun=unbegun, waits=waits, unheard=board().unheard())


def nothing_came() -> bool:
    """Nothing was ever received, at whatever time a viewer looks."""
    return not len(board().loads())


def _bench(version: str, moment: AsOf) -> Bench:
    said = outlook_of(version, moment)
    return Bench(board().pack, moment.now, said, said is None and not has_failed(board(), moment))


def _day_table(version: str, moment: AsOf) -> pd.DataFrame:
    """Asked again only where the store knows more or a slot or a grace has passed."""
    turn = turned(board().pack, moment)
    key = ("day", _known(version), turn)
    return live.held(key, lambda: _ask("page/day", replace(moment, as_of=turn)))


def _known(version: str) -> str:
    """Without what the clock shows: rows that follow from the store and the slot alone outlive its steps."""
    return version.split("~", maxsplit=1)[0]


def freshness_rows(version: str, moment: AsOf) -> pd.DataFrame:
    """Of all districts, whoever looks: pages tell from it how many have reported, and no figure of any."""
    version = parted(version)[1]
    return live.held(("freshness", _known(version)), lambda: _ask("page/freshness", moment))


def gauge_rows(version: str, moment: AsOf) -> Readings:
    sight, whole = parted(version)
    rows = live.held(("gauges", _known(whole)), lambda: _ask("page/gauges", moment))
    return live.held(("gauges drawn", _known(version)), lambda: readings(rows, sight))


def readings(rows: pd.DataFrame, sight: Sight) -> Readings:
    return Readings.of(sight.rows(board().pack, rows), sight.pack(board().pack))


def prepare(clock: str, version: str, moment: AsOf) -> bool:
    """Begin what every page reads, before the viewers who are just being told of this version ask for it. Of one clock
    only its newest version; False where too much waits: then whoever asks makes it. What is wrong is told to them."""
    version = parted(version)[1]
    return DESK.ask(clock, version, lambda: _begin(clock, version, moment))


def _begin(clock: str, version: str, moment: AsOf) -> None:
    """The day first; then, while the forecast is made of it, the database makes the gauges."""
    _day_table(version, moment)
    DESK.ask(f"{clock} gauges", version, lambda: _rest(version, moment))
    day_rows(version, moment)


def _rest(version: str, moment: AsOf) -> None:
    gauge_rows(version, moment)
    freshness_rows(version, moment)


def _ask(name: str, moment: AsOf) -> pd.DataFrame:
    return board().rows(name, known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)


def outlook_of(version: str, moment: AsOf) -> outlook.Outlook | None:
    """None until the days before are worked out."""
    sight, whole = parted(version)
    said = live.held(("outlook", without_acts(whole)), lambda: outlook.ready(board(), moment))
    return said if sight.is_whole or said is None else live.held(("outlook", without_acts(version)), said.unnamed)


def matter_rows(version: str, moment: AsOf) -> list[Matter | LeftOver]:
    return live.held(("matters", without_acts(version)), lambda: _matters(version, moment))


def _matters(version: str, moment: AsOf) -> list[Matter | LeftOver]:
    sight, whole = parted(version)
    if not sight.is_whole:
        return theirs(matter_rows(whole, moment), sight)
    day, gauges = day_rows(version, moment), gauge_rows(version, moment)
    return to_decide(day.pack, moment, day.frame, gauges.frame, day.outlook)


def theirs(matters: list[Matter | LeftOver], sight: Sight) -> list[Matter | LeftOver]:
    """What is to be decided in these districts alone, and of what was left in the city their part."""
    pack = board().pack
    return [
        replace(m, areas=[(a, n) for a, n in m.areas if a and sight.sees(pack, a)]) if isinstance(m, LeftOver) else m
        for m in matters
        if isinstance(m, LeftOver) or all(sight.sees(pack, a) for a in (m.area, *(v.source for v in m.order.moves)))
    ]


def alert_rows(version: str, moment: AsOf) -> list[Alert]:
    sight = parted(version)[0]
    return [a for a in alerts_so_far(version, moment) if a.eased is None and sight.sees(board().pack, a.area)]


def alerts_so_far(version: str, moment: AsOf) -> list[Alert]:
    """Also those of the day that have eased."""
    version = without_acts(parted(version)[1])
    return live.held(("alerts", version), lambda: raised_so_far(_day_table(version, moment), _bench(version, moment),
                                                                _edge_rows(version, moment)))  # fmt: skip


def _edge_rows(version: str, moment: AsOf) -> pd.DataFrame:
    asked = {"ops_day": moment.ops_day, "moment": moment.as_of, "gauges": board().pack.alerts.gauges}
    return live.held(("edges", _known(version)), lambda: board().rows("page/edges", moment.known_at, **asked))

"""What a brief is made from: the day as the board judges it at one moment, with the outlook worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from typing import Any

import pandas as pd

from data_pipeline.access.sight import WHOLE, Sight
from data_pipeline.board.board import Board
from data_pipeline.board.meetings import meeting_before
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Line, Pack
from data_pipeline.declare.brief import BriefForm
from data_pipeline.judge.judge import Bench
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.judge.slots import turned
from data_pipeline.outlook import outlook
from data_pipeline.outlook.alerts import Alert, alerts
from data_pipeline.outlook.day import IN_NEED, Day
from data_pipeline.outlook.decide import Matter, to_decide
from data_pipeline.outlook.leftover import LeftOver
from data_pipeline.outlook.why import Why, why
from data_pipeline.store.log.reviewed import Reviewed


@dataclass(frozen=True)
class Wanted:
    """Which brief, of which area ("" the city), in which language, for whose eyes."""

    form: BriefForm
    lang: str
    area: str = ""
    sight: Sight = WHOLE


@dataclass(frozen=True)
class Material:
    """`day` speaks of the area. `meeting`: the last one of the day held before this moment."""

    board: Board
    moment: AsOf
    wanted: Wanted
    day: Day
    freshness: pd.DataFrame
    matters: Sequence[Matter | LeftOver]
    alerts: Sequence[Alert]
    meeting: datetime | None
    _held: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def pack(self) -> Pack:
        return self.day.pack

    @property
    def lang(self) -> str:
        return self.wanted.lang

    @property
    def area(self) -> str:
        return self.day.city_code

    @property
    def is_city(self) -> bool:
        return self.area == self.pack.operation.city_code

    @cached_property
    def reviewed(self) -> Reviewed | None:
        """Who confirmed this document of the day, and with which remarks."""
        about = self.wanted.form.id, self.moment.ops_day
        known = (r for r in self.board.reviews(self.moment.known_at) if (r.form, r.ops_day) == about)
        return next(known, None) if self.wanted.form.confirm else None

    @property
    def remarks(self) -> Mapping[str, str]:
        """By part."""
        return self.reviewed.remarks if self.reviewed else {}

    @cached_property
    def headline(self) -> list[Line]:
        return self.day.lines("headline")

    @cached_property
    def first(self) -> Line | None:
        """The line most in need."""
        return self.day.pressing(self.headline)

    def in_need(self, tier: str) -> list[tuple[Line, JudgedRow]]:
        """Lines that will or may miss their deadline, or have, with their rows; the order is the board's."""
        found = [(x, r) for x in self.day.lines(tier) if (r := self.day.city(x.id))]
        return [(x, r) for x, r in found if r["state"] in IN_NEED]

    def why(self, line: Line) -> Why:
        """Asked once a line: of the whole city only."""
        key = f"why {line.id}"
        if key not in self._held:
            self._held[key] = why(self.board, self.day.outlook, line)
        return self._held[key]

    @cached_property
    def before(self) -> Mapping[str, JudgedRow]:
        """Of each line its row here at the last meeting."""
        if self.meeting is None:
            return {}
        rows = {x.id: self.day.course(x.id, self.area) for x in self.pack.lines.values()}
        met = {line: [r for r in course if r["as_of"] <= self.meeting] for line, course in rows.items()}
        return {line: course[-1] for line, course in met.items() if course}


def gathered(board: Board, moment: AsOf, wanted: Wanted) -> Material:
    """Waits for the days before to be worked out: a document does not say that something is being worked out."""
    pack = board.pack
    asked = {"ops_day": moment.ops_day, "moment": turned(pack, moment)}
    rows = board.rows("page/day", moment.known_at, **asked)
    fresh = board.rows("page/freshness", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    gauges = board.rows("page/gauges", moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)
    bench = Bench(pack, moment.now, outlook(board, moment))
    day = Day.judged(rows, moment.ops_day, moment.as_of, bench)
    matters = to_decide(pack, moment, day.frame, gauges, day.outlook)
    midnight = datetime.combine(moment.ops_day, time.min)
    return Material(
        board,
        moment,
        wanted,
        _seen(day, moment, wanted),
        fresh,
        [m for m in matters if _concerns(m, wanted, pack)],
        alerts(rows, bench),
        meeting_before(pack.operation, midnight, moment.as_of, board.meetings(moment.known_at)),
    )


def _seen(day: Day, moment: AsOf, wanted: Wanted) -> Day:
    own = replace(day, stands=moment.stands)
    own = own if wanted.sight.is_whole else own.within(wanted.sight)
    return own.focused(wanted.area) if wanted.area else own


def _concerns(m: Matter | LeftOver, wanted: Wanted, pack: Pack) -> bool:
    """To be decided here, with nobody out of sight in it."""
    if isinstance(m, LeftOver):
        return not wanted.area and wanted.sight.is_whole
    places = (m.area, *(v.source for v in m.order.moves))
    return (not wanted.area or m.area == wanted.area) and all(wanted.sight.sees(pack, a) for a in places)

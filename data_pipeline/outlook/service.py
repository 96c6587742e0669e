"""One outlook per data version and slot, for all who look."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

import pandas as pd

from data_pipeline.board.board import Board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.forecast import Forecast, Projection, Reason, State
from data_pipeline.forecast.companion import Companion, agreed, companions
from data_pipeline.forecast.fan import Fan, fan
from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.judge.slots import Slot, judged_slots, turned
from data_pipeline.outlook import journal
from data_pipeline.outlook.atslot import at_slots
from data_pipeline.outlook.momentum import Momentum, momentum
from data_pipeline.outlook.past import Past
from data_pipeline.outlook.past import past as past_of
from data_pipeline.outlook.past import ready as past_ready

log = logging.getLogger(__name__)
P = TypeVar("P", bound=Projection)
HELD = 12

OUTLOOKS = Cache("outlooks", HELD)


@dataclass(frozen=True)
class Outlook:
    """`now`: of each line as at the slot it is judged at (atslot); `then`: as at the last meeting, where there was one
    to compare with. `slots`: those judged of each line, the newest last."""

    moment: AsOf
    now: Forecast
    then: Forecast | None
    meeting: datetime | None
    past: Past
    ledger: pd.DataFrame  # of the day and the days before
    slots: Mapping[str, Sequence[Slot]] = field(default_factory=dict)

    def hour(self, as_of: datetime) -> int:
        """Of the operating day, 24 for its end."""
        return 24 if as_of.date() > self.moment.ops_day else as_of.hour

    def any(self, line: str, area: str) -> Projection | None:
        """What the forecast says, whether it may be shown or not; its gap from the clock on."""
        if (line, area) not in self._any:
            whole = area == self.past.rules.whole
            said = self.now.city.get(line) if whole else self.now.areas.get((line, area))
            self._any[line, area] = by_clock(said, self.moment.now) if said else None
        return self._any[line, area]

    @cached_property
    def _any(self) -> dict[tuple[str, str], Projection | None]:
        """What was asked for already: a page asks for each several times."""
        return {}

    def of(self, line: str, area: str) -> Projection | None:
        """What may be shown: None where the data refuse it or the line has not earned it."""
        return None if self.why_not(line, area) else self.any(line, area)

    def why_not(self, line: str, area: str) -> tuple[Reason, ...]:
        """Empty where the figure may be shown."""
        said = self.any(line, area)
        if said is None:
            return (Reason.THIN,)
        if said.state is State.REFUSED:
            return said.reasons
        return () if self._judges(line, said.as_of) else (Reason.UNEARNED,)

    def _judges(self, line: str, as_of: datetime) -> bool:
        """What has earned it at one hour of the day judges for the rest of it: no line changes its judge back."""
        if (line, as_of) not in self._judging:
            hours = {self.hour(s.at) for s in self.slots.get(line, ()) if s.at <= as_of} or {self.hour(as_of)}
            self._judging[line, as_of] = any(self.past.earned(line, hour) for hour in hours)
        return self._judging[line, as_of]

    @cached_property
    def _judging(self) -> dict[tuple[str, datetime], bool]:
        return {}

    def momentum(self, line: str, area: str) -> Momentum | None:
        """Whether it got better or worse since the last meeting; None where that cannot be said."""
        now = self.of(line, area)
        if now is None or self.then is None:
            return None
        city = area == self.past.rules.whole
        then = self.then.city.get(line) if city else self.then.areas.get((line, area))
        return momentum(then, now)

    def part(self, line: str, area: str) -> str:
        """The line whose ledger stands behind: its own, or that of the part that speaks for it."""
        said = self.any(line, area)
        return said.part if said and said.part else line

    def fan(self, line: str, area: str) -> Fan | None:
        if self.of(line, area) is None:
            return None
        if (line, area) not in self._fans:
            case = self.now.cases[self.part(line, area)].case
            self._fans[line, area] = fan(case, None if area == self.past.rules.whole else area)
        return self._fans[line, area]

    @cached_property
    def _fans(self) -> dict[tuple[str, str], Fan]:
        """Of every language and colour the same."""
        return {}

    def companion(self, line: str, area: str) -> Companion | None:
        """Rate needed against the best ever seen here; needs no forecast, so it is never withheld."""
        found, said = self._companions.get((self.part(line, area), area)), self.of(line, area)
        if found is None:
            return None
        rate, more = (said.rate_done, said.more_needed()) if said else (None, None)
        return agreed(found, rate, more, self.moment.now)

    @cached_property
    def _companions(self) -> dict[tuple[str, str], Companion]:
        both = [*self.now.cases.values(), *self.whole.values()]
        return {(c.line, c.area_code): c for ready in both for c in companions(ready)}

    @cached_property
    def whole(self) -> dict[str, Prepared]:
        """The city's own rows, as if it were one place; of each line up to the slot it is judged at."""
        method = replace(self.past.rules, level="city")
        by_slot: dict[datetime, list[str]] = {}
        for line, slots in self.slots.items():
            by_slot.setdefault(slots[-1].at, []).append(line)
        found: dict[str, Prepared] = {}
        for at, lines in by_slot.items():
            rows = pd.DataFrame(self.ledger[self.ledger["line"].isin(lines)])
            found |= prepare(rows, at, method, graced=True)
        return found

    def unnamed(self) -> "Outlook":
        """The same, without the districts that hold the city's finish."""
        city = {line: replace(c, holders=()) for line, c in self.now.city.items()}
        other = replace(self, now=replace(self.now, city=city))
        for name in ("_companions", "whole"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    def clocked(self, moment: AsOf) -> "Outlook":
        """The same by another clock; what was worked out of the rows is kept."""
        other = replace(self, moment=moment)
        for name in ("_companions", "whole"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other


def outlook(board: Board, moment: AsOf) -> Outlook:
    return _made(board, moment, past_of(board, moment))


def ready(board: Board, moment: AsOf) -> Outlook | None:
    """Without waiting for the days before: None until they are worked out, which this begins."""
    found = past_ready(board, moment)
    return _made(board, moment, found) if found else None


def by_clock(p: P, now: datetime) -> P:
    """What is told at `now` of a forecast made before: gaps from now on, and no finish in the past."""
    since = max(0.0, (now - p.as_of).total_seconds() / 3600)
    finish = p.finish if p.state is State.CLEARED else tuple(max(x, since) for x in p.finish)
    return replace(p, clock=max(now, p.as_of), finish=finish)


def _made(board: Board, moment: AsOf, past: Past) -> Outlook:
    version = board.version(moment.known_at)
    key = (str(board.root), version, AsOf(moment.ops_day, moment.as_of, turned(board.pack, moment)))
    found = OUTLOOKS.get(key, lambda: _kept(board, version, moment, past))
    return found if found.moment == moment else found.clocked(moment)


def _kept(board: Board, version: str, moment: AsOf, past: Past) -> Outlook:
    said = make(board, moment, past)
    try:
        journal.keep(board.root, version, moment, _shown(said))
    except (BoardError, OSError):  # who looks is not to suffer from a full disk; it is scored as made again
        log.exception("the forecasts of %s could not be kept", moment.as_of)
    return said


def make(board: Board, moment: AsOf, past: Past) -> Outlook:
    asked = {"ops_day": moment.ops_day, "moment": turned(board.pack, moment)}
    today = board.rows("page/day", moment.known_at, **asked)
    return foresee(today, board.pack, moment, past, meetings(board, moment))


def foresee(today: pd.DataFrame, pack: Pack, moment: AsOf, past: Past, meeting: datetime | None) -> Outlook:
    """From rows of page/day alone. `meeting`: the slot of the last one, if there was any today."""
    today = pd.DataFrame(today[today["line"].isin(list(past.rules.lines))])
    slots = judged_slots(today, pack, moment.now)
    met = {line: [s for s in of if s.at <= meeting] for line, of in slots.items()} if meeting else {}
    then = at_slots(today, past, met, meeting) if meeting else None
    ledger = pd.concat([past.ledger, pd.DataFrame(today[past.ledger.columns])], ignore_index=True)
    return Outlook(moment, at_slots(today, past, slots, moment.as_of), then, meeting, past, ledger, slots)


def meetings(board: Board, moment: AsOf) -> datetime | None:
    """The last meeting of the day before this slot."""
    midnight = datetime.combine(moment.ops_day, datetime.min.time())
    times = (m.split(":") for m in board.pack.operation.meetings)
    held = [midnight + timedelta(hours=int(h), minutes=int(m)) for h, m in times]
    return max((m for m in held if m < moment.as_of), default=None)


def _shown(said: Outlook) -> list[Projection]:
    """Forecasts of lines that are shown; the others are made again when they are scored."""
    return [p for p in said.now if said.of(p.line, p.area_code)]

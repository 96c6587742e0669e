"""One operating day as the pages draw it: the rows of the query `page/day`, by line and area, each with its state."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from data_pipeline.access.sight import Sight
from data_pipeline.core.records import records
from data_pipeline.core.status import Status
from data_pipeline.core.stretch import Now, Stretch
from data_pipeline.declare import Line, Pack
from data_pipeline.forecast.profile import Profile
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.judge.judged import JudgedLedger, JudgedRow, Said, judged
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.momentum import Momentum
from data_pipeline.store.audit.finding import Finding
from data_pipeline.words.numbers import known

STATES = ("will_miss", "at_risk", "on_track", "unknown")  # in the order in which they are told
UNKNOWN = "unknown"
PENDING = (Judge.WORKING, Judge.WAITING)  # not known yet, and soon will be: figures there are
UNJUDGED = (UNKNOWN, *PENDING)
TOLD = (*STATES, *PENDING)
IN_NEED = STATES[:2]
_NEED = {s.name.lower(): s.value for s in Status}


@dataclass(frozen=True)
class Day:
    frame: pd.DataFrame  # one row per line, as_of and area, with `state`
    pack: Pack
    ops_day: date
    asked: datetime  # the slot the viewer's clock stands in
    outlook: Outlook | None = None  # None: not worked out yet, or not for this board
    heard: datetime | None = None  # when the last file of all came, where this day has none
    unbegun: bool = False  # nothing was ever received
    waits: int = 0  # what was sent and waits for a second person
    unheard: Finding | None = None  # why what others load is not heard of just now
    focus: str = ""  # a district that speaks where the city would; "" the city
    now: datetime | None = None  # the clock; None: the slot
    stands: Now | None = None  # where the day stands by it
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    parted: bool = False  # other districts than those in `pack` are not shown to this viewer

    @staticmethod
    def of(rows: pd.DataFrame, pack: Pack, ops_day: date, asked: datetime, outlook: Outlook | None = None) -> "Day":
        """By a clock that stands at the slot."""
        return Day.judged(rows, ops_day, asked, Bench(pack, asked, outlook))

    @staticmethod
    def judged(rows: pd.DataFrame, ops_day: date, asked: datetime, bench: Bench) -> "Day":
        found = verdicts(rows, bench)
        return Day(judged(rows, found), bench.pack, ops_day, asked, bench.said, now=bench.now, verdicts=found)

    def within(self, sight: Sight) -> "Day":
        """As judged of the whole city; of districts only those in sight, in whatever is told."""
        seen = {key: _told_of(v, sight, self.pack) for key, v in self.verdicts.items() if sight.sees(self.pack, key[1])}
        rows, said = sight.rows(self.pack, self.frame), self.outlook and self.outlook.unnamed()
        return replace(self, frame=rows, pack=sight.pack(self.pack), outlook=said, verdicts=seen, parted=True)

    def profile(self, line: str) -> Profile | None:
        """The usual shape of the line's day, where days before show one."""
        ready = self.outlook.now.cases.get(line) if self.outlook else None
        return ready.profile if ready and ready.profile.days else None

    def verdict(self, line: str, area: str | None = None) -> Verdict | None:
        return self.verdicts.get((line, area or self.city_code))

    @property
    def is_over(self) -> bool:
        """The day is closed: nothing more is expected of it."""
        return self.stands is not None and self.stands.is_over

    def is_past(self, row: JudgedLedger) -> bool:
        """By the clock: has the row's deadline gone by?"""
        return (
            self.stands is not None
            and known(row["deadline_at"])
            and (self.stands.of_line(row["deadline_at"]) is Stretch.PAST)
        )

    @property
    def is_empty(self) -> bool:
        return self.frame.empty

    @cached_property
    def latest(self) -> dict[tuple[str, str], JudgedRow]:
        """(line, area) → its newest row."""
        newest = self.frame.loc[self.frame["is_latest"]] if not self.frame.empty else self.frame
        return {(str(r["line"]), str(r["area_code"])): r for r in records(newest, JudgedRow)}

    def lines(self, tier: str) -> list[Line]:
        return [x for x in self.pack.lines.values() if x.tier == tier]

    def lines_of(self, page: str) -> list[Line]:
        return [x for x in self.pack.lines.values() if x.page == page]

    @property
    def city_code(self) -> str:
        return self.focus or self.pack.operation.city_code

    def focused(self, area: str) -> "Day":
        other = replace(self, focus=area)
        for name in ("latest", "_courses"):  # the same rows: not looked through again
            other.__dict__[name] = getattr(self, name)
        return other

    def city(self, line: str) -> JudgedRow | None:
        return self.latest.get((line, self.city_code))

    def at(self, line: str, area: str) -> JudgedRow | None:
        return self.latest.get((line, area))

    def state(self, line: str, area: str | None = None) -> str:
        row = self.at(line, area or self.city_code)
        return str(row["state"]) if row else UNKNOWN

    def momentum(self, line: str, area: str | None = None) -> str:
        """improving, worsening, or nothing where it is steady or cannot be told."""
        row, at = self.at(line, area or self.city_code), area or self.city_code
        if not self.outlook or row is None or not row.get("projected"):
            return ""
        moved = self.outlook.momentum(line, at)
        return "" if moved is None or moved == Momentum.STEADY else str(moved)

    def course(self, line: str, area: str) -> list[JudgedRow]:
        """The day so far of one line in one area, oldest first."""
        of = self._city_courses if area == self.city_code and not self.focus else self._courses
        return of.get((line, area), [])

    @cached_property
    def _courses(self) -> dict[tuple[str, str], list[JudgedRow]]:
        """All at once: a frame a line costs more than all its rows."""
        return _courses(self.frame)

    @cached_property
    def _city_courses(self) -> dict[tuple[str, str], list[JudgedRow]]:
        """All that most walls ask for: of every area it takes eight times as long."""
        return _courses(self.frame if self.frame.empty else self.frame.loc[self.frame["area_code"] == self.city_code])

    def districts_by_need(self, line: str) -> list[tuple[str, JudgedRow]]:
        """(code, row) of the districts that reported, the most in need first: until the deadline by state, hours late,
        share done; after it, by the clock, the lowest share first. A district has none within it."""
        if self.focus:
            return []
        rows = [(a.code, row) for a in self.pack.districts if (row := self.at(line, a.code))]
        return sorted(rows, key=lambda x: share_first(x[1]) if self.is_past(x[1]) else need(x[1]))

    def pressing(self, lines: Iterable[Line]) -> Line | None:
        """Of these, the line most in need at city level; None where none was reported."""
        rows = [(x, r) for x in lines if (r := self.city(x.id))]
        return min(rows, key=lambda x: need(x[1]))[0] if rows else None

    @cached_property
    def order(self) -> list[str]:
        """District codes, the most in need first: lines that will miss, then those at risk, then hours late."""
        return sorted((a.code for a in self.pack.districts), key=self._need_of_area)

    def _need_of_area(self, code: str) -> tuple[float, ...]:
        rows = [r for x in self.lines("headline") if (r := self.at(x.id, code))]
        states = Counter(str(r["state"]) for r in rows)
        late = sum(max(float(r["late_h"]), 0) for r in rows if known(r["late_h"]))
        return (-states["will_miss"], -states["at_risk"], -late)

    def count_states(self, area: str | None = None) -> Counter[str]:
        """How many headline lines stand where; of TOLD."""
        at = area or self.city_code
        return Counter(state_told(self.state(x.id, at), self.at(x.id, at)) for x in self.lines("headline"))

    @cached_property
    def most_pressing(self) -> str | None:
        """The headline line most in need at city level; None where nothing was reported."""
        first = self.pressing(self.lines("headline"))
        return first.id if first else None

    @cached_property
    def as_of(self) -> datetime | None:
        """The newest moment any headline figure of the city speaks of."""
        times = [r["as_of"] for x in self.lines("headline") if (r := self.city(x.id))]
        return max(times, default=None)


def _courses(rows: pd.DataFrame) -> dict[tuple[str, str], list[JudgedRow]]:
    """By line and area, the oldest first."""
    found: dict[tuple[str, str], list[JudgedRow]] = {}
    for row in records(rows if rows.empty else rows.sort_values(by="as_of", kind="stable"), JudgedRow):
        found.setdefault((str(row["line"]), str(row["area_code"])), []).append(row)
    return found


def _told_of(v: Verdict, sight: Sight, pack: Pack) -> Verdict:
    """Without the names of districts out of sight; how many there are of which kind is the city's figure."""
    names = {name: sight.only(pack, getattr(v, name)) for name in ("carried", "missing", "lumpy", "still")}
    last = v.last if v.last and sight.sees(pack, v.last) else None
    return replace(v, last=last, **names)


def state_told(state: str, row: Said | None) -> str:
    """Of TOLD: the state, or in place of an unknown one why it is not known yet."""
    judge = row.get("judge") if row else None
    return str(judge) if state == UNKNOWN and judge in PENDING else state


def need(row: JudgedLedger) -> tuple[float, ...]:
    """Sorts rows, the most in need first: state, then never before late before early, then the smaller share done."""
    late = float(row["late_h"]) if known(row["late_h"]) else (float("inf") if row["open"] else float("-inf"))
    return (_NEED[str(row["state"])], -late, _share(row))


def share_first(row: JudgedLedger) -> tuple[float, ...]:
    """Sorts rows of one line that is past its deadline: nothing can be late any more, so the smaller share done."""
    return (_share(row), *need(row))


def _share(row: JudgedLedger) -> float:
    return float(row["rate"]) if known(row["rate"]) else 1.0

"""All that is to be looked at again of one day, as a board's figures stand at a moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data_pipeline.board.reader import BoardReader
from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.doubts.beside import Second, contradicted, seconds
from data_pipeline.doubts.course import courses, steps
from data_pipeline.doubts.signs import Doubt, Sign, alike, counted_in_tens, of_course, round_figures
from data_pipeline.query.rows import SameCourseRow

WEIGHED = "t"  # a unit: such goods are sent out by plan, the same on many days
Ask = Callable[[str, Mapping[str, Any]], pd.DataFrame]  # a named query with these parameters


@dataclass(frozen=True)
class Found:
    """`doubts`: in the order of the lines; `seconds`: second figures, whether they contradict or not."""

    doubts: Sequence[Doubt] = ()
    seconds: Sequence[Second] = ()

    def of(self, line: str, area: str) -> "Found":
        """What is said of one figure."""
        return self._where(lambda x: (x.line, x.area) == (line, area))

    def within(self, sees: Callable[[str], bool]) -> "Found":
        """As whoever sees these areas alone is shown it: of no other area, and without the name of any."""
        own = self._where(lambda x: sees(x.area))
        doubts = [replace(d, other="") if d.sign is Sign.AS_OTHER and not sees(d.other) else d for d in own.doubts]
        return replace(own, doubts=doubts)

    def _where(self, has: Callable[[Doubt | Second], bool]) -> "Found":
        return Found([d for d in self.doubts if has(d)], [s for s in self.seconds if has(s)])


def of_board(of: BoardReader, moment: AsOf) -> Found:
    def ask(name: str, params: Mapping[str, Any]) -> pd.DataFrame:
        return of.rows(name, known_at=moment.known_at, **params)

    return found(ask, of.pack, moment.ops_day, moment.as_of)


def found(ask: Ask, pack: Pack, day: date, until: datetime) -> Found:
    """`until`: the report times of `day` that count."""
    rules = pack.doubts
    asked = {"ops_day": day, "moment": until}
    today, before = courses(ask("page/day", asked)), steps(ask("page/courses", _day_before(day)))
    beside = seconds(ask("page/beside", asked), rules)
    below = ask("page/same_course", asked | {"steps": rules.alike_steps, "least": rules.alike_least})
    tens = counted_in_tens(today, rules)
    telling = [c for c in today if c.line not in tens]
    counted = [c for c in telling if pack.lines[c.line].unit != WEIGHED]
    doubts = [d for c in today for d in of_course(c, rules)]
    doubts += [d for c in telling if (d := round_figures(c, rules))]
    doubts += [*alike(counted, before, rules), *contradicted(beside, rules)]
    doubts += [_below(row) for row in records(below, SameCourseRow)]
    order = {c.line: n for n, c in enumerate(today)}
    return Found(sorted(doubts, key=lambda d: order.get(d.line, len(order))), beside)


def _below(row: SameCourseRow) -> Doubt:
    return Doubt(Sign.ALIKE, row["line"], row["area_code"], row["as_of"], row["places"], row["steps"])


def _day_before(day: date) -> Mapping[str, Any]:
    """Kept of each day by itself: of a day that is over little is asked, and seldom anything new."""
    before = day - timedelta(days=1)
    return {"first_day": before, "ops_day": before}

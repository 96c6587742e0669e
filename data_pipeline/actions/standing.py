"""Where every action stands at a moment: the step owed, the promise kept or not, and what is to be said of them all."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data_pipeline.actions.kept import Kept, Outcome, outcome
from data_pipeline.actions.owed import Owed, owed
from data_pipeline.board.reader import BoardReader
from data_pipeline.core.clock import AsOf
from data_pipeline.core.records import records
from data_pipeline.declare import Pack
from data_pipeline.store.log.steps import OPEN, Action

Ask = Callable[
    [date, date], pd.DataFrame
]  # rows of page/day or page/open_days of operating days, from the first to the last


Courses = Mapping[tuple[str, str, date], Sequence[Any]]  # of a line, an area and an operating day, oldest first


@dataclass(frozen=True)
class Standing:
    """`outcome`: None where no line is bound to it, or its hour speaks of no day of the board."""

    action: Action
    owed: Owed | None
    outcome: Outcome | None

    @property
    def is_open(self) -> bool:
        return self.action.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.owed is not None and self.owed.overdue

    @property
    def kept(self) -> Kept | None:
        return self.outcome.kept if self.outcome else None


@dataclass(frozen=True)
class Tally:
    """How many are open, of those overdue, and what became of the promised hours."""

    open: int
    overdue: int
    unassigned: int
    to_check: int
    kept: Mapping[Kept, int]


def standings(pack: Pack, actions: Iterable[Action], moment: AsOf, ask: Ask) -> list[Standing]:
    """In their order. This day's rows are asked for, and once those of all days before."""
    own = list(actions)
    days = {ops_day_of(a) for a in own if a.decided.line}
    before = days - {moment.ops_day}
    asked = [(day, day) for day in days - before] + ([(min(before), max(before))] if before else [])
    courses = _courses([ask(*span) for span in asked])
    return [_standing(pack, a, moment.now, courses) for a in own]


def of_board(of: BoardReader, moment: AsOf) -> list[Standing]:
    """All of a board's, the most pressing first."""

    def ask(first: date, last: date) -> pd.DataFrame:
        return rows_of(of, moment, first, last)

    return most_pressing(standings(of.pack, of.actions(moment.known_at), moment, ask))


def rows_of(of: BoardReader, moment: AsOf, first: date, last: date) -> pd.DataFrame:
    """Days that are over are read from what is kept of them, so that a long history of actions costs no more."""
    if first == moment.ops_day:
        return of.rows("page/day", known_at=moment.known_at, ops_day=first, moment=moment.as_of)
    return of.rows("page/open_days", known_at=moment.known_at, first_day=first, ops_day=last)


def ops_day_of(action: Action) -> date:
    """The day whose ledger the decision was taken on: midnight's figures are of the day that ends."""
    return (action.decided.as_of - timedelta(minutes=1)).date()


def tally(of: Sequence[Standing]) -> Tally:
    own = [s for s in of if s.is_open]
    return Tally(
        open=len(own),
        overdue=sum(s.is_overdue for s in own),
        unassigned=sum(not s.action.unit for s in own),
        to_check=sum(s.owed is not None and s.owed.step == "close" for s in own),
        kept=Counter(s.kept for s in of if s.kept),
    )


def most_pressing(of: Iterable[Standing]) -> list[Standing]:
    """Overdue first, the longest overdue of them first; then by the hour at which something is owed; closed ones last,
    newest first."""
    return sorted(of, key=_pressing)


def _pressing(s: Standing) -> tuple[int, float, int]:
    if s.owed is None:
        return 2, 0.0, -s.action.number
    return (0 if s.owed.overdue else 1), s.owed.by.timestamp(), s.action.number


def _standing(pack: Pack, action: Action, now: datetime, courses: Courses) -> Standing:
    line, area = action.decided.line, action.decided.area or pack.operation.city_code
    found = outcome(courses.get((line, area, ops_day_of(action)), ()), action.promised, now) if line else None
    return Standing(action, owed(action, pack.actions, now), found)


def _courses(of: Iterable[pd.DataFrame]) -> Courses:
    found: dict[tuple[str, str, date], list[Any]] = {}
    for rows in of:
        for row in records(rows.sort_values("as_of", kind="stable") if len(rows) else rows):
            day: Any = pd.Timestamp(row["ops_day"])
            found.setdefault((str(row["line"]), str(row["area_code"]), day.date()), []).append(row)
    return found

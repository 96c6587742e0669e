"""Promised hours scored as forecasts are: what was promised, what the board expected at the same report time, and when
the reports said clear. Nobody is ranked, and a unit sees its own first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

import pandas as pd

from data_pipeline.actions.standing import Standing, ops_day_of
from data_pipeline.actions.worth import of_forecast
from data_pipeline.store.log.steps import Step

ReportTime = Callable[[datetime], datetime]  # of a clock: the report time that the board spoke of then


@dataclass(frozen=True)
class Promised:
    """`first`, `last`: hours promised, the first and the one that stood. `changes`: how often another hour took its
    place. `shift`: the largest change while no new report had come: nothing was known by then that was not before.
    `expected`: what the board expected when `last` was promised, None where it showed none. `cleared`: the first report
    that says clear, None where none of that day does; `judged`: when that was known."""

    of: Standing
    unit: str
    first: datetime
    last: datetime
    changes: int
    shift: timedelta
    expected: datetime | None
    cleared: datetime | None
    judged: datetime

    @property
    def off(self) -> timedelta | None:
        """How much later than promised it cleared, by the reports; less than none where it was earlier."""
        return self.cleared - self.last if self.cleared else None

    @property
    def off_expected(self) -> timedelta | None:
        """The same of the board's forecast."""
        return self.cleared - self.expected if self.cleared and self.expected else None


def scored(of: Iterable[Standing], said: Callable[[Standing], pd.DataFrame], at: ReportTime,
           now: datetime) -> list[Promised]:  # fmt: skip
    """Those whose line has cleared, or whose day is over. `said`: what the forecast journal has of an action's line and
    area. The newest decision first."""
    found = (_scored(s, said, at, now) for s in of)
    return sorted((p for p in found if p), key=lambda p: -p.of.action.number)


def shown_to(
    of: Iterable[Promised], districts: frozenset[str] | None, now: datetime, first: timedelta
) -> list[Promised]:
    """`districts`: whoever looks sees these alone, and theirs at once; None is all of them, once each district has had
    `first` to itself."""
    if districts is None:
        return [p for p in of if now >= p.judged + first]
    return [p for p in of if p.of.action.decided.area in districts]


def _scored(s: Standing, said: Callable[[Standing], pd.DataFrame], at: ReportTime, now: datetime) -> Promised | None:
    steps = _of_last_unit(s)
    if s.outcome is None or not steps:
        return None
    end = datetime.combine(ops_day_of(s.action) + timedelta(days=1), time.min)
    cleared = s.outcome.cleared
    judged = cleared or end
    if judged > now:
        return None
    hours = [_hour(x) for x in steps]
    changes = [(a, b) for a, b in pairwise(steps) if _hour(a) != _hour(b)]
    shifts = (abs(_hour(b) - _hour(a)) for a, b in changes if at(a.at) == at(b.at))
    then = of_forecast(said(s), at(steps[-1].at))
    expected = then.middle if then else None
    return Promised(s, s.action.unit, hours[0], hours[-1], len(changes), max(shifts, default=timedelta(0)), expected,
                    cleared, judged)  # fmt: skip


def _of_last_unit(s: Standing) -> list[Step]:
    """Promises of whoever has it: one that was handed on begins anew."""
    given = max((i for i, x in enumerate(s.action.steps) if x.unit), default=0)
    return [x for x in s.action.steps[given:] if x.promised]


def _hour(of: Step) -> datetime:
    assert of.promised is not None
    return of.promised

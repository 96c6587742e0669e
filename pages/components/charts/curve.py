"""A course on the axis of a burn-down: hours since midnight of the operating day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data_pipeline.core.status import REPORTED_ENOUGH
from data_pipeline.forecast.fan import Fan
from data_pipeline.forecast.profile import Profile, due_by
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import UNKNOWN, Day
from data_pipeline.words.numbers import known


@dataclass(frozen=True)
class Curve:
    """Of one line in one place: what was open at each report, and what it leads to."""

    hours: list[float]
    open: list[float]
    hollow: list[bool]  # restated, or told by too few places (REPORTED_ENOUGH)
    deadline: float | None
    finish: float | None
    slope: float | None  # net change of what is open, per hour
    fan: Fan | None = None  # hours from the last report on
    state: str = UNKNOWN
    parts: tuple[str, ...] = ()  # the line whose ledger each report is
    shape: Profile | None = None  # the usual hours of the line's day, where known
    districts: tuple[tuple[float, float], ...] = ()  # of a city by pace: what each has open, its net change per hour

    def due(self, hour: float, deadline: float) -> float:
        """What may still be open then, if what was open at the first report is to be nothing at the deadline."""
        return self.open[0] * (1 - due_by(self.shape, self.hours[0], hour, deadline))

    def ahead(self, hours: float) -> float | None:
        """What is open so many hours after the last report at the present pace: a city's is its districts', none of
        which does another's work. None where no pace is known."""
        if self.slope is None:
            return None
        each = self.districts if sum(o for o, _ in self.districts) == self.open[-1] else ((self.open[-1], self.slope),)
        return sum(max(0.0, left + slope * hours) for left, slope in each)


def curve_of(day: Day, rows: Sequence[JudgedRow], fan: Fan | None = None) -> Curve:
    def hour(value: datetime) -> float:
        return (value - datetime.combine(day.ops_day, datetime.min.time())).total_seconds() / 3600

    if not rows:
        return Curve([], [], [], None, None, None)
    last = rows[-1]
    over = day.is_over and day.is_past(last)
    judged = last["state"] != UNKNOWN and not over  # old data lead nowhere, and a closed day goes no further
    slope = _slope(last)
    return Curve(
        hours=[hour(r["as_of"]) for r in rows],
        open=[float(r["open"]) for r in rows],
        hollow=[bool(r["restated"]) or r["reported"] < REPORTED_ENOUGH * r["expected"] for r in rows],
        deadline=hour(last["deadline_at"]) if known(last["deadline_at"]) else None,
        finish=hour(last["finish_at"]) if known(last["finish_at"]) and last["open"] and judged else None,
        slope=slope if judged else None,
        fan=fan,
        state=str(last["state"]),
        parts=tuple(str(r["part"]) for r in rows),
        shape=day.profile(str(last["part"])),
        districts=_districts(day, str(last["line"])) if str(last["area_code"]) == day.city_code else (),
    )


def _districts(day: Day, line: str) -> tuple[tuple[float, float], ...]:
    rows = [r for a in day.pack.districts if not day.focus and (r := day.at(line, a.code))]
    return tuple((float(r["open"]), _slope(r) or 0.0) for r in rows if known(r["open"]))


def _slope(row: JudgedRow) -> float | None:
    """Of arrivals nothing is known before a second report."""
    new = float(row["rate_new"]) if known(row["rate_new"]) else 0.0
    return new - float(row["rate_done"]) if known(row["rate_done"]) else None

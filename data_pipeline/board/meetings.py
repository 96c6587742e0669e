"""The meetings of the operation as moments: those lately held, newest first, each with its name.

A meeting is held when somebody marks it; the hours of the plan stand in where nobody did.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from data_pipeline.words.numbers import day

SHOWN = 8
SAME = timedelta(hours=1)  # a mark so near to a planned hour is that meeting


def last_meetings(
    operation: Operation, now: datetime, marked: Sequence[datetime] = (), most: int = SHOWN
) -> list[datetime]:
    """Meetings begun by `now`, the latest first. `marked`: the moments that somebody marked."""
    days = [now.date() - timedelta(days=back) for back in range(most)]
    own = [m for m in marked if m <= now]
    planned = [m for d in days for m in _of(operation, d) if m <= now and all(abs(m - x) > SAME for x in own)]
    return sorted({*own, *planned}, reverse=True)[:most]


def meeting_before(
    operation: Operation, midnight: datetime, now: datetime, marked: Sequence[datetime] = ()
) -> datetime | None:
    """The last one of the day that began at `midnight`, held before `now`; None where there was none yet."""
    return next((m for m in last_meetings(operation, now, marked) if midnight <= m < now), None)


def _of(operation: Operation, of: date) -> list[datetime]:
    return [datetime.combine(of, time.fromisoformat(hour)) for hour in operation.meetings]


def meeting_name(moment: datetime, lang: str) -> str:
    return say(lang, "loads.meeting", day=day(moment.date(), lang), hour=f"{moment:%H:%M}")

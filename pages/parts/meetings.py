"""The meetings of the operation as moments: those lately held, newest first, each with its name."""

from datetime import date, datetime, time, timedelta

from data_pipeline.declare.operation import Operation
from data_pipeline.words import say
from pages.parts.numbers import day

SHOWN = 8


def last_meetings(operation: Operation, now: datetime, most: int = SHOWN) -> list[datetime]:
    """Meetings begun by `now`, the latest first."""
    days = [now.date() - timedelta(days=back) for back in range(most)]
    held = [m for d in days for m in _of(operation, d) if m <= now]
    return sorted(held, reverse=True)[:most]


def _of(operation: Operation, of: date) -> list[datetime]:
    return [datetime.combine(of, time.fromisoformat(hour)) for hour in operation.meetings]


def meeting_name(moment: datetime, lang: str) -> str:
    return say(lang, "loads.meeting", day=day(moment.date(), lang), hour=f"{moment:%H:%M}")

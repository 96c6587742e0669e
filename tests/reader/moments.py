"""When the pages are read: every slot + 5, 20 and 40 minutes, and the edges of the day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from data_pipeline.declare import Pack

AFTER_SLOT = (5, 20, 40)
# 00:00 is the last slot; after the day's last minute a sample's clock stands still.
NIGHT = ("00:00", "00:20", "07:59")
MORNING = ("08:00", "08:10", "09:00")


def all_of(pack: Pack, day: date) -> list[datetime]:
    """Of one operating day: its morning, its slots, both sides of every deadline, and the night after."""
    return sorted({*after_slots(pack, day), *deadlines(pack, day), *edges(pack, day)})


def after_slots(pack: Pack, day: date) -> Iterator[datetime]:
    for hour in pack.operation.slots:
        for minutes in AFTER_SLOT:
            yield _at(day, hour * 60 + minutes)


def deadlines(pack: Pack, day: date) -> Iterator[datetime]:
    told = {line.deadline for line in pack.lines.values() if line.tier != "detail"}
    for hour, minute in (map(int, text.split(":")) for text in told):
        for beside in (-1, 0, 1):
            yield _at(day, hour * 60 + minute + beside)


def edges(pack: Pack, day: date) -> Iterator[datetime]:
    yield from _clocks(day, MORNING)
    yield from _clocks(day + timedelta(days=1), NIGHT)


def few(pack: Pack, day: date) -> list[datetime]:
    """Enough for the suite: a slot just begun, half reported and whole, a deadline, the closed day, the morning."""
    return [
        *_clocks(day, ("08:10", "10:40", "14:20", "18:05", "18:20", "18:40", "20:01", "22:40")),
        *_clocks(day + timedelta(days=1), ("00:20", "07:59")),
    ]


def _clocks(day: date, clocks: Iterable[str]) -> Iterator[datetime]:
    for hour, minute in (map(int, c.split(":")) for c in clocks):
        yield _at(day, hour * 60 + minute)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)

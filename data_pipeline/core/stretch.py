"""Where a day stands by the clock: what may be said of it differs from stretch to stretch.

A countdown, a rate needed, a forecast to the deadline belong to a day that runs. Of one that is closed it is said who
and what was left overnight (M02), and whether that is final.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

LAST = timedelta(hours=4)  # before a deadline: the last hours
FULL = 0.95  # of what is expected: so much of a slot, and it is judged (M37.8)


class Stretch(StrEnum):
    BEFORE = "before"  # the day is on the board, and its first slot has not begun
    RUNNING = "running"
    LAST_HOURS = "last_hours"
    PAST = "past"  # of a line: its deadline has gone by
    CLOSED = "closed"  # from midnight until the new day is shown
    OPENING = "opening"  # the new day has begun; until its first full slot the closed one stays
    ENDED = "ended"  # a replay is over


OVER = (Stretch.CLOSED, Stretch.OPENING, Stretch.ENDED)


@dataclass(frozen=True)
class Opening:
    """The first slot of a new day: of each feed how many of how many districts have told of it."""

    day: date
    slot: datetime
    came: Mapping[str, tuple[int, int]]

    @property
    def is_full(self) -> bool:
        return all(came >= FULL * of for came, of in self.came.values())

    @property
    def files(self) -> tuple[int, int]:
        """(came, expected) in all."""
        return sum(c for c, _ in self.came.values()), sum(of for _, of in self.came.values())


@dataclass(frozen=True)
class Now:
    """`at`: the time the board speaks of; `opening`: what has come of the new day, in the stretch of that name."""

    stretch: Stretch
    at: datetime
    opening: Opening | None = field(default=None, hash=False)

    @property
    def is_over(self) -> bool:
        """The day on the board is closed."""
        return self.stretch in OVER

    def of_line(self, deadline: datetime | None) -> Stretch:
        """The stretch of one line, by its own deadline: a round may run while the day is closed."""
        if deadline is None:
            return self.stretch
        if deadline <= self.at:
            return Stretch.PAST
        return Stretch.LAST_HOURS if deadline - self.at <= LAST else Stretch.RUNNING

    def mark(self) -> str:
        """What a drawing depends on, beside data and slot: at night also the hour, for deadlines that are no slots."""
        if self.stretch is Stretch.CLOSED:
            return f"c{self.at:%H}"
        return {Stretch.OPENING: "o", Stretch.ENDED: "e"}.get(self.stretch, "")


def stretch_of(at: datetime, ops_day: date, first_slot: int, *, ended: bool) -> Stretch:
    """Of the day on the board, by the clock alone."""
    if ended:
        return Stretch.ENDED
    midnight = datetime.combine(ops_day, datetime.min.time())
    if at >= midnight + timedelta(days=1):
        return Stretch.CLOSED
    if at < midnight + timedelta(hours=first_slot):
        return Stretch.BEFORE
    return Stretch.LAST_HOURS if midnight + timedelta(days=1) - at <= LAST else Stretch.RUNNING

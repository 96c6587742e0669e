"""The one clock. Nothing else reads the time of day: a replay, a frozen meeting and a test differ only in their clock.

A clock is written as text, so that an address or a setting carries it whole:
`live`, `last` (an operation's last day), or `2022-04-06T14:00@60~1775481234.5`: it stood at 14:00 when the machine's
own clock (seconds since 1970) read the figure after `~`, and runs 60 times as fast. `@0` stands still. Without `~` it
starts when it is first read: whoever keeps such a text writes down what `text()` gives, or it would start again at each
reading.
It reads the operation's own time, and no other: a text that names a zone is none.
As the board stood: `;asof=2022-04-06T14:00` speaks of that moment, `;known=2022-04-06T18:00` by what was known then.
"""

import re
import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as day_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.core.stretch import Now, stretch_of

if TYPE_CHECKING:
    from data_pipeline.declare.operation import Operation

SPEEDS = (1, 60, 300)
FASTEST = 3600
OPENS_AT = 14  # hour of its last day at which a replay begins that is offered on an empty board, or again at its end
AFTER_CLOSE = 32  # the same of days that are told once, when they are over: the next morning
LAST = "last"  # the clock of an operation that is over, as text
STEP = timedelta(minutes=5)  # what is worked out by the clock is worked out again so often
LONGER = tuple(timedelta(minutes=m) for m in (5, 10, 15, 20, 30, 60, 120, 240, 480, 720, 1440))  # each divides a day
REDRAWN_S = 20  # of the machine's own time, at least, between two steps of a clock that runs fast
YEARS = (2000, 2100)  # a clock is set within them
LONGEST_S = 10 * 366 * 86_400  # and runs no further from where it was set
_REPLAY = re.compile(r"(?:replay:)?(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:@(\d+(?:\.\d+)?))?(?:~(\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class AsOf:
    """The whole board is a function of one moment: the operating day, the slot it speaks of, what was known by then."""

    ops_day: date
    as_of: datetime
    known_at: datetime
    shown: datetime | None = None  # what the clock shows, to its step; None: the slot itself
    stands: Now | None = field(default=None, compare=False)  # where its day stands by the clock; None: not asked

    @property
    def now(self) -> datetime:
        """By which gaps, states and finishes are worked out: the clock's, not the data's."""
        return self.shown or self.as_of


@dataclass(frozen=True)
class Clock:
    """`start` None: live. Otherwise the clock read `start` at `anchor` (machine seconds) and runs at `speed`."""

    start: datetime | None = None
    speed: float = 1
    anchor: float = 0
    zone: str = "Asia/Shanghai"
    end: datetime | None = None  # a sample ends: the clock stops there
    spoken: datetime | None = None  # looking back: the moment spoken of; None: the clock's own
    known: datetime | None = None  # looking back: by what was known then; None: by what is known now

    @property
    def is_live(self) -> bool:
        return self.start is None

    @property
    def runs(self) -> bool:
        return self.is_live or (self.speed > 0 and not self.ended)

    @property
    def ended(self) -> bool:
        return self.end is not None and not self.is_live and self.now() >= self.end

    def now(self) -> datetime:
        """Naive local time on this clock."""
        real = _machine()
        if self.start is None:
            return datetime.fromtimestamp(real, ZoneInfo(self.zone)).replace(tzinfo=None)
        run = min(max((real - self.anchor) * self.speed, 0), LONGEST_S)
        now = self.start + timedelta(seconds=run)
        return min(now, self.end) if self.end else now

    @property
    def step(self) -> timedelta:
        """How far what is worked out by it moves at once: the faster it runs, the further, alike for all who look by
        it. Slots, deadlines at midnight and new data are not waited for."""
        if self.is_live or not self.runs or self.spoken:
            return STEP
        least = timedelta(seconds=REDRAWN_S * self.speed)
        return next((step for step in LONGER if step >= least), LONGER[-1])

    @property
    def looks_back(self) -> bool:
        return self.spoken is not None or self.known is not None

    def shown(self) -> datetime:
        """The moment the board speaks of: never later than now."""
        return min(self.spoken, self.now()) if self.spoken else self.now()

    def back(self, spoken: datetime | None, known: datetime | None) -> "Clock":
        """The same clock, its board as it stood; (None, None): as it stands."""
        return replace(self, spoken=spoken, known=known)

    def at(self, moment: datetime) -> "Clock":
        """The same clock set to `moment`, at its own speed; a live clock becomes a replay."""
        return replace(self, start=moment, anchor=_machine()).back(None, None)

    def paced(self, speed: float) -> "Clock":
        """The same clock from its present moment on, `speed` times as fast as the machine's; 0 pauses."""
        return replace(self, start=self.now(), anchor=_machine(), speed=min(speed, FASTEST)).back(None, None)

    def text(self) -> str:
        own = f"{_iso(self.start)}@{self.speed:g}~{self.anchor:.1f}" if self.start else "live"
        back = (("asof", self.spoken), ("known", self.known))
        return own + "".join(f";{name}={_iso(moment)}" for name, moment in back if moment)

    def moment(self, operation: "Operation") -> AsOf:
        """What the board is a function of. Nobody looks ahead: what is known is what is known by now."""
        known_at = min(self.known, self.now()) if self.known else self.now()
        shown = self.shown()
        at = moment_at(shown, operation, self.step)
        stretch = stretch_of(shown, at.ops_day, operation.slots[0], ended=self.ended and self.spoken is None)
        return replace(at, known_at=known_at, stands=Now(stretch, at.now))


def moment_at(now: datetime, operation: "Operation", step: timedelta = STEP) -> AsOf:
    """Before `day_shown_from` the board still shows the close of the day before. `as_of` is the last slot begun; what
    the clock shows moves by `step`, and is never before it."""
    day = now.date() if now.hour >= operation.day_shown_from else now.date() - timedelta(days=1)
    midnight = datetime.combine(day, day_time.min)
    begun = [at for hour in operation.slots if (at := midnight + timedelta(hours=hour)) <= now]
    as_of = max(begun, default=midnight)
    shown = datetime.min + (now - datetime.min) // step * step
    return AsOf(ops_day=day, as_of=as_of, known_at=now, shown=max(shown, as_of))


def frozen(known_at: datetime, shown: datetime) -> str:
    """The clock that shows one board again and again: what was known by then, and the moment it spoke of."""
    return f"replay:{known_at:%Y-%m-%dT%H:%M:%S}@0;asof={shown:%Y-%m-%dT%H:%M}"


def read_clock(text: str, operation: "Operation") -> Clock:
    """The clock written as `text`; raises BoardError `clock` where it cannot be one."""
    own, *back = text.split(";")
    given = dict(part.split("=", 1) for part in back if "=" in part)
    if len(given) != len(back) or not given.keys() <= {"asof", "known"}:
        raise BoardError("clock", text=text[:60])
    clock = _read(own, operation)
    return clock.back(read_moment(given.get("asof"), text), read_moment(given.get("known"), text)) if given else clock


def read_moment(moment: str | None, of: str = "") -> datetime | None:
    """The operation's time as written, 2022-04-06T14:00; raises BoardError `clock` (naming `of`), for a zone too."""
    if not moment:
        return None
    try:
        given = datetime.fromisoformat(moment)
    except ValueError:
        given = None
    if given is None or given.tzinfo is not None or not YEARS[0] <= given.year < YEARS[1]:
        raise BoardError("clock", text=(of or moment)[:60])
    return given


def _read(text: str, operation: "Operation") -> Clock:
    if text == "live":
        return Clock(zone=operation.timezone)
    if text == LAST and (begins := last_shown(operation)):
        return Clock(begins, 1, _machine(), operation.timezone, _end(operation))
    found = _REPLAY.fullmatch(text)
    if not found:
        raise BoardError("clock", text=text[:60])
    start, speed, anchor = found.groups()
    begins = read_moment(start, text)
    assert begins is not None
    return Clock(
        start=begins,
        speed=min(float(speed or 1), FASTEST),
        anchor=float(anchor) if anchor else _machine(),
        zone=operation.timezone,
        end=_end(operation),
    )


@remembered("clocks", 8)
def process_clock(operation: "Operation") -> Clock:
    """The clock this process was started with: every viewer who has not set another shares it, so walls agree."""
    return read_clock(settings().clock, operation)


def last_shown(operation: "Operation") -> datetime | None:
    """Where the replay of an operation's last day begins; None where it has none."""
    if operation.last_day is None:
        return None
    hours = AFTER_CLOSE if operation.is_daily else OPENS_AT
    return datetime.combine(operation.last_day, day_time()) + timedelta(hours=hours)


def _end(operation: "Operation") -> datetime | None:
    """The last minute in which a sample's last day is still on the board."""
    if operation.last_day is None:
        return None
    next_day = datetime.combine(operation.last_day + timedelta(days=1), day_time())
    return next_day + timedelta(hours=operation.day_shown_from, minutes=-1)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def machine_s() -> float:
    """The machine's own time, for what is no part of the operation: how long somebody is signed in."""
    return _machine()


def since(seconds: float) -> float:
    """How long ago the machine's own clock read so many seconds since 1970."""
    return _machine() - seconds


def _machine() -> float:
    return time.time()

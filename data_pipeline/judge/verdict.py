"""What is said of one line in one place: the state, by which judge, at which slot, with which finish and which gap."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from data_pipeline.core.status import Status


class Judge(StrEnum):
    FORECAST = "forecast"  # the risk of missing the deadline
    PACE = "pace"  # the pace needed over the present one
    CLEARED = "cleared"  # nothing more must be done
    DEADLINE = "deadline"  # it has passed: what is open is missed
    STOPPED = "stopped"  # the last full slot brought nothing
    STALE = "stale"  # too old to be judged
    WORKING = "working_out"  # the forecast that judges it is being worked out
    WAITING = "waiting"  # no slot of the day, or none since the deadline, has been reported in full


@dataclass(frozen=True)
class Verdict:
    """Times are local; counts are of the line's unit. None: not known, or there is none."""

    line: str
    area: str
    state: Status
    judge: Judge
    deadline: datetime
    slot: datetime | None = None  # at which it is judged
    part: str = ""  # the line that speaks, where this one speaks for the worst of several
    rate: float = 1.0  # share done, of the newest figures
    to_do: float = 0.0  # open beyond what the target lets stay, at the judged slot
    rate_done: float | None = None  # an hour, at the judged slot
    needed: float | None = None  # ONE gap: so many more an hour from the clock on; infinite: out of reach
    finish: datetime | None = None  # middle case, or at the present pace; never in the past
    finish_p10: datetime | None = None
    finish_p90: datetime | None = None
    awaited: bool = False  # the finish that was expected has passed, and no report has come since
    risk: float | None = None
    left_p50: float | None = None  # at the deadline
    left_p90: float | None = None
    stopped: datetime | None = None  # nothing has moved since this report
    usual: bool = False  # at this pace it would be late, but most that stood so at this hour on the days before cleared
    lumps: bool = False  # its reports come in lumps: flat for hours, then a leap
    silent: datetime | None = None  # its figures are carried from this earlier report
    last: str | None = None  # the district that finishes last
    clear: int = 0  # districts that clear in time, of `of`
    of: int = 0
    clear_by: datetime | None = None  # when the last of those is clear
    carried: tuple[str, ...] = ()  # districts silent at the judged slot
    missing: tuple[str, ...] = ()  # districts that have not reported today
    lumpy: tuple[str, ...] = ()
    still: tuple[str, ...] = ()  # districts that have not moved for three slots while others did
    spoke: int = 0  # districts in at the newest slot
    newest: datetime | None = None

    @property
    def late_h(self) -> float | None:
        return None if self.finish is None else (self.finish - self.deadline).total_seconds() / 3600

    @property
    def need(self) -> tuple[float, ...]:
        """Sorts, the most in need first: state; before the deadline the latest finish; then the lowest share done."""
        late = self.late_h
        never = float("inf") if self.to_do else float("-inf")
        return (self.state.value, -(never if late is None else late), self.rate)


@dataclass(frozen=True)
class Held:
    """A verdict per (line, area), and the clock they were given by."""

    now: datetime
    by: dict[tuple[str, str], Verdict] = field(default_factory=dict)

"""What a change buys the whole city, and whether that is worth a decision. The thresholds stand here alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data_pipeline.words.quantity import rough

EARLIER = timedelta(minutes=10)  # by which the finish must come forward
SHARE, FEWEST = 0.02, 10  # of the remainder, and units of it, that must be fewer: both


@dataclass(frozen=True)
class Outcome:
    """Of the whole city: when it clears (None: not within what is looked at), and how many are left at the deadline."""

    finish: datetime | None
    left: float


@dataclass(frozen=True)
class Bought:
    """Told in one measure before and after: finish → finish where `finish`, else left → left."""

    before: Outcome
    after: Outcome
    finish: bool

    @property
    def earlier(self) -> timedelta:
        """Nothing where it is not told by the finish."""
        if not self.finish or self.before.finish is None or self.after.finish is None:
            return timedelta(0)
        return self.before.finish - self.after.finish

    @property
    def fewer(self) -> float:
        return self.before.left - self.after.left


def bought(before: Outcome, after: Outcome, deadline: datetime) -> Bought | None:
    """None where it changes nothing that counts, or makes the other measure worse. A finish past the deadline is told
    by what is left at it."""
    sooner = _sooner(before, after) and after.left <= before.left
    fewer = _fewer(before, after) and not _sooner(after, before)
    if sooner and after.finish is not None and (after.finish <= deadline or not fewer):
        return Bought(before, after, True)
    return Bought(before, after, False) if fewer else None


def _sooner(before: Outcome, after: Outcome) -> bool:
    return before.finish is not None and after.finish is not None and before.finish - after.finish >= EARLIER


def _fewer(before: Outcome, after: Outcome) -> bool:
    """By enough, and as told too: 3,240 and 3,180 are both told as 3,200."""
    fewer = before.left - after.left
    return fewer >= FEWEST and fewer >= SHARE * before.left and rough(after.left) < rough(before.left)

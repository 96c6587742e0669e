"""How many published databases are kept. Each is a whole copy, made again from ledger and received files at any time;
older ones are kept so that a damaged one has a good one beside it, not as history: history is in every one of them."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_pipeline.settings import settings

LEAST = 3  # kept also where the disk is nearly full
ROOM = 4  # copies of the newest for which there must be room


@dataclass(frozen=True)
class Retention:
    """The `newest` so many, and the last one of each of the `days` latest days on which any was published."""

    newest: int
    days: int

    def kept(self, names: Sequence[str], day_of: Mapping[str, date]) -> set[str]:
        """`names` oldest first."""
        last_of_day = {day_of[name]: name for name in names}
        latest = sorted(last_of_day)[-self.days :] if self.days else []
        return {*names[-max(self.newest, 1) :], *(last_of_day[day] for day in latest)}

    @property
    def most(self) -> int:
        return self.newest + self.days


def retention(newest_file: Path | None) -> Retention:
    """As set; where the disk has no room for a few copies more, the least."""
    if newest_file is not None and _is_at_risk(newest_file):
        return Retention(LEAST, 0)
    return as_set()


def as_set() -> Retention:
    given = settings()
    return Retention(max(given.keep, LEAST), given.keep_days)


def _is_at_risk(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < ROOM * file.stat().st_size
    except OSError:
        return False

"""An hour as a person writes it, read like those in files: 22:00, 晚上10点, 次日02:00, 2022-04-07 02:00."""

import re
from datetime import datetime, time, timedelta

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.cells.moment import Spoken, moment_reader

NEXT_DAY = re.compile(r"^(?:次日|翌日|第二天)\s*|\s*next day$", re.IGNORECASE)  # as the board itself writes it


def hour_of(text: str, now: datetime) -> datetime | None:
    """Of a bare hour the next after `now`; None of a blank. Raises BoardError step_moment."""
    if not text.strip():
        return None
    bare, marked = NEXT_DAY.subn("", text.strip())
    found = moment_reader(now.year)(bare)
    if not isinstance(found.value, Spoken):
        raise BoardError("step_moment", given=text[:40])
    day, seconds = found.value
    at = datetime.combine(day or now.date(), time.min) + timedelta(seconds=seconds)
    return at + timedelta(days=1) if day is None and (marked or at <= now) else at

"""An hour as a person writes it, read like those in files; also as the board itself writes one of the day after."""

from datetime import datetime, time, timedelta

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.cells.moment import Spoken, moment_reader
from data_pipeline.words import LANGUAGES, say


def hour_of(text: str, now: datetime) -> datetime | None:
    """Of a bare hour the next after `now`; None of a blank. Raises BoardError step_moment."""
    if not text.strip():
        return None
    bare = _without_next_day(text.strip())
    found = moment_reader(now.year)(bare)
    if not isinstance(found.value, Spoken):
        raise BoardError("step_moment", given=text[:40])
    day, seconds = found.value
    at = datetime.combine(day or now.date(), time.min) + timedelta(seconds=seconds)
    return at + timedelta(days=1) if day is None and (bare != text.strip() or at <= now) else at


def _without_next_day(text: str) -> str:
    for lang in LANGUAGES:
        mark = say(lang, "number.next_day", clock="").strip()
        text = text.removeprefix(mark).removesuffix(mark)
    return text.strip()

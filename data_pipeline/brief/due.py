"""Which issue is due, and since when all its reports are in.

What an issue says follows from its report time alone, whichever process makes it and however late: it is as known when
the last report of that time came, or where one stays away at the end of the wait.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from data_pipeline.board.board import Board
from data_pipeline.brief.problems import DAILY
from data_pipeline.core.clock import moment_at
from data_pipeline.declare import Pack
from data_pipeline.declare.brief import BriefForm
from data_pipeline.sentences.heard import heard
from data_pipeline.store.log.issued import BRIEF, COPY, key_of
from data_pipeline.words.numbers import known


@dataclass(frozen=True)
class Due:
    """`kind`: documents or the offline copy. `until`: how long it waits for reports."""

    kind: str
    form: BriefForm
    ops_day: date
    as_of: datetime
    n: int

    @property
    def until(self) -> datetime:
        return self.as_of + timedelta(minutes=self.form.wait_min)

    @property
    def key(self) -> str:
        return key_of(self.kind, self.form.id, self.as_of)


class Came(NamedTuple):
    """`known_at`: from when it can be made; None while reports may still come, or where nothing at all came. `missing`:
    (feed, area). `nothing`: none of that time has come, from anywhere."""

    known_at: datetime | None
    missing: tuple[tuple[str, str], ...] = ()
    nothing: bool = False


def due_now(pack: Pack, now: datetime) -> list[Due]:
    """Of each form that is issued by itself the last one whose hour has begun, until the next one's does. A copy of the
    board takes longer than documents, and is entered on its own."""
    day = moment_at(now, pack.operation).ops_day
    forms = [(BRIEF, f) for f in pack.briefs if f.files] + [(COPY, f) for f in pack.briefs if f.copy_too]
    found = (_last(kind, form, now, (day, day - timedelta(days=1))) for kind, form in forms)
    return [one for one in found if one]


def _last(kind: str, form: BriefForm, now: datetime, days: tuple[date, ...]) -> Due | None:
    for day in days:
        for hour in reversed(form.at):
            as_of, n = _at(day, hour), form.number(day, hour)
            if as_of <= now and n is not None:
                return Due(kind, form, day, as_of, n)
    return None


def _at(day: date, hour: str) -> datetime:
    hours, minutes = map(int, hour.split(":"))
    return datetime.combine(day, time.min) + timedelta(hours=hours, minutes=minutes)


def came(board: Board, of: Due, now: datetime) -> Came:
    """Reports that are due once a day are not waited for; a draft waits for whoever confirms it."""
    if of.form.confirm:
        by_whom = (r for r in board.reviews(now) if (r.form, r.ops_day) == (of.form.id, of.ops_day))
        confirmed = next(by_whom, None)
        return Came(_whole_second(confirmed.known_at) if confirmed else None)
    by = min(now, of.until)
    frame = board.rows("page/freshness", by, ops_day=of.ops_day, moment=of.as_of)
    rows = [
        r
        for feed in heard(frame, board.pack)
        if feed.feed.cadence_min < DAILY
        for r in (feed.districts or feed.rows)
        if r["expected_as_of"] == of.as_of
    ]
    late = [r for r in rows if not known(r["as_of"]) or r["as_of"] < of.as_of]
    missing = tuple((str(r["feed"]), str(r["area_code"])) for r in late)
    if len(late) == len(rows):
        return Came(None, missing, nothing=True)
    if late:
        return Came(of.until if now >= of.until else None, missing)
    last = max(r["received_at"] for r in rows)
    return Came(_whole_second(max(last, of.as_of)))


def _whole_second(moment: datetime) -> datetime:
    """The first one at which all of it was known."""
    whole = datetime.combine(moment.date(), moment.time().replace(microsecond=0))
    return whole if whole == moment else whole + timedelta(seconds=1)

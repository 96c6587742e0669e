"""One verdict a line and place: judged at one slot, by one judge, until the next slot is judged.

A line whose forecasts have earned it is judged by them, any other by its pace; what is past its deadline, done, stopped
or too old is judged by that. A city finishes with its last district, and is never better off than the worst of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from data_pipeline.core.caches import Cache
from data_pipeline.core.records import words
from data_pipeline.core.status import Status, at_deadline, by_projection, reported_at, to_do
from data_pipeline.declare import Pack
from data_pipeline.forecast.lumps import STILL
from data_pipeline.forecast.types import shown
from data_pipeline.judge.gap import gap, within_reach
from data_pipeline.judge.paced import in_future, number, paced
from data_pipeline.judge.reports import at_slot, by_place, share
from data_pipeline.judge.slots import Slot, grace, judged_slots
from data_pipeline.judge.stops import Course, course
from data_pipeline.judge.verdict import Judge, Verdict
from data_pipeline.judge.whole import whole
from data_pipeline.query.rows import LedgerRow

if TYPE_CHECKING:
    from data_pipeline.outlook import Outlook

Verdicts = dict[tuple[str, str], Verdict]
JUDGED = Cache("verdicts of lines", 512)


@dataclass(frozen=True)
class Bench:
    """What one is judged from. `now`: the clock. `working`: the outlook is being worked out, and may judge."""

    pack: Pack
    now: datetime
    said: "Outlook | None" = None
    working: bool = False
    city: Verdict | None = None  # of the line: what its districts are judged beside

    def waits(self, line: str) -> bool:
        return self.working and self.pack.lines[line].tier != "detail"


def verdicts(rows: pd.DataFrame, bench: Bench, slots: Mapping[str, Sequence[Slot]] | None = None) -> Verdicts:
    """(line, area) to its verdict. `rows`: of page/day; `slots`: those judged, where not all of the rows' are. Lines of
    which nothing moved are not judged again."""
    slots = judged_slots(rows, bench.pack, bench.now) if slots is None else slots
    said = _said(bench)
    keys = {line: (*_key(bench, line, slots, said[line]), word) for line, word in words(rows, "line").items()}
    kept = {line: found for line, key in keys.items() if (found := JUDGED.peek(key)) is not None}
    every: Verdicts = {}
    for line, places in by_place(pd.DataFrame(rows[~rows["line"].isin(list(kept))])).items():
        if not bench.pack.lines[line].worst_of:
            kept[line] = _of_line(line, places, bench, list(slots.get(line, ()))), said[line]
            JUDGED.put(keys[line], kept[line])
    for found, _ in (kept[line] for line in keys if line in kept):
        every |= found
    for line in bench.pack.lines.values():
        every |= _of_worst(line.id, line.worst_of, every)
    return every


def _said(bench: Bench) -> defaultdict[str, list[object]]:
    """By line, all that its forecasts are judged by: as long as a verdict is kept, so are they."""
    found = defaultdict[str, list[object]](lambda: [bench.said.past] if bench.said else [])
    if bench.said is not None:
        now = bench.said.now
        named = [*((line, p) for (line, _), p in now.areas.items()), *now.city.items(), *now.cases.items()]
        for line, one in named:
            found[line].append(one)
    return found


def _key(bench: Bench, line: str, slots: Mapping[str, Sequence[Slot]], said: Sequence[object]) -> tuple[object, ...]:
    own = tuple(bench.said.slots.get(line, ())) if bench.said else ()
    return bench.pack.mark, line, bench.now, bench.working, tuple(slots.get(line, ())), own, *map(id, said)


def _of_line(line: str, places: dict[str, list[LedgerRow]], bench: Bench, slots: list[Slot]) -> Verdicts:
    city = bench.pack.operation.city_code
    own = {city: _own(line, city, places[city], bench, slots)} if city in places else {}
    beside = replace(bench, city=own.get(city))
    own |= {area: _own(line, area, rows, beside, slots) for area, rows in places.items() if area != city}
    if city in own and len(own) > 1:
        parts = {a.code: own.get(a.code) for a in bench.pack.districts}
        own[city] = whole(own[city], parts, places, bench.now)
    return {(line, area): v for area, v in own.items()}


def _of_worst(line: str, parts: Sequence[str], found: Verdicts) -> Verdicts:
    """A line that stands for others says what the one most in need says, place by place."""
    areas = {area for part, area in found if part in parts}
    out: Verdicts = {}
    for area in areas:
        worst = min((found[p, area] for p in parts if (p, area) in found), key=lambda v: v.need)
        out[line, area] = replace(worst, line=line, part=worst.line)
    return out


def _own(line: str, area: str, rows: list[LedgerRow], bench: Bench, slots: list[Slot]) -> Verdict:
    """Of one place by itself."""
    newest = rows[-1]
    blank = Verdict(
        line,
        area,
        Status.UNKNOWN,
        Judge.WAITING,
        newest["deadline_at"],
        rate=share(newest),
        newest=newest["as_of"],
        to_do=to_do(newest),
    )
    if bool(newest["stale"]):
        return replace(blank, judge=Judge.STALE)
    at = at_slot(rows, slots[-1].at) if slots else None
    if at is None:
        return blank
    if _finished(newest):
        at, slots = newest, [*slots, Slot(newest["as_of"])]
    carried = slots[-1].at if reported_at(at) < slots[-1].at else None
    at = at_slot(rows, reported_at(at)) or at
    base = replace(
        blank,
        slot=at["as_of"],
        to_do=to_do(at),
        silent=at["as_of"] if carried else None,
        rate_done=number(at["rate_done"]),
    )
    return _judged(base, at, [r for r in rows if r["as_of"] <= at["as_of"]], bench)


def _finished(newest: LedgerRow) -> bool:
    """A place that has said, in full, that it has nothing left: it waits for no others to be judged."""
    return (
        not to_do(newest)
        and newest.get("reported", 1) >= newest.get("expected", 1)
        and reported_at(newest) == newest["as_of"]
    )


def _judged(base: Verdict, at: LedgerRow, rows: list[LedgerRow], bench: Bench) -> Verdict:
    if not base.to_do:
        finish = None if base.silent else at["as_of"]
        return replace(base, state=Status.ON_TRACK, judge=Judge.CLEARED, finish=finish, left_p50=0.0)
    if base.deadline <= bench.now and at["as_of"] >= base.deadline:
        return replace(base, state=at_deadline(at), judge=Judge.DEADLINE, left_p50=base.to_do)
    if bench.waits(base.line):
        return replace(base, judge=Judge.WORKING)
    seen = _seen(base, rows, bench)
    if _stands(base, seen, bench):
        found = _stopped(base, at, seen, bench)
    else:
        past = bench.said.past if bench.said else None
        found = _unsure(_forecast(base, bench) or paced(base, at, seen, bench.now, past), seen)
    found = replace(within_reach(found, _best(rows)), lumps=seen.lumps)
    return found if base.deadline > bench.now else _closing(found, bench)


def _stands(base: Verdict, seen: Course, bench: Bench) -> bool:
    """A line that brought nothing in the whole city has stopped, and each district with it; one district that brought
    nothing while others did has stopped only when it has for so long that this is no lump in the making."""
    if bench.city is None:
        return seen.stopped
    if bench.city.judge is Judge.STOPPED or (bench.city.judge is Judge.DEADLINE and bench.city.stopped):
        return not base.silent
    return seen.stopped and seen.slots >= STILL


def _unsure(found: Verdict, seen: Course) -> Verdict:
    """Of what did not move in its last slot, or comes in lumps, nobody can say that it is on track."""
    state = Status.AT_RISK if found.state is Status.ON_TRACK and (seen.slots or seen.lumps) else found.state
    return replace(found, state=state, stopped=seen.since if seen.slots >= STILL else None)


def _best(rows: list[LedgerRow]) -> float | None:
    return max((float(r["rate_last"]) for r in rows if number(r.get("rate_last")) is not None), default=None)


def _closing(found: Verdict, bench: Bench) -> Verdict:
    """Past its deadline, of which no report has come yet: what was on its way to miss has missed; of the rest nobody
    knows until the grace is over."""
    missed = found.state is Status.WILL_MISS or found.deadline + grace(bench.pack, found.line) <= bench.now
    state, judge = (Status.WILL_MISS, Judge.DEADLINE) if missed else (Status.UNKNOWN, Judge.WAITING)
    return replace(
        found,
        state=state,
        judge=judge,
        finish=None,
        finish_p10=None,
        finish_p90=None,
        needed=None,
        awaited=False,
        left_p50=found.to_do,
        left_p90=None,
    )


def _seen(base: Verdict, rows: list[LedgerRow], bench: Bench) -> Course:
    ready = bench.said.now.cases.get(base.line) if bench.said else None
    reports = [r for r in rows if reported_at(r) >= r["as_of"]]
    return course(reports, ready.profile if ready else None)


def _stopped(base: Verdict, at: LedgerRow, seen: Course, bench: Bench) -> Verdict:
    left = base.to_do + float(at["expected_new"] or 0)
    since = seen.since or (bench.city.stopped if bench.city else None)
    return replace(
        base,
        state=Status.WILL_MISS,
        judge=Judge.STOPPED,
        stopped=since,
        left_p50=left,
        rate_done=0.0,
        needed=gap(left, base, bench.now),
    )


def _forecast(base: Verdict, bench: Bench) -> Verdict | None:
    p = bench.said.of(base.line, base.area) if bench.said else None
    if p is None or p.p_overdue is None:
        return None
    state = by_projection(shown(p.p_overdue), p.early)
    found = replace(
        base,
        state=state,
        judge=Judge.FORECAST,
        slot=p.as_of,
        finish=p.p50,
        finish_p10=p.p10,
        finish_p90=p.p90,
        risk=p.p_overdue,
        left_p50=p.left_p50,
        left_p90=p.left_p90,
        needed=p.more_needed(),
    )
    return in_future(found, bench.now)

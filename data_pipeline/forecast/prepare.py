"""From the ledger to cases ready to simulate, and the areas for which the data allow none."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from data_pipeline.core.status import REPORTED_ENOUGH
from data_pipeline.forecast.case import Case, steps_ahead, too_late, weights
from data_pipeline.forecast.dry import hours_under_way, with_dry
from data_pipeline.forecast.increments import Spans, intervals
from data_pipeline.forecast.lumps import awaited, evened, of_areas, widened
from data_pipeline.forecast.method import USUAL, Method
from data_pipeline.forecast.profile import DEFAULT, Profile, profile
from data_pipeline.forecast.recent import SLOTS, Recent, recent
from data_pipeline.forecast.remainder import CLEAR, Remainder, remainder
from data_pipeline.forecast.table import Table, hour, moment, read
from data_pipeline.forecast.types import Reason


@dataclass(frozen=True)
class Prepared:
    """One line: its case, the pace behind it, and why an area is refused (empty: it is not)."""

    case: Case
    recent: Recent
    profile: Profile
    spans: Spans  # every known interval of the line; `rows` are the area positions of the case in it
    rows: np.ndarray
    reasons: tuple[tuple[Reason, ...], ...]
    graced: bool = False


def prepare(
    ledger: pd.DataFrame, as_of: datetime, method: Method = USUAL, *, graced: bool = False
) -> dict[str, Prepared]:
    """Every line of `ledger` at the method's level, from what its rows up to `as_of` say. Lines without a row are
    absent. `graced`: nobody is waited for any more, and a place that is half reported or silent refuses no forecast but
    its own."""
    known = pd.DataFrame(ledger[(ledger["level"] == method.level) & (ledger["as_of"] <= pd.Timestamp(as_of))])
    if known.empty:
        return {}
    table = read(known)
    stays = remainder(table)
    spans = intervals(table, method.since_round)
    lag = hours_under_way(spans, len(table.lines))
    spans = with_dry(spans, stays, lag)
    newest = np.flatnonzero(table.last())
    out = {}
    for i, line in enumerate(table.lines):
        rows = newest[table.line[newest] == i]
        reported = Reported(table, rows, spans.of_line(i), hour(as_of), graced)
        ready = _prepare(line, reported, method.spread_of(line, as_of.hour), method.notice_h)
        ready = replace(ready, case=replace(ready.case, lag=float(lag[i])))
        allowed = np.array([method.allowed(line, area) for area in ready.case.areas])
        out[line] = _with_remainder(ready, stays, i, allowed, line in method.strict)
    return out


@dataclass(frozen=True)
class Reported:
    """What is known of one line by `now`. `rows`: the newest row of each area, in the order of the areas."""

    table: Table
    rows: np.ndarray
    spans: Spans
    now: float
    graced: bool


def _prepare(line: str, reported: Reported, cv: float, notice_h: float | None) -> Prepared:
    table, rows, spans, now = reported.table, reported.rows, reported.spans, reported.now
    day = table.day[rows].max()
    shape = profile(spans, day)
    spans, lumps = evened(spans, shape or DEFAULT)
    pace = recent(spans, table.area[rows], now, shape)
    start = table.as_of[rows].max()
    declared = table.deadline[rows]
    deadline = day + 24 if np.isnan(declared).all() else np.nanmax(declared)
    edges, at = steps_ahead(start, deadline, pace.slot)
    lead = lead_hours(day, deadline, notice_h)
    to_pace, to_arrive = weights(shape or DEFAULT, start, edges, at)
    done = pace.done
    if lumps:
        told_so = of_areas(lumps, table.area[rows])
        to_pace = awaited(to_pace, told_so, edges, start)
        done = widened(done, told_so, to_pace, at)
    case = Case(
        line=line,
        areas=tuple(table.areas[a] for a in table.area[rows]),
        as_of=moment(start),
        deadline=moment(deadline),
        open=_brought_forward(table.total["open"][rows], start - table.as_of[rows], pace),
        done=done,
        due=pace.due,
        edges=edges,
        at=at,
        pace=to_pace,
        arrive=to_arrive,
        cv=cv,
        enough=np.full(len(rows), CLEAR),
        stays=np.zeros(len(rows)),
        late=too_late(edges, at, lead),
        late_now=_since(deadline - lead, spans, table.area[rows]),
        cutoff=moment(deadline - lead),
        due_total=table.total["due"][rows],
        done_total=table.total["done"][rows],
        open_reported=table.total["open"][rows],
    )
    return Prepared(case, pace, shape or DEFAULT, spans, table.area[rows], _reasons(reported, pace), reported.graced)


def lead_hours(day: float, deadline: float, notice_h: float | None) -> float:
    """Hours before the deadline after which what comes is not owed by it; 0 where all of it is."""
    return 0.0 if notice_h is None else max(0.0, deadline - day - notice_h)


def _since(cutoff: float, spans: Spans, areas: np.ndarray) -> np.ndarray:
    """(S,) what has come due since the cut-off; of an interval across it, its share."""
    share = np.clip((spans.start + spans.hours - np.maximum(cutoff, spans.start)) / spans.hours, 0, 1)
    came = np.bincount(spans.area, np.maximum(spans.due, 0) * share, minlength=areas.max() + 1)
    return came[areas]


def _with_remainder(ready: Prepared, stays: Remainder, line: int, allowed: np.ndarray, strict: bool) -> Prepared:
    """What counts as cleared: down to the usual remainder, or to what the target allows, whichever is more. Of a strict
    line nobody may be left: what usually stays is then a miss that is known beforehand."""
    case = ready.case
    owed = case.due_total + np.maximum(0.0, case.to_deadline()[1])
    enough = np.maximum(stays.enough(line, ready.rows, owed), allowed * owed)
    if strict:
        enough = np.full(len(owed), CLEAR)
    case = replace(case, enough=enough, stays=stays.usual[line, ready.rows] * owed)
    return replace(ready, case=case)


def _brought_forward(open_: np.ndarray, behind: np.ndarray, pace: Recent) -> np.ndarray:
    """Open work of areas that are behind the others' last report, moved on at their median net pace."""
    net = np.median(pace.rate_due, axis=1) - np.median(pace.rate_done, axis=1)
    return np.maximum(0.0, open_ + net * behind)


def _reasons(reported: Reported, pace: Recent) -> tuple[tuple[Reason, ...], ...]:
    """Domain 3.7, point 8: when not to say."""
    table, rows = reported.table, reported.rows
    tests = (
        (Reason.THIN, pace.slots < SLOTS),
        (Reason.STALE, reported.now - table.as_of[rows] > pace.slot),
        (Reason.COVERAGE, (table.reported[rows] < REPORTED_ENOUGH) & (not reported.graced)),
    )
    return tuple(tuple(r for r, bad in tests if bad[i]) for i in range(len(rows)))

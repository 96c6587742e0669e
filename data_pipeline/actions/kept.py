"""Whether a promised hour was kept, read from the feeds and not from a tick: when the line's ledger says that nothing
was open any more.

Reports come at their own times, so an hour between two reports may be one of which nobody can say whether it was kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from data_pipeline.core.status import reported_at, to_do

Row = Any  # of page/day or page/open_days


class Kept(StrEnum):
    KEPT = "kept"
    LATE = "late"
    BETWEEN = "between"  # cleared between two reports, the promised hour among them
    AHEAD = "ahead"  # the hour has not come
    AWAITED = "awaited"  # it has, and no report since


@dataclass(frozen=True)
class Outcome:
    """`cleared`: the first report from which on nothing was open. `before`: the last report of something open before
    it. `open`, `as_of`: the newest report."""

    kept: Kept | None
    cleared: datetime | None
    before: datetime | None
    open: float | None
    as_of: datetime | None


def outcome(course: Sequence[Row], promised: datetime | None, now: datetime) -> Outcome:
    """`course`: rows of page/day of one line and area, oldest first; what was carried over from an earlier report says
    nothing new. `kept` is None where nothing was promised or no report came at all."""
    reports = [r for r in course if r["as_of"] <= now and _says(r)]
    if not reports:
        return Outcome(_unheard(promised, now), None, None, None, None)
    last = reports[-1]
    first_clear = len(reports)
    while first_clear and not to_do(reports[first_clear - 1]):
        first_clear -= 1
    cleared = reports[first_clear]["as_of"] if first_clear < len(reports) else None
    before = reports[first_clear - 1]["as_of"] if first_clear else None
    judged = _judged(promised, cleared, before, now) if promised else None
    return Outcome(judged, cleared, before, to_do(last), last["as_of"])


def _unheard(promised: datetime | None, now: datetime) -> Kept | None:
    if promised is None:
        return None
    return Kept.AHEAD if now < promised else Kept.AWAITED


def _judged(promised: datetime, cleared: datetime | None, before: datetime | None, now: datetime) -> Kept:
    """`before`: when something was last reported open."""
    if cleared is not None and cleared <= promised:
        return Kept.KEPT
    if before is not None and before >= promised:
        return Kept.LATE
    if cleared is not None:
        return Kept.BETWEEN if before is not None else Kept.KEPT
    return Kept.AHEAD if now < promised else Kept.AWAITED


def _says(row: Row) -> bool:
    """Something open is open; nothing open is said only when every place that is expected has reported."""
    whole = row.get("reported", 1) >= row.get("expected", 1)
    return reported_at(row) >= row["as_of"] and (whole or to_do(row) > 0)

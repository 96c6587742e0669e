"""Days and moments that can be read and still cannot be meant: after the file came, outside the operation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.report import Problem
from data_pipeline.intake.say import kept, labels, shown
from data_pipeline.intake.texts import Texts
from data_pipeline.intake.typed import Typed

AHEAD = timedelta(minutes=60)  # a report for 18:00 is often sent a little before
OLD = timedelta(days=366)  # where no operation says what its days are


def check_days(
    pack: Pack, feed: Feed, table: pa.Table, lines: np.ndarray, received_at: datetime | None
) -> Iterable[Problem]:
    """One doubt per kind, told by the first of its rows. `table`, `lines`: the accepted rows. `received_at`: None where
    that is not known."""
    if not table.num_rows:
        return
    own = _Rows(feed, table, lines)
    days = pc.cast(table.column(feed.day_column), pa.date32())
    good = np.ones(table.num_rows, bool)
    name = feed.as_of_column or feed.day_column
    if received_at is not None:
        late = _after(table.column(name), received_at)
        yield from own.asked(name, late, "after_receipt", {"received": f"{received_at:%Y-%m-%d %H:%M}"})
        good = ~late
    first, last = _bounds(pack, feed, received_at)
    off = np.zeros(table.num_rows, bool)
    if first:
        off |= _true(pc.less(days, pa.scalar(first)))
    if last:
        off |= _true(pc.greater(days, pa.scalar(last)))
    facts = {"first": str(first or "…"), "last": str(last or "…")}
    code = "outside_operation" if last else "before_operation"
    yield from own.asked(feed.day_column, good & off, code, facts)


@dataclass(frozen=True)
class _Rows:
    feed: Feed
    table: pa.Table
    lines: np.ndarray

    def asked(self, column: str, doubtful: np.ndarray, code: str, facts: dict[str, str]) -> Iterable[Problem]:
        at = np.flatnonzero(doubtful)
        if len(at):
            value = kept(self.table.column(column)[int(at[0])].as_py())
            described = facts | {"rows": len(at)} | labels(self.feed, column)
            yield Problem(int(self.lines[at[0]]), column, value, code, "confirm", described)


def _bounds(pack: Pack, feed: Feed, received_at: datetime | None) -> tuple[date | None, date | None]:
    """The days that this feed may speak of."""
    first, last = pack.operation.first_day, pack.operation.last_day
    if first:
        return first - timedelta(days=feed.looks_back_days), last
    return (received_at - OLD).date() if received_at else None, last


def _after(moments: pa.ChunkedArray, received_at: datetime) -> np.ndarray:
    """A day may be spoken of on the day itself; a moment only once it is nearly there."""
    if pa.types.is_date(moments.type):
        return _true(pc.greater(moments, pa.scalar(received_at.date())))
    return _true(pc.greater(moments, pa.scalar(received_at + AHEAD, moments.type)))


def _true(mask: pa.ChunkedArray) -> np.ndarray:
    return mask.fill_null(False).to_numpy().astype(bool)


def date_orders(feed: Feed, typed: Typed, texts: Texts) -> Iterable[Problem]:
    """A column whose dates only the operation's own days could put in order."""
    for name, read in typed.reads.items():
        ordered = [n for n in read.changes if n.read.change == "date_order"]
        if ordered:
            read_as = kept(typed.table.column(name)[ordered[0].first].as_py())
            facts = {"read": read_as, "rows": sum(n.rows for n in ordered)} | labels(feed, name)
            yield Problem(
                int(texts.lines[ordered[0].first]), name, shown(ordered[0].text), "date_order", "confirm", facts
            )

"""The rows of a file, and of what is known, in the order of time: what came before and after each row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from data_pipeline.declare import Feed
from data_pipeline.intake.arrow import pc
from data_pipeline.intake.keys import codes

DAY_US = 86_400_000_000
PIECE = 1 << 15  # rows
NEAR = 36 * 3_600_000_000  # a slot further back says nothing


@dataclass
class Series:
    """Sorted by thing and time. `row`: index in the file (-1: known before). `before`: the position just before, an
    earlier version of the same slot included; `earlier` and `later`: of another slot; -1 where there is none."""

    table: pa.Table  # in its own order
    order: np.ndarray
    row: np.ndarray
    time: np.ndarray
    day: np.ndarray
    before: np.ndarray
    earlier: np.ndarray
    later: np.ndarray
    daily: bool
    _values: dict[str, np.ndarray] = field(default_factory=dict)

    @cached_property
    def mine(self) -> np.ndarray:
        return self.row >= 0

    def values(self, column: str) -> np.ndarray:
        """float64 in this order; nulls are NaN."""
        if column not in self._values:
            figures = pc.cast(self.table.column(column), pa.float64(), safe=False)
            figures = figures if figures.null_count == 0 else figures.fill_null(np.nan)
            self._values[column] = figures.to_numpy()[self.order]
        return self._values[column]

    def cell(self, column: str, at: int) -> Any:
        return self.table.column(column)[int(self.order[at])].as_py()

    def moment(self, at: int) -> str:
        text = str(pa.scalar(int(self.time[at]), pa.timestamp("us")).as_py())
        return text[:10] if self.daily else text[:16]

    def same_day(self, other: np.ndarray) -> np.ndarray:
        return (other >= 0) & (self.day == self.day[other])

    @cached_property
    def _near(self) -> np.ndarray:
        return (self.before >= 0) & ((self.time - self.time[self.before]) <= (8 * DAY_US if self.daily else NEAR))

    def _pairs(self, within_day: bool) -> np.ndarray:
        return self._near_day if within_day else self._near

    @cached_property
    def _near_day(self) -> np.ndarray:
        return self._near & self.same_day(self.before)

    def far_from_before(self, column: str, factor: int, least: int, within_day: bool) -> np.ndarray:
        """The file's rows whose figure is at least `factor` times, or at most a `factor`th of, the one before it, the
        larger of the two being `least` or more."""
        value, pairs = self.values(column), self._pairs(within_day) & self.mine

        def far(piece: slice) -> np.ndarray:
            own, before = value[piece], value[self.before[piece]]
            small, large = np.minimum(own, before), np.maximum(own, before)  # NaN where either is
            return pairs[piece] & (small > 0) & (large >= least) & (large >= factor * small)

        return positions(len(value), far) if np.fmax.reduce(value, initial=0) >= least else np.zeros(0, np.int64)

    def log_ratio(self, column: str, at: np.ndarray, within_day: bool) -> np.ndarray:
        """For these rows log10 of the figure over the one before it; NaN where either is missing or not above zero."""
        value = self.values(column)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log10(value[at] / value[self.before[at]])
        return np.where(self._pairs(within_day)[at] & np.isfinite(ratio), ratio, np.nan)

    @cached_property
    def _moments(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The file's rows by moment: positions sorted by time, the distinct times, and where each begins."""
        rows = np.flatnonzero(self.mine)
        rows = rows[np.argsort(self.time[rows], kind="stable")]
        times, starts = np.unique(self.time[rows], return_index=True)
        return rows, times, np.append(starts, len(rows))

    def peers(self, column: str, at: np.ndarray, within_day: bool, fewest: int) -> np.ndarray:
        """For each of these rows the median log ratio of the file's rows of its moment; NaN where too few have one."""
        rows, times, starts = self._moments
        which = np.searchsorted(times, self.time[at])
        medians = np.full(len(times), np.nan)
        for k in np.unique(which).tolist():
            ratio = self.log_ratio(column, rows[starts[k] : starts[k + 1]], within_day)
            ratio = ratio[np.isfinite(ratio)]
            if len(ratio) > fewest:
                medians[k] = np.median(ratio)
        return medians[which]


def positions(size: int, holds: Callable[[slice], np.ndarray]) -> np.ndarray:
    """Where it holds, asked piece by piece: what is worked out on the way stays in the processor's cache."""
    pieces = (slice(first, first + PIECE) for first in range(0, size, PIECE))
    return np.concatenate([np.zeros(0, np.int64), *(np.flatnonzero(holds(p)) + p.start for p in pieces)])


def series_of(feed: Feed, table: pa.Table, past: pa.Table | None) -> Series | None:
    """None when no thing is told twice: then there is nothing to compare."""
    things = [k for k in feed.key if k not in (feed.as_of_column, feed.day_column)]
    daily = feed.as_of_column is None
    both = pa.concat_tables([table, past.select(feed.names)]) if past is not None else table
    whole = codes([both.column(c) for c in things]) if things else np.zeros(both.num_rows, np.int64)
    when = both.column(feed.as_of_column or feed.day_column)
    time = _numbers(pc.cast(when, pa.timestamp("us")))
    mine = np.arange(both.num_rows) < table.num_rows
    order = np.lexsort((mine, time, whole))
    whole, time = whole[order], time[order]
    same = np.concatenate(([False], whole[1:] == whole[:-1]))
    if not same.any():
        return None
    at = np.arange(len(order))
    before = np.where(same, at - 1, -1)
    twin = same & np.concatenate(([False], time[1:] == time[:-1]))  # a known version of the same slot
    earlier = np.where(twin, np.where(before >= 0, before[before], -1), before)
    after = np.where(np.concatenate((same[1:], [False])), at + 1, -1)
    later = np.where(after >= 0, np.where(mine[order][after], -1, after), -1)
    day = _numbers(pc.cast(both.column(feed.day_column), pa.timestamp("us")))[order]
    row = np.where(mine[order], order, -1)
    return Series(both, order, row, time, day, before, earlier, later, daily)


def _numbers(moments: pa.ChunkedArray) -> np.ndarray:
    return pc.cast(moments, pa.int64()).fill_null(0).to_numpy()

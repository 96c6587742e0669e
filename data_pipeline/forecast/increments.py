"""From running totals to what happened between two reports."""

from dataclasses import dataclass, fields, replace

import numpy as np

from data_pipeline.core.status import REPORTED_ENOUGH
from data_pipeline.forecast.table import Table


@dataclass(frozen=True)
class Spans:
    """One row per pair of neighbouring reports of one line, area and operating day; sorted as the table is.

    `done` and `due` (new less cancelled) are items within the interval; `open` and `owed` (all that has been due) stand
    at its end. `first`: the day's opening interval, from 00:00, because the counters run from there. `dry`: the work
    ran out (set by dry.with_dry). Not `usable`: restated (a total fell or the carry-in moved), half reported, or an
    opening whose counters began at an unknown moment.
    """

    line: np.ndarray
    area: np.ndarray
    day: np.ndarray
    start: np.ndarray
    hours: np.ndarray
    done: np.ndarray
    due: np.ndarray
    open: np.ndarray
    owed: np.ndarray
    first: np.ndarray
    dry: np.ndarray
    usable: np.ndarray

    def __len__(self) -> int:
        return len(self.line)

    def __getitem__(self, rows: np.ndarray | slice) -> "Spans":
        return replace(self, **{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def of_line(self, line: int) -> "Spans":
        low, high = np.searchsorted(self.line, [line, line + 1])
        return self[slice(int(low), int(high))]


def intervals(table: Table, since_round: frozenset[str] = frozenset()) -> Spans:
    """Every interval of the table. Lines in `since_round` count from before midnight: their opening is not usable."""
    same = _follows(table)
    step = {name: _step(total, same) for name, total in table.total.items()}
    start = np.where(same, _above(table.as_of), table.day)
    restated = same & (step["carry_in"] != 0)
    for name in ("new_due", "cancelled", "done"):
        restated |= step[name] < 0
    covered = table.reported >= REPORTED_ENOUGH
    covered &= np.where(same, _above(covered), True)
    by_round = np.isin(table.line, [i for i, name in enumerate(table.lines) if name in since_round])
    spans = Spans(
        line=table.line,
        area=table.area,
        day=table.day,
        start=start,
        hours=table.as_of - start,
        done=step["done"],
        due=step["new_due"] - step["cancelled"],
        open=table.total["open"],
        owed=table.total["due"],
        first=~same,
        dry=np.zeros(len(start), bool),
        usable=~restated & covered & (same | ~by_round),
    )
    return spans[spans.hours > 0]


def _follows(table: Table) -> np.ndarray:
    """Whether the row above is the same line, area and operating day."""
    same = np.zeros(len(table.line), bool)
    same[1:] = np.logical_and.reduce([k[1:] == k[:-1] for k in (table.line, table.area, table.day)])
    return same


def _above(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values[:1], values[:-1]])


def _step(total: np.ndarray, same: np.ndarray) -> np.ndarray:
    return total - np.where(same, _above(total), 0.0)

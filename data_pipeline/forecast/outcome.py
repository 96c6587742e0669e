"""What came of it: when each day's work was really cleared, as far as its reports can tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_pipeline.forecast.remainder import CLEAR
from data_pipeline.forecast.table import Table, read

Key = tuple[str, str, float]  # line, area, deadline in hours since 1970


@dataclass(frozen=True)
class Day:
    """One line, area and operating day: its reports up to the deadline. Moments are hours since 1970."""

    as_of: np.ndarray
    open: np.ndarray
    done: np.ndarray
    due: np.ndarray  # owed so far: carry-in and newly due, less cancelled
    deadline: float

    @property
    def closed(self) -> bool:
        """Whether there is a report at the deadline itself; without it nothing can be scored."""
        return len(self.as_of) > 0 and bool(abs(self.as_of[-1] - self.deadline) < 1e-6)

    @property
    def left(self) -> float:
        return float(self.open[-1])

    def cleared(self, now: float, enough: float = CLEAR) -> tuple[float, float]:
        """Hours from `now` between which the clear stretch that holds at the deadline began; (due, inf) if missed.

        Only reports are known: the moment lies after the last one with work open, and not after the next.
        """
        busy = np.flatnonzero(self.open > enough)
        last = int(busy[-1]) if len(busy) else -1
        if last == len(self.open) - 1:
            return self.deadline - now, np.inf
        low = self.as_of[last] if last >= 0 else now
        return max(0.0, float(low) - now), max(0.0, float(self.as_of[last + 1]) - now)

    def overdue(self, cutoff: float, enough: float = CLEAR) -> bool:
        """By rule: whether more than `enough` of what was owed by the cut-off is open at the deadline."""
        return self.at(cutoff)[1] - float(self.done[-1]) > enough

    def at(self, moment: float) -> tuple[float, float]:
        """Done and owed at a moment, on straight lines between reports."""
        return float(np.interp(moment, self.as_of, self.done)), float(np.interp(moment, self.as_of, self.due))


def days(ledger: pd.DataFrame) -> dict[Key, Day]:
    """Every day of every line and area in the ledger; pass one level of it."""
    table = read(ledger)
    starts = np.flatnonzero(_starts(table))
    out: dict[Key, Day] = {}
    for a, b in zip(starts, [*starts, len(table.line)][1:], strict=True):
        declared = table.deadline[a:b]
        deadline = float(table.day[a] + 24 if np.isnan(declared).all() else np.nanmax(declared))
        rows = np.arange(a, b)[table.as_of[a:b] <= deadline]
        out[table.lines[table.line[a]], table.areas[table.area[a]], deadline] = Day(
            as_of=table.as_of[rows],
            open=table.total["open"][rows],
            done=table.total["done"][rows],
            due=table.total["due"][rows],
            deadline=deadline,
        )
    return out


def _starts(table: Table) -> np.ndarray:
    new = np.ones(len(table.line), bool)
    new[1:] = np.logical_or.reduce([k[1:] != k[:-1] for k in (table.line, table.area, table.day)])
    return new

"""What stays open even on a good day: people on the road at midnight, doors nobody opens. The last 3 % are different
work, so a finish is the moment open work is down to this, and this is said beside it."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast.table import DAYS, Table, ends

CLEAR = 0.5  # items: up to half an item is none
TAIL = 0.03  # a larger share left over is a day that was not cleared, not a usual remainder


@dataclass(frozen=True)
class Remainder:
    """Shares of what was owed, by (line, area). `usual`: what stays; `most`: what still counts as cleared.

    They part where work has stopped with more than the tail open, and never got further: that stays, and is not
    cleared.
    """

    usual: np.ndarray
    most: np.ndarray

    def enough(self, line: np.ndarray | int, area: np.ndarray, owed: np.ndarray) -> np.ndarray:
        """Items that count as none left. A count is never quite the same twice: give it twice its root."""
        most = np.maximum(0.0, self.most[line, area] * owed)
        return most + np.maximum(CLEAR, 2 * np.sqrt(most))


def remainder(table: Table, days: int = DAYS) -> Remainder:
    """From what was left at the deadline on each of the `days` operating days before each line's newest. An area
    that never got down to a usual remainder takes the middle of the line's other areas; a new line has none."""
    rows = _last_rows(table, days)
    share = table.total["open"][rows] / table.total["due"][rows]
    stopped = table.total["done"][rows] == table.total["done"][np.maximum(rows - 1, 0)]
    usual, most = (np.full((len(table.lines), len(table.areas)), np.nan) for _ in range(2))
    for line, area, day in _groups(table, rows):
        small = share[day][share[day] <= TAIL]
        if len(small):
            usual[line, area], most[line, area] = np.median(small), small.max()
        elif stopped[day].any():
            usual[line, area] = share[day][stopped[day]].min()
    return Remainder(_or_others(usual), _or_others(most))


def _last_rows(table: Table, days: int) -> np.ndarray:
    """Rows at the deadline of the days before."""
    deadline = np.where(np.isnan(table.deadline), table.day + 24, table.deadline)
    newest = np.zeros(len(table.lines))
    np.maximum.at(newest, table.line, table.day)
    age = newest[table.line] - table.day
    at_deadline = np.abs(table.as_of - deadline) < 1e-6
    return np.flatnonzero(at_deadline & (age > 0) & (age <= 24 * days) & (table.total["due"] > 0))


def _groups(table: Table, rows: np.ndarray) -> list[tuple[int, int, np.ndarray]]:
    """Line, area and positions in `rows` of each area's days."""
    line, area = table.line[rows], table.area[rows]
    cut = np.flatnonzero(ends(line, area)) + 1
    return [(int(line[p[0]]), int(area[p[0]]), p) for p in np.split(np.arange(len(rows)), cut) if len(p)]


def _or_others(by_area: np.ndarray) -> np.ndarray:
    """Unknown areas take the middle of the known ones of their line."""
    known = ~np.isnan(by_area)
    middle = np.array([np.median(row[k]) if k.any() else 0.0 for row, k in zip(by_area, known, strict=True)])
    return np.where(known, by_area, middle[:, None])

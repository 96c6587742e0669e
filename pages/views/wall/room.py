"""How much fits on a wall. All lengths in em, and one em is the smallest text the last row can read.

Source: 16 minutes of arc at the farthest seat are 0.665 % of the picture height per picture height of distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

SMALLEST_VH = 0.665  # per picture height of distance
SIDE = 0.94  # of the picture, within a margin of 3 % on every side
HEAD = 3.25  # em, the title and the line under it
T = TypeVar("T")


@dataclass(frozen=True)
class Room:
    far: float

    @property
    def em(self) -> float:
        """In per cent of the picture height."""
        return SMALLEST_VH * self.far

    @property
    def wide(self) -> float:
        return SIDE * 100 * 16 / 9 / self.em

    @property
    def high(self) -> float:
        return SIDE * 100 / self.em - HEAD

    def fitting(self, length: float, one: float) -> int:
        return max(int(length / one), 1)

    def grid(self, count: int, wide: float, high: float) -> tuple[int, int]:
        """(columns, cells per view) for `count` cells no smaller than this."""
        columns = min(self.fitting(self.wide, wide), count)
        per_view = columns * self.fitting(self.high, high)
        even = ceil(count / ceil(count / per_view))
        return min(columns, ceil(even / ceil(even / columns))), even


def parts(items: Sequence[T], per_view: int) -> list[Sequence[T]]:
    """As few parts as needed, none much smaller than another."""
    size = ceil(len(items) / ceil(len(items) / per_view)) if items else 1
    return [items[i : i + size] for i in range(0, len(items), size)] or [items]

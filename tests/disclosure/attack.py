"""The attack: intervals pushed through every equation until nothing moves, then a linear programme.

A count comes back when the smallest and the largest value that it can have leave one whole number. For a cell whose
interval stays open the attacker needs no programme of its own: one solution that differs from another in it shows
that both are possible. Only what no solution moves is asked for by itself, its least and its most.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog

from tests.disclosure.neighbours import neighbours
from tests.disclosure.rule import is_cut
from tests.disclosure.system import System
from tests.disclosure.told import Cell

EPS = 1e-6
FEW = 3  # values: fewer are a narrow answer, one is the count itself
ROUNDS = 8
MOST = 1e6  # people that a place could have


@dataclass
class Outcome:
    """`hidden`: counts of 1 to 9 people. `width`: how many values the attacker has left for each."""

    hidden: list[Cell]
    width: np.ndarray
    propagated: int  # of the recovered, how many by intervals alone

    @property
    def recovered(self) -> list[Cell]:
        return [c for c, w in zip(self.hidden, self.width, strict=True) if w <= 1]

    @property
    def narrow(self) -> int:
        return int(((self.width > 1) & (self.width < FEW)).sum())


def attack(of: System, seed: int = 0, rounds: int = ROUNDS, enough: int = FEW) -> Outcome:
    """`enough`: values; a figure that has so many is not asked for by itself."""
    counts = np.array([not is_cut(c) for c in of.cells])
    hidden = np.flatnonzero((of.truth > 0) & (of.truth < 10) & counts)
    low, high = propagate(of)
    known = np.flatnonzero(high - low < EPS)
    least, most = of.truth.copy(), of.truth.copy()
    for found in _alike(of, low, high, seed, rounds) if len(hidden) else ():
        least, most = np.minimum(least, found), np.maximum(most, found)
    for i in hidden.tolist():
        if high[i] - low[i] > EPS and _values(least[i], most[i]) < enough:
            for found in _ends(of, low, high, i):
                least, most = np.minimum(least, found), np.maximum(most, found)
    return Outcome(
        [of.cells[i] for i in hidden], _values(least[hidden], most[hidden]), len(np.intersect1d(hidden, known))
    )


def _values(least: Any, most: Any) -> Any:
    """How many whole numbers lie between."""
    return np.floor(most + EPS) - np.ceil(least - EPS) + 1


def propagate(of: System, limit: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Each figure's interval from those of the others in its equations, again and again; whole numbers."""
    low, high = of.low.copy(), of.high.copy()
    rows = of.rows.tocoo()
    r, c, k = rows.row, rows.col, rows.data
    for _ in range(limit):
        least = np.where(k > 0, k * low[c], k * high[c])
        most = np.where(k > 0, k * high[c], k * low[c])
        ends = []
        for part, end, sign in ((least, of.ceiling, 1), (most, of.floor, -1)):
            endless = np.bincount(r, np.isinf(part), len(end))
            whole = np.bincount(r, np.where(np.isinf(part), 0, part), len(end))
            others = whole[r] - np.where(np.isinf(part), 0, part)
            free = endless[r] - np.isinf(part) > 0
            ends.append(np.where(free, sign * np.inf, end[r] - others))
        up, down = ends  # k * x <= up, k * x >= down
        new_high, new_low = high.copy(), low.copy()
        np.minimum.at(new_high, c, np.floor(np.where(k > 0, up / k, down / k) + EPS))
        np.maximum.at(new_low, c, np.ceil(np.where(k > 0, down / k, up / k) - EPS))
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return low, high


def _alike(of: System, low: np.ndarray, high: np.ndarray, seed: int, rounds: int) -> Iterator[np.ndarray]:
    """Other days that look the same from outside: some places with as few as can be, the others with as many."""
    yield from neighbours(of, low, high)
    draw = np.random.default_rng(seed)
    _, place = np.unique([c.area for c in of.cells], return_inverse=True)
    for _ in range(rounds):
        sign = draw.choice([-1, 1], size=place.max() + 1)[place]
        found = _best(of, low, high, sign * draw.uniform(0.5, 1.5, size=len(of.cells)))
        if found is not None:
            yield found


def _ends(of: System, low: np.ndarray, high: np.ndarray, i: int) -> Iterator[np.ndarray]:
    """The days in which one figure is least and most."""
    goal = np.zeros(len(of.cells))
    goal[i] = 1
    for sign in (1, -1):
        found = _best(of, low, high, sign * goal)
        if found is not None:
            yield found


def _best(of: System, low: np.ndarray, high: np.ndarray, goal: np.ndarray) -> np.ndarray | None:
    equal = of.floor == of.ceiling
    found = linprog(
        goal,
        A_eq=of.rows[equal],
        b_eq=of.floor[equal],
        A_ub=-of.rows[~equal],
        b_ub=-of.floor[~equal],
        bounds=np.c_[low, np.minimum(high, MOST)],
        method="highs",
    )
    return found.x if found.status == 0 else None

"""Days that look the same from outside, found without a solver: what is reported of one place, or a part of it, said
of another of its district.

The attacker cannot find them, for he does not know the truth; they save him the work of trying to do the impossible.
"""

from collections.abc import Collection, Iterator
from itertools import product

import numpy as np

from tests.disclosure.rule import is_cut
from tests.disclosure.system import System
from tests.disclosure.told import Cell

EPS = 1e-9


def neighbours(of: System, low: np.ndarray, high: np.ndarray) -> Iterator[np.ndarray]:
    """One person after another, and then everybody, of one place said of another."""
    yield from _persons(of, low, high)
    yield from _everybody(of, low, high)


def _persons(of: System, low: np.ndarray, high: np.ndarray) -> Iterator[np.ndarray]:
    """Up to three people who came in one slot and went in another, whoever there is of them."""
    at = {c: i for i, c in enumerate(of.cells)}
    slots = sorted({c.as_of for c in of.cells if not is_cut(c)})
    places = sorted({c.area for c in of.cells})
    groups = same_people({c.line for c in of.cells if not is_cut(c)})
    for here, there in zip(places, places[1:] + places[:1], strict=True):
        for lines in groups:
            for came in range(-1, len(slots)):
                for left, how in product(range(came, len(slots) + 1), ("done", "cancelled")):
                    step = np.zeros(len(of.cells))
                    for n, line in product(range(max(came, 0), len(slots)), lines):
                        for column in counted(came, left, how, n):
                            for area, by in ((here, -1), (there, 1)):
                                if (i := at.get(Cell(line, area, slots[n], column))) is not None:
                                    step[i] += by
                    if step.any() and (far := _furthest(of, low, high, step, 3)) >= 1:
                        yield of.truth + int(far) * step


def same_people(lines: Collection[str]) -> list[tuple[str, ...]]:
    """Which lines count a person together."""
    wholes = [w for w in ("quarantine", "issues", "issues_level_subdistrict") if w in lines]
    kinds = [x for x in lines if x.startswith("issue_")]
    ranks = [x for x in lines if x.startswith("issues_p")]
    if kinds or ranks:
        acute = ["medical_p1"] if "medical_p1" in lines else []
        both = product(kinds or [""], ranks or [""])
        return [
            tuple(x for x in (*wholes, k, r, *acute * (k == "issue_medical_access" and r == "issues_p1")) if x)
            for k, r in both
        ]
    if "stage_verify" in lines:
        return [tuple(sorted(lines))]
    return [(x, *wholes) for x in sorted(lines) if x not in wholes]


def counted(came: int, left: int, how: str, n: int) -> list[str]:
    """The columns that count, at slot `n`, one who came at slot `came` (-1: the day before) and went at `left`."""
    if n < came:
        return []
    due = [] if how == "cancelled" and n >= left else ["due"]
    return ["carry_in" if came < 0 else "new_due", *due, "open" if n < left else how]


def _everybody(of: System, low: np.ndarray, high: np.ndarray) -> Iterator[np.ndarray]:
    """For every two places of the district the furthest day on the way from the one to the other."""
    keys = {(c.line, c.as_of, c.column, c.area): i for i, c in enumerate(of.cells) if not is_cut(c)}
    places = sorted({c.area for c in of.cells})
    own = {a: np.array([i for i, c in enumerate(of.cells) if c.area == a and not is_cut(c)]) for a in places}
    for a in places:
        cells = [of.cells[i] for i in own[a]]
        for b in (p for p in places if p != a):
            at = np.array([keys.get((c.line, c.as_of, c.column, b), -1) for c in cells])
            if (at >= 0).all():
                step = np.zeros(len(of.cells))
                step[own[a]] -= of.truth[own[a]]
                step[at] += of.truth[own[a]]
                yield of.truth + _furthest(of, low, high, step) * step


def _furthest(of: System, low: np.ndarray, high: np.ndarray, step: np.ndarray, most: float = 1) -> float:
    """How far one may go from the truth in this direction, `most` times at most."""
    far = min(_within(of.truth, step, low, high, most), most)
    if far < EPS:
        return 0.0
    return min(far, _within(of.rows @ of.truth, of.rows @ step, of.floor, of.ceiling, most))


def _within(at: np.ndarray, step: np.ndarray, low: np.ndarray, high: np.ndarray, most: float) -> float:
    up, down = step > EPS, step < -EPS
    ends = np.concatenate([(high[up] - at[up]) / step[up], (low[down] - at[down]) / step[down]])
    return max(float(ends.min(initial=most)), 0.0)

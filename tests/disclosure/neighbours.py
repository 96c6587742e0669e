"""Days that look the same from outside, found without a solver: what is reported of one place, or a part of it, said
of another of its district.

The attacker cannot find them, for he does not know the truth; they save him the work of trying to do the impossible.
"""

from collections.abc import Iterator

import numpy as np

from tests.disclosure.system import System

EPS = 1e-9


def neighbours(of: System, low: np.ndarray, high: np.ndarray) -> Iterator[np.ndarray]:
    """For every two places of the district the furthest day on the way from the one to the other."""
    keys = {(c.line, c.as_of, c.column, c.area): i for i, c in enumerate(of.cells)}
    places = sorted({c.area for c in of.cells})
    own = {a: np.array([i for i, c in enumerate(of.cells) if c.area == a]) for a in places}
    for a in places:
        cells = [of.cells[i] for i in own[a]]
        for b in (p for p in places if p != a):
            at = np.array([keys.get((c.line, c.as_of, c.column, b), -1) for c in cells])
            if (at >= 0).all():
                step = np.zeros(len(of.cells))
                step[own[a]] -= of.truth[own[a]]
                step[at] += of.truth[own[a]]
                yield of.truth + _furthest(of, low, high, step) * step


def _furthest(of: System, low: np.ndarray, high: np.ndarray, step: np.ndarray) -> float:
    """How far one may go from the truth in this direction, 1 at most."""
    far = min(_within(of.truth, step, low, high), 1.0)
    return min(far, _within(of.rows @ of.truth, of.rows @ step, of.floor, of.ceiling))


def _within(at: np.ndarray, step: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    up, down = step > EPS, step < -EPS
    ends = np.concatenate([(high[up] - at[up]) / step[up], (low[down] - at[down]) / step[down]])
    return max(float(ends.min(initial=1.0)), 0.0)

"""A stock at its present rates, with and without a change: free places, or tubes waiting at the laboratories.

By pace and not a forecast: no night, no spread. It is what can be said where a forecast has not earned its place.
"""

from dataclasses import dataclass

import numpy as np

STEP = 0.25  # hours
AHEAD = 24.0


@dataclass(frozen=True)
class Stock:
    """Units now, and units an hour that come and go."""

    level: float
    into: float = 0.0
    out: float = 0.0


@dataclass(frozen=True)
class Turn:
    """What is changed: `into`, `out` factors on the rates, `more_in` units an hour, `added` units at once, now."""

    into: float = 1.0
    out: float = 1.0
    more_in: float = 0.0
    added: float = 0.0


@dataclass(frozen=True)
class Course:
    hours: np.ndarray  # (J,) from now
    level: np.ndarray  # (J,) units, never below nothing
    gone: float | None  # hours until nothing is left; None: not within the hours looked at

    def at(self, hours: float) -> float:
        return float(np.interp(hours, self.hours, self.level))


def course(stock: Stock, turn: Turn | None = None, ahead: float = AHEAD) -> Course:
    turn = turn or Turn()
    hours = np.arange(0.0, ahead + STEP / 2, STEP)
    net = stock.into * turn.into + turn.more_in - stock.out * turn.out
    start = max(0.0, stock.level + turn.added)
    until = start / -net if net < 0 else np.inf
    gone = float(until) if until <= ahead else None
    return Course(hours, np.maximum(start + net * hours, 0.0), gone)

"""How far the signs are to be trusted: measured.csv, written by the bench on operations that nothing was tuned on."""

import csv
from functools import cache
from pathlib import Path

from data_pipeline.declare.model import Declared

FILE = Path(__file__).with_name("measured.csv")
DAYS_A_WEEK = 7


class Measured(Declared):
    """One kind of altered report: how many were planted and found. Of the row `false`: district-days asked about
    without reason (`found`), in so many days (`planted`)."""

    kind: str
    planted: int
    found: int


FALSE = "false"


@cache
def measured() -> tuple[Measured, ...]:
    with FILE.open(encoding="utf-8", newline="") as f:
        return tuple(Measured.model_validate(row) for row in csv.DictReader(f))


def planted() -> tuple[int, int]:
    """(planted, of these found)."""
    own = [m for m in measured() if m.kind != FALSE]
    return sum(m.planted for m in own), sum(m.found for m in own)


def false_a_week() -> float:
    """Honest district-days that are asked about, in a week of a whole operation."""
    own = next(m for m in measured() if m.kind == FALSE)
    return own.found / own.planted * DAYS_A_WEEK

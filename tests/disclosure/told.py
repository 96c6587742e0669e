"""What the attacker reads: cells of exports and pages as intervals, whatever way they are written."""

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

NOTHING = ("", "—", "-")
NUMBER = r"\d[\d,]*(?:\.\d+)?"
RANGE = re.compile(rf"^({NUMBER})\s*[–-]\s*({NUMBER})$")
LEAST = re.compile(rf"^(?:≥\s*({NUMBER})|({NUMBER})\s*(?:\+|or more|及以上|以上))$")
Interval = tuple[float, float]
ANY: Interval = (0, math.inf)


@dataclass(frozen=True, order=True)
class Cell:
    """One figure of a line's ledger in one place at one slot."""

    line: str
    area: str
    as_of: datetime
    column: str


def interval(text: str) -> Interval:
    """What a cell says about the count behind it. Raises ValueError for a word that the attacker cannot read."""
    text = text.strip()
    if text in NOTHING:
        return ANY
    if found := RANGE.match(text):
        return _number(found[1]), _number(found[2])
    if found := LEAST.match(text):
        return _number(found[1] or found[2]), math.inf
    return _number(text), _number(text)


def rows(export: bytes) -> Iterator[dict[str, str]]:
    """The rows of an exported table, by the titles of its columns."""
    lines = list(csv.reader(io.StringIO(export.decode("utf-8-sig"))))
    top = lines.index([]) + 1
    for line in lines[top + 1 :]:
        yield dict(zip(lines[top], line, strict=True))


def both(one: Interval, other: Interval) -> Interval:
    return max(one[0], other[0]), min(one[1], other[1])


def _number(text: str) -> float:
    return float(text.replace(",", ""))

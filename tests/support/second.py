"""A second operation, by another hand than the sample's: ledgers of whole days, straight as forecasts read them.

Nothing was fitted on it. Its days are of other shapes: hands stop for hours and catch up, work comes in bursts, a
district tells its figures in lumps, a bad day is followed by a good one, and on about half of its days a city clears.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.declare import Pack
from tests.support import samples
from tests.support.seeds import FIRST, LAST

# Lines whose day begins at midnight; what is counted by round has a clock of its own and is left to the sample.
LINES = (
    "transfer",
    "quarantine",
    "last100m",
    "issues",
    "medical_p1",
    "key_elder_alone",
    "key_hardship",
    "key_disabled_care",
    "key_disability",
    "key_nonresident",
)
SIZE = {"transfer": 900, "quarantine": 1_500, "last100m": 60_000, "issues": 700, "medical_p1": 60}  # a district's day
USUAL = 4_000
BY_LIST = frozenset({"last100m", *(x for x in LINES if x.startswith("key_"))})  # known when the day begins
STOPS, BURSTS, LUMPY = 0.10, 0.12, 0.08  # of district-days
CLEARS = 0.5  # of city-days: hands enough in every district
HOURS = np.arange(24)


def ledger(seed: int, pack: Pack | None = None, first: date = FIRST, last: date = LAST) -> pd.DataFrame:
    """Rows as tests.support.seeds.ledger gives them: city and districts, every slot of every day."""
    pack = pack or samples.pack()
    made = [_line(pack, line, np.random.default_rng([seed, n]), first, last) for n, line in enumerate(LINES)]
    districts = pd.DataFrame([row for line in made for row in line])
    keys = ["line", "ops_day", "as_of", "deadline_at", "part"]
    city: Any = districts.groupby(keys, as_index=False)[[*COUNTS, "reported", "expected"]].sum()
    city = city.assign(area_code=pack.operation.city_code, level="city")
    both = pd.concat([districts, city], ignore_index=True)
    both["due"] = both["carry_in"] + both["new_due"] - both["cancelled"]
    both["ops_day"] = pd.to_datetime(both["ops_day"])
    return both.sort_values(["line", "area_code", "as_of"], ignore_index=True)


COUNTS = ("carry_in", "new_due", "done", "cancelled", "open")


def _line(pack: Pack, line: str, rng: np.random.Generator, first: date, last: date) -> Iterator[dict]:
    codes = [a.code for a in pack.districts]
    size = SIZE.get(line, USUAL) * rng.lognormal(0, 0.6, len(codes))
    standing = rng.lognormal(0, 0.06, len(codes))  # some districts are always a little slow
    carried = np.round(size * rng.uniform(0, 0.1, len(codes)))
    hours, minutes = map(int, pack.lines[line].deadline.split(":"))
    due_h = hours + minutes / 60
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        weather = rng.normal(1.32, 0.06) if rng.random() < CLEARS else rng.normal(1.0, 0.07)
        for i, code in enumerate(codes):
            new, done, lumpy = _day(line, size[i], carried[i], weather * standing[i], due_h, rng)
            for slot in pack.operation.slots:
                yield _told(line, code, day, slot, due_h, (carried[i], new, done, lumpy))
            carried[i] = carried[i] + new[-1] - done[-1]
            if line in BY_LIST:  # what is left of a list is part of the next day's
                carried[i] = 0.0


def _day(
    line: str, size: float, carried: float, ability: float, due_h: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Hourly running totals (24,) of what came and what was done; whether it is told in lumps."""
    total = size * rng.lognormal(0, 0.12)
    came = np.zeros(24)
    came[0] = total if line in BY_LIST else 0.15 * total
    if line not in BY_LIST:
        shape = np.exp(-(((HOURS - rng.normal(9, 1)) / 4.5) ** 2)) + 0.25
        came += 0.85 * total * shape / shape.sum() * rng.gamma(6, 1 / 6, 24)
        if rng.random() < BURSTS:
            came[rng.integers(12, 21)] += rng.uniform(0.15, 0.4) * total
    came = np.round(came)
    hands = _hands(rng, due_h) * ability * (carried + total)
    open_, done = carried, np.zeros(24)
    for h in HOURS:
        open_ += came[h]
        done[h] = min(open_, np.floor(hands[h]))
        open_ -= done[h]
    return np.cumsum(came), np.cumsum(done), rng.random() < LUMPY


def _hands(rng: np.random.Generator, due_h: float) -> np.ndarray:
    """(24,) share of a day's work that hands can do in each hour: two shifts with a gap, most by the deadline; now and
    then they stop for hours, and make up for some of it afterwards."""
    early, late = np.exp(-(((HOURS - 10) / 2.6) ** 2)), np.exp(-(((HOURS - due_h + 4.5) / 3.2) ** 2))
    hands = (early + 0.9 * late + 0.06) * rng.gamma(40, 1 / 40, 24)
    hands[due_h <= HOURS] *= 0.4
    hands /= hands[due_h > HOURS].sum()
    if rng.random() < STOPS:
        start, long = int(rng.integers(9, 19)), int(rng.integers(2, 6))
        lost = hands[start : start + long].sum()
        hands[start : start + long] = 0
        after = slice(start + long, min(start + long + 4, 24))
        hands[after] += rng.uniform(0.2, 0.8) * lost / 4
    return hands


def _told(line: str, code: str, day: date, slot: int, due_h: float, of: tuple) -> dict:
    """One report: in lumps, what was done is told only every third slot."""
    carried, new, done, lumpy = of
    heard = 8 + 6 * ((slot - 8) // 6) if lumpy and slot < 24 else slot
    n, d = new[min(slot, 24) - 1], done[min(heard, 24) - 1]
    midnight = datetime.combine(day, time())
    return {
        "line": line,
        "area_code": code,
        "level": "district",
        "ops_day": day,
        "as_of": midnight + timedelta(hours=slot),
        "carry_in": carried,
        "new_due": n,
        "done": d,
        "cancelled": 0.0,
        "open": carried + n - d,
        "deadline_at": midnight + timedelta(hours=due_h),
        "reported": 12,
        "expected": 12,
        "part": line,
    }

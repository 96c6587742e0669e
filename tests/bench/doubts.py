"""How many of planted misreports are found, and how many honest district-days are asked about.

`python -m tests.bench.doubts` writes data_pipeline/doubts/measured.csv, which the health page quotes, and the second
part of docs/doubts.md. Thresholds (declare/doubt.py, and `within` of the pack's doubts.toml) were chosen on TUNED;
FRESH was looked at once, after that. One look before it, on 20270305 to 08, found 37 of 40 and asked three times in 24
days without reason; then `leap` and `alike_steps` were raised, weights left out, and other seeds taken. Whoever changes
a sign after having looked takes new seeds: a score that was tuned on is no score.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.doubts.found import found
from data_pipeline.doubts.measured import FALSE, FILE, Measured, measured
from data_pipeline.store.snapshot.snapshots import DaySnapshot
from tests.bench.measure import ROOT
from tests.doubts.signs import with_signs
from tests.support import samples, seeds
from tests.support.misreported import KINDS, Planted, change, planted, whose

TUNED = (*range(20270201, 20270204), *range(20270305, 20270309))
FRESH = tuple(range(20270401, 20270407))
HOURS = (14, 18, 22, 24)
PAPER = ROOT / "docs" / "doubts.md"
Place = tuple[str, date]  # district (or city) and day


@dataclass(frozen=True)
class Score:
    """`found`: planted -> the signs that pointed there. `false`: honest places and days that were asked about."""

    found: Mapping[Planted, frozenset[str]]
    false: Mapping[Place, frozenset[str]]
    days: int


def score(pack: Pack, seed: int) -> Score:
    return scored(pack, seed, planted(pack, seed, seeds.FIRST, seeds.LAST))


def scored(pack: Pack, seed: int, own: Iterable[Planted], first: date = seeds.FIRST, last: date = seeds.LAST) -> Score:
    """These altered reports planted in that operation."""
    snapshot = seeds.told(pack, seed, first, last, change(own))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    asked: dict[Place, set[str]] = {}
    for day in days:
        for hour in HOURS:
            until = datetime.combine(day, time()) + timedelta(hours=hour)
            for d in found(partial(_rows, snapshot), pack, day, until).doubts:
                asked.setdefault((d.area, day), set()).add(f"{d.sign} {d.line} {d.other}".strip())
    city = pack.operation.city_code
    hit = {p: _pointed(asked.get((_place(p, city), p.day), set()), pack, KINDS[p.kind][0]) for p in own}
    altered = {(place, p.day) for p in own for place in _altered(p, city)}
    honest = {k: frozenset(v) for k, v in asked.items() if k not in altered}
    return Score(hit, honest, len(days))


def _pointed(signs: Iterable[str], pack: Pack, feed: str) -> frozenset[str]:
    """Of the lines that the altered file speaks of."""
    return frozenset(s for s in signs if pack.lines[s.split()[1]].feed == feed)


def _place(of: Planted, city: str) -> str:
    """Beds taken are told for the whole city."""
    return city if of.kind == "beds" else of.district


def _altered(of: Planted, city: str) -> set[str]:
    """Where it shows: of two that are alike both are named, and arrivals are held against beds for the city."""
    more = {city} if KINDS[of.kind][0] == "transfer" else set()
    return {of.district} | more | ({whose(of)} if of.kind == "as_other" else set())


def _rows(of: DaySnapshot, name: str, params: Mapping[str, Any]) -> pd.DataFrame:
    return of.rows(name, params)


def measure(of: Iterable[int]) -> list[Measured]:
    """Every kind over these seeds, and at the end what was asked about without reason."""
    own = [score(samples.pack(), seed) for seed in of]
    hits = [(p.kind, bool(signs)) for s in own for p, signs in s.found.items()]
    rows = [Measured(kind=k, planted=sum(x == k for x, _ in hits), found=sum(y for x, y in hits if x == k))
            for k in KINDS]  # fmt: skip
    return [*rows, Measured(kind=FALSE, planted=sum(s.days for s in own), found=sum(len(s.false) for s in own))]


def write(rows: Iterable[Measured]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(Measured.model_fields), lineterminator="\n")
        out.writeheader()
        out.writerows(row.model_dump() for row in rows)
    measured.cache_clear()
    PAPER.write_text(with_signs(PAPER.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    asked = tuple(map(int, sys.argv[1:]))
    for row in (found_rows := measure(asked or FRESH)):
        print(row.kind, row.found, "of", row.planted)
    if not asked:
        write(found_rows)

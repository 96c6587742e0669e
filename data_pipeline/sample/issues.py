"""`issues`: what residents and firms ask for, by kind, source, level and priority; counts only."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from data_pipeline.declare.model import Declared
from data_pipeline.sample.places import HANDS
from data_pipeline.sample.positives import spread
from data_pipeline.sample.queue import Hands, clear, cumulative, older_than, oldest
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.shapes import ANSWERS, CALLS
from data_pipeline.sample.world import World

FILE = Path(__file__).parent / "issues.csv"
BANDS_H = (4, 12, 24)
LOUD = {"310115": 1.25, "310112": 1.15, "310117": 1.2}  # districts that ask for more


class Kind(Declared):
    """`rate`: raised a day per 10,000 residents. Subdistrict kinds are reported by subdistrict, district kinds as
    全区, city kinds as 全市: an issue counts once, at the level that holds it."""

    issue_type: str
    source: str
    level: str
    priority: str
    rate: float
    ability: float
    merged: float
    escalated: float


@cache
def kinds() -> tuple[Kind, ...]:
    with FILE.open(encoding="utf-8", newline="") as f:
        return tuple(Kind.model_validate(r) for r in csv.DictReader(f))


def rows(world: World) -> Rows:
    return stack(_kind(world, kind) for kind in kinds())


@dataclass(frozen=True)
class Curves:
    """Issues of one kind, cumulative, (steps + 1, places)."""

    raised: np.ndarray
    out: np.ndarray
    merged: np.ndarray
    escalated: np.ndarray


def _kind(world: World, kind: Kind) -> Rows:
    places, grid = world.places, world.grid
    rng = world.rng(f"issue {kind.issue_type} {kind.level} {kind.source}")
    loud = places.factor(LOUD) * places.district_people() / 10_000 * kind.rate
    totals = rng.poisson(loud * rng.gamma(40, 1 / 40, (len(grid.days), places.g)))
    new = spread(world, totals, CALLS, rng)
    reach = np.repeat(np.maximum(loud, 1) * kind.ability * places.factor(HANDS) ** 2, grid.per_day)
    capacity = reach.reshape(places.g, grid.per_day).T * grid.shape(ANSWERS)[:, None]
    capacity = np.tile(capacity, (len(grid.days), 1)) * world.spells(f"{kind.issue_type}{kind.level}", places.g)
    raised, out = clear(new, Hands(capacity, places.group), rng)
    merged, escalated = rng.binomial(out, kind.merged), rng.binomial(raised, kind.escalated)
    return _rows(
        world, kind, Curves(*(cumulative(_at_level(world, kind, x)) for x in (raised, out, merged, escalated)))
    )


def _at_level(world: World, kind: Kind, increments: np.ndarray) -> np.ndarray:
    """Rolled up to the places that report this kind."""
    if kind.level == "SUBDISTRICT":
        return increments
    if kind.level == "CITY":
        return increments.sum(1, keepdims=True)
    return world.places.by_district(increments)


def _rows(world: World, kind: Kind, of: Curves) -> Rows:
    grid, at, day = world.grid, world.grid.at, world.grid.day_start
    raised, out = of.raised, of.out

    def today(curve: np.ndarray) -> np.ndarray:
        return curve[at] - curve[day]

    carry, cleared = (raised - out)[day], today(out)
    resolved = cleared - today(of.merged)
    over = [older_than(raised, out, at, grid.hours(h)) for h in (0, *BANDS_H)]
    values = {
        "carry_in": carry,
        "raised_today": today(raised),
        "resolved_today": resolved,
        "merged_today": today(of.merged),
        "escalated_today": today(of.escalated),
        "open_now": over[0],
        "resolved_same_day": np.clip(cleared - carry, 0, np.minimum(today(raised), resolved)),
        "open_0_4h": over[0] - over[1],
        "open_4_12h": over[1] - over[2],
        "open_12_24h": over[2] - over[3],
        "open_24h_plus": over[3],
        "oldest_open_h": np.round(oldest(raised, out, at, grid.hours(96), grid.step_h), 1),
    }
    n = raised.shape[1]
    first = {world.places.n: 0, world.places.g: world.places.n, 1: world.places.n + world.places.g}[n]
    fixed = {f: [getattr(kind, f)] * n for f in ("issue_type", "source", "level", "priority")}
    return lattice(first + np.arange(n), fixed, values)

"""The kinds of task the simulation knows (`tasks.csv`): what makes them due, how fast hands clear them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from data_pipeline.declare.model import Declared
from data_pipeline.sample import shapes
from data_pipeline.sample.places import HANDS
from data_pipeline.sample.positives import spread
from data_pipeline.sample.queue import Hands, Register, clear, cumulative, later
from data_pipeline.sample.world import Flows, World

HARD_DISTRICTS = 0.4  # share of districts that have anyone they do not reach on the day
FILE = Path(__file__).parent / "tasks.csv"
SLOW = {
    ("310115", "KEY_NONRESIDENT"): 0.84,
    ("310117", "KEY_NONRESIDENT"): 0.8,
    ("310112", "KEY_DISABLED_CARE"): 0.9,
    ("310107", "DISINFECT_TERMINAL"): 0.8,
    ("310113", "WASTE_SPECIAL"): 0.84,
}  # by district


class Duty(Declared):
    """`driver`: found (positives), left (positives picked up), register (due every day, per 10,000 residents), calls.
    `ability`: a day's hands against a day's work. On time: within `limit_h`, or before `due_hour` of the day."""

    code: str
    grain: str
    driver: str
    rate: float
    arrive: str = ""
    work: str
    ability: float
    limit_h: float | None = None
    due_hour: float | None = None
    checked: float | None = None
    passing: float = 1.0
    per_worker: float | None = None
    hard: float | None = None  # share of a register that is not reached on the day: refused, not found


@dataclass(frozen=True)
class Ledger:
    """Cumulative curves, (steps + 1, places)."""

    new: np.ndarray
    done: np.ndarray
    cancelled: np.ndarray

    @property
    def out(self) -> np.ndarray:
        return self.done + self.cancelled

    @property
    def open(self) -> np.ndarray:
        return self.new - self.out


@cache
def duties() -> tuple[Duty, ...]:
    with FILE.open(encoding="utf-8", newline="") as f:
        return tuple(Duty.model_validate({k: v for k, v in r.items() if v}) for r in csv.DictReader(f))


def ledger(world: World, duty: Duty, flows: Flows) -> Ledger:
    """One duty's work in every place that reports it."""
    grid, places, rng = world.grid, world.places, world.rng(f"duty {duty.code}")
    whole = duty.grain == "district"
    group = np.arange(places.g) if whole else places.group
    new, register = _due(world, duty, flows, rng)
    if whole:
        new = places.by_district(new)
        register = None if register is None else places.by_district(register)
    stuck = np.zeros(new.shape[1], dtype=np.int64)
    if register is not None and duty.hard:
        some = rng.random(places.g) < HARD_DISTRICTS
        stuck = np.floor(register[0] * duty.hard * rng.gamma(1.5, 2, new.shape[1]) * some[group]).astype(np.int64)
        register = np.maximum(register - stuck, 0)
    load = register if register is not None else new.reshape(len(grid.days), grid.per_day, -1).sum(1)
    by_district = load if whole else places.by_district(load)
    slow = np.array([SLOW.get((code, duty.code), 1.0) for code in places.home]) * places.factor(HANDS)
    reach = np.maximum(by_district, 2) * duty.ability * slow * rng.gamma(300, 1 / 300, by_district.shape)
    pace = grid.pace(getattr(shapes, duty.work))[:, None]
    capacity = np.repeat(reach, grid.per_day, 0) * pace * world.spells(duty.code, places.g)
    hands = Hands(capacity, group, speed=rng.uniform(0.75, 1.25, len(group)))
    daily = None if register is None else Register(register, grid.per_day)
    arrived, served = clear(new, hands, rng, daily)
    arrived[0] += stuck  # carried from day to day; first come is first served, so it is never the same ones
    struck = rng.binomial(served, 0.004 if duty.driver in ("found", "left") else 0.0)
    return Ledger(cumulative(arrived), cumulative(served - struck), cumulative(struck))


def _due(world: World, duty: Duty, flows: Flows, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray | None]:
    """(steps, subdistricts) new work, and for daily registers the (days, subdistricts) register."""
    grid, places = world.grid, world.places
    none = np.zeros((grid.steps, places.n), dtype=np.int64)
    if duty.driver == "register":
        size = places.people / 10_000 * duty.rate
        size = size * np.random.default_rng(len(duty.code)).gamma(16, 1 / 16, places.n)
        return none, np.floor(size * rng.normal(1, 0.008, (len(grid.days), places.n)) + 0.5).astype(np.int64)
    if duty.driver == "calls":
        mean = places.district_people() / 10_000 * duty.rate
        return spread(world, rng.poisson(mean, (len(grid.days), places.g)), getattr(shapes, duty.arrive), rng), None
    people = flows["POS"].new if duty.driver == "found" else flows["POS"].picked
    return later(rng.binomial(np.diff(people, axis=0), duty.rate), grid.hours(1)), None

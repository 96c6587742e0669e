"""Four kinds of people on their way: found, sent for, picked up, arrived in a bed."""

from datetime import date, timedelta

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.places import MOVES
from data_pipeline.sample.positives import spread
from data_pipeline.sample.queue import Hands, clear, cumulative, later
from data_pipeline.sample.shapes import HOME_RIDES, MOVING, RETURN_LIST, TRACED, WATCH, Profile
from data_pipeline.sample.world import Flow, Flows, World

HELD_H = {"POS": 11, "CONTACT": 6, "CONTACT2": 6, "RETURN": 4}  # hours until someone unfit to move can be moved
HELD_SHARE = {"POS": 0.006, "CONTACT": 0.002, "CONTACT2": 0.002, "RETURN": 0.002}
STRUCK = {"POS": 0.004, "CONTACT": 0.006, "CONTACT2": 0.006, "RETURN": 0.002}  # re-check negative, moved by others
ABILITY = {"POS": 1.07, "CONTACT": 1.20, "CONTACT2": 1.25, "RETURN": 1.40}  # a day's rides against a day's people
HOURS = {"POS": MOVING, "CONTACT": WATCH, "CONTACT2": WATCH, "RETURN": HOME_RIDES}
LAG = {"POS": 1.0, "CONTACT": 0.5, "CONTACT2": 0.5, "RETURN": 0.2}  # how much of a district's slowness shows
RIDE_H = 1


def flows(world: World, positives: np.ndarray) -> Flows:
    """`positives` (steps, subdistricts): people newly found."""
    due = {
        "POS": positives,
        "CONTACT": _contacts(world, second=False),
        "CONTACT2": _contacts(world, second=True),
        "RETURN": _returns(world),
    }
    return {kind: _flow(world, kind, new) for kind, new in due.items()}


def _contacts(world: World, second: bool) -> np.ndarray:
    """Traced contacts, shared among districts in step with the day's positives."""
    rng = world.rng(f"contacts {second}")
    totals = []
    for day in world.grid.days:
        pull = np.array([figures.outcome(day, code).infected + 60 for code in world.places.home]) ** 0.85
        totals.append(rng.multinomial(figures.contacts(day, second), pull / pull.sum()))
    return spread(world, np.array(totals), TRACED, rng)


def _returns(world: World) -> np.ndarray:
    """People whose stay is over; the lists reach the home district before eight."""
    totals = np.array([[_released(day, code) for code in world.places.home] for day in world.grid.days])
    return spread(world, totals, RETURN_LIST, world.rng("returns"))


def _released(day: date, district: str) -> int:
    return round(0.97 * figures.outcome(day - timedelta(days=figures.STAY_DAYS), district).infected)


def _flow(world: World, kind: str, new: np.ndarray) -> Flow:
    grid, rng = world.grid, world.rng(f"flow {kind}")
    held_in = rng.binomial(new, HELD_SHARE[kind])
    held_out = later(held_in, grid.hours(HELD_H[kind]))
    _, served = clear(new - held_in, Hands(_rides(world, kind, new, HOURS[kind], rng), world.places.group), rng)
    struck = rng.binomial(served, STRUCK[kind])
    picked, curve, cancelled = cumulative(served - struck + held_out), cumulative(new), cumulative(struck)
    sent = _sent(world, curve - cancelled, picked)
    arrived = later(picked, grid.hours(RIDE_H))
    return Flow(curve, sent, picked, arrived, cancelled, cumulative(held_in), cumulative(held_out))


def _rides(world: World, kind: str, new: np.ndarray, hours: Profile, rng: np.random.Generator) -> np.ndarray:
    """(steps, districts) how many people a district can pick up in each step."""
    grid, places = world.grid, world.places
    days = places.by_district(new).reshape(len(grid.days), grid.per_day, places.g).sum(1)
    slow = places.factor(MOVES) ** LAG[kind]
    load = np.maximum(days, 8) * ABILITY[kind] * slow * rng.gamma(150, 1 / 150, days.shape)
    return np.repeat(load, grid.per_day, 0) * grid.pace(hours)[:, None] * world.spells(kind, places.g)


def _sent(world: World, due: np.ndarray, picked: np.ndarray) -> np.ndarray:
    """Vehicles go out an hour before the pick-up; none is out over midnight."""
    grid, ahead = world.grid, world.grid.hours(1)
    sent = np.concatenate([picked[ahead:], np.repeat(picked[-1:], ahead, 0)])
    points = np.arange(len(picked))
    day_end = -(-points // grid.per_day) * grid.per_day  # a midnight is the end of the day before
    return np.maximum(np.minimum(np.minimum(sent, picked[day_end]), due), picked)

"""Goods on their way down the tiers: city stores, district stores, subdistrict points. Tenths of a tonne, whole."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.grid import Grid
from data_pipeline.sample.queue import later
from data_pipeline.sample.shapes import ARRIVALS, GATES, SORTING, Profile
from data_pipeline.sample.world import World

# t a day per 1,000 residents for what no published figure covers (default)
OTHER_NEED = {"BABY": 0.012, "MEDICINE": 0.004, "WATER": 0.25, "HYGIENE": 0.03, "PACK": 0.9}
COVER = {
    "VEG": 1.9,
    "GRAIN": 21,
    "MEAT": 3.6,
    "EGG": 3.5,
    "MILK": 2.4,
    "OIL": 21,
    "BABY": 3.6,
    "MEDICINE": 3.4,
    "WATER": 4.0,
    "HYGIENE": 4.2,
    "PACK": 1.6,
}  # days in store at a district when the grid starts
CITY_COVER = {
    "VEG": 3.4,
    "GRAIN": 22,
    "MEAT": 3.3,
    "EGG": 3.4,
    "MILK": 2.3,
    "OIL": 23,
    "BABY": 3.2,
    "MEDICINE": 3.5,
    "WATER": 4.0,
    "HYGIENE": 3.6,
    "PACK": 1.3,
}  # the same in the city's stores
THIN = {
    ("310117", "VEG"): 0.35,
    ("310107", "MILK"): 0.38,
    ("310114", "VEG"): 0.62,
    ("310101", "MEAT"): 0.6,
    ("310151", "BABY"): 0.45,
    ("310107", "MEDICINE"): 0.7,
}  # districts short of something
LOSS = {"VEG": 0.012, "MEAT": 0.002, "EGG": 0.006, "MILK": 0.002}
PLAN = 0.93  # of the need that is to be sent out in a day; the rest is eaten from what is at home
RIDE_H = 3
LAST_MILE = ("VEG", "GRAIN")  # what subdistrict points report


@dataclass(frozen=True)
class Store:
    """One tier: (steps + 1, n) cumulative in, out and lost; `need` and `plan` a day, `start` the first stock (n,)."""

    need: np.ndarray
    plan: np.ndarray
    start: np.ndarray
    inbound: np.ndarray
    outbound: np.ndarray
    lost: np.ndarray

    @property
    def stock(self) -> np.ndarray:
        return self.start + self.inbound - self.outbound - self.lost


def need(category: str, people: np.ndarray) -> np.ndarray:
    """Tenths of a tonne a day for so many people."""
    per_head = figures.DAILY_KG.get(category, OTHER_NEED.get(category, 0.0))
    return np.round(people * per_head / 100).astype(int)


def daily(grid: Grid, totals: np.ndarray, profile: Profile) -> np.ndarray:
    """(steps + 1, n) whole numbers growing to each day's total; `totals` (days, n)."""
    shape = np.cumsum(grid.shape(profile))
    within = np.floor(totals[:, None, :] * shape[None, :, None] + 1e-6).astype(np.int64)
    before = np.cumsum(totals, axis=0) - totals
    curve = (within + before[:, None, :].astype(np.int64)).reshape(-1, totals.shape[1])
    return np.concatenate([np.zeros((1, totals.shape[1]), dtype=np.int64), curve])


@dataclass(frozen=True)
class Tier:
    """Who sends goods on at one tier: what share is lost, the hours they work, how much of a day's plan they reach."""

    topic: str
    loss: float
    hours: Profile
    reach: float


def store(world: World, tier: Tier, needs: np.ndarray, cover: np.ndarray, inbound: np.ndarray) -> Store:
    """A tier that sends out its plan of the day as far as its hands and its stock allow."""
    grid, rng = world.grid, world.rng(f"store {tier.topic}")
    plan = np.round(needs * PLAN).astype(int)
    totals = np.round(plan * np.minimum(rng.normal(tier.reach, 0.025, (len(grid.days), len(needs))), 1.0))
    lost = np.floor(inbound * tier.loss).astype(int)
    start = np.round(needs * cover).astype(int)
    outbound = np.minimum(daily(grid, totals, tier.hours), start + inbound - lost)
    return Store(needs, plan, start, inbound, np.minimum(outbound, _no_more_than(grid, outbound, plan)), lost)


def _no_more_than(grid: Grid, curve: np.ndarray, plan: np.ndarray) -> np.ndarray:
    """What was held back on one day is not sent on top of the next day's plan: a ceiling for each day."""
    starts = curve[grid.midnights]
    ceiling = np.repeat(starts + plan, grid.per_day, axis=0)
    return np.concatenate([curve[:1], np.maximum(ceiling, curve[:-1])])


def city(world: World, category: str, share: float, topic: str) -> Store:
    """The city's stores of one category and channel: `share` of the city's need passes through them."""
    people = np.array([world.places.people.sum()])
    needs = np.round(need(category, people) * share).astype(int)
    rng = world.rng(f"arrivals {topic}")
    totals = np.round(needs * PLAN * rng.normal(1.0, 0.05, (len(world.grid.days), 1)))
    cover = np.array([CITY_COVER[category]])
    return store(world, Tier(topic, 0.004, SORTING, 0.985), needs, cover, daily(world.grid, totals, ARRIVALS))


def districts(world: World, category: str, sent: np.ndarray) -> Store:
    """District stores; `sent` (steps + 1,) is what the city's stores have sent out in all."""
    places = world.places
    people = places.district_people()
    rng = world.rng(f"district cover {category}")
    thin = np.array([THIN.get((code, category), 1.0) for code in places.home])
    cover = COVER[category] * thin * rng.uniform(0.9, 1.25, places.g)
    share = people / people.sum()
    inbound = np.floor(later(sent, world.grid.hours(RIDE_H))[:, None] * share).astype(np.int64)
    tier = Tier(f"T2 {category}", LOSS.get(category, 0), GATES, 0.975)
    return store(world, tier, need(category, people), cover, inbound)


def subdistricts(world: World, category: str, sent: np.ndarray) -> Store:
    """Subdistrict points; `sent` (steps + 1, districts) is what their districts have sent out."""
    places = world.places
    share = places.people / places.district_people()[places.group]
    inbound = np.floor(later(sent, world.grid.hours(RIDE_H))[:, places.group] * share).astype(np.int64)
    cover = world.rng(f"points {category}").uniform(0.25, 0.6, places.n)
    return store(world, Tier(f"T3 {category}", 0, GATES, 0.96), need(category, places.people), cover, inbound)

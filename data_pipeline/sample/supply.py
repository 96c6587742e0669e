"""`supply`: trunk, city, district and subdistrict in tonnes, the last hundred metres in households."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from data_pipeline.sample import goods
from data_pipeline.sample.doors import door_rows
from data_pipeline.sample.goods import Store
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.shapes import ARRIVALS
from data_pipeline.sample.world import World

# share of each category that comes through each channel; categories not named report one figure for all channels
CHANNELS = {
    "VEG": {"SOE": 0.22, "WHOLESALE": 0.42, "FRESH_ECOM": 0.18, "CHAIN": 0.15, "DONATION": 0.03},
    "MEAT": {"SOE": 0.30, "WHOLESALE": 0.38, "FRESH_ECOM": 0.15, "CHAIN": 0.17},
    "EGG": {"SOE": 0.20, "WHOLESALE": 0.40, "FRESH_ECOM": 0.20, "CHAIN": 0.20},
    "MILK": {"SOE": 0.45, "FRESH_ECOM": 0.25, "CHAIN": 0.30},
    "GRAIN": {"SOE": 0.55, "WHOLESALE": 0.15, "CHAIN": 0.30},
}
TRUNK_HELD = {"VEG": 52, "MEAT": 18, "GRAIN": 21, "MILK": 9, "MEDICINE": 3}  # vehicles held at the start, city


class Goods(NamedTuple):
    """Tonnes of one category at one tier, by one channel or by all."""

    tier: str
    category: str
    channel: str = "ALL"


def rows(world: World) -> Rows:
    tiers = [part for category in goods.COVER for part in _category(world, category)]
    return stack([*tiers, *door_rows(world)])


def _category(world: World, category: str) -> Iterator[Rows]:
    """All tiers of one category; what the city sends the districts receive, what they send the subdistricts."""
    whole = np.array([world.places.n + world.places.g])
    stores = {c: goods.city(world, category, s, f"{category} {c}") for c, s in _channels(category).items()}
    yield _trunk(world, category, stores)
    for channel, s in stores.items():
        yield _tier(world, s, Goods("T1_CITY", category, channel), whole)
    sent = np.sum([s.outbound for s in stores.values()], axis=0)
    district = goods.districts(world, category, sent[:, 0])
    yield _tier(world, district, Goods("T2_DISTRICT", category), world.places.n + np.arange(world.places.g))
    if category in goods.LAST_MILE:
        points = goods.subdistricts(world, category, district.outbound)
        yield _tier(world, points, Goods("T3_SUBDISTRICT", category), np.arange(world.places.n))


def _channels(category: str) -> dict[str, float]:
    return CHANNELS.get(category, {"ALL": 1.0})


def _tier(world: World, s: Store, of: Goods, area: np.ndarray) -> Rows:
    at, day = world.grid.at, world.grid.day_start

    def tonnes(tenths: np.ndarray) -> np.ndarray:
        return tenths / 10

    sent = s.outbound[at] - s.outbound[day]
    values = {
        "daily_need": tonnes(s.need),
        "opening_stock": tonnes(s.stock[day]),
        "inbound_today": tonnes(s.inbound[at] - s.inbound[day]),
        "outbound_today": tonnes(sent),
        "loss_today": tonnes(s.lost[at] - s.lost[day]),
        "stock_now": tonnes(s.stock[at]),
        "due_today": tonnes(s.plan),
        "delivered_today": tonnes(sent),
        "vehicles_held": _held(
            world, f"{of.tier} {of.category} {of.channel}", 2 if of.tier == "T2_DISTRICT" else 0, len(area)
        ),
    }
    return lattice(area, _fixed(len(area), of), _broadcast(values, len(at), len(area)))


def _trunk(world: World, category: str, stores: dict[str, Store]) -> Rows:
    """What comes over the province line: the city's arrivals, and the vehicles held on the way."""
    at, day = world.grid.at, world.grid.day_start
    come = sum(s.inbound[at] - s.inbound[day] for s in stores.values()) / 10
    plan = sum(s.plan for s in stores.values()) / 10
    values = {
        "daily_need": sum(s.need for s in stores.values()) / 10,
        "inbound_today": come,
        "due_today": np.maximum(plan, come),
        "delivered_today": come,
        "vehicles_held": _held(world, f"trunk {category}", TRUNK_HELD.get(category, 1), 1),
    }
    area = np.array([world.places.n + world.places.g])
    return lattice(area, _fixed(1, Goods("T0_TRUNK", category)), _broadcast(values, len(at), 1))


def _held(world: World, topic: str, level: float, n: int) -> np.ndarray:
    """Vehicles held: fewer from day to day, most when the arrivals peak."""
    grid, rng = world.grid, world.rng(f"held {topic}")
    day = np.array([(s.day - grid.first_day).days for s in grid.slots])
    busy = np.array([ARRIVALS.hourly[int(s.hour) % 24] / 6 for s in grid.slots])
    return rng.poisson(np.broadcast_to((level * 0.9**day * (0.4 + busy))[:, None], (len(day), n)))


def _fixed(n: int, of: Goods) -> dict[str, list[str]]:
    return {"tier": [of.tier] * n, "category": [of.category] * n, "channel": [of.channel] * n, "unit": ["t"] * n}


def _broadcast(values: dict[str, np.ndarray], slots: int, n: int) -> dict[str, np.ndarray]:
    return {k: np.broadcast_to(v, (slots, n)) for k, v in values.items()}

"""The last hundred metres: households whose goods reached the gate, and those who have them at the door."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from data_pipeline.sample.places import HANDS
from data_pipeline.sample.queue import Hands, clear, cumulative
from data_pipeline.sample.rows import Rows, lattice
from data_pipeline.sample.shapes import DOORS
from data_pipeline.sample.world import World

HOUSEHOLD = 2.4  # people


class Route(NamedTuple):
    """`share` of households due a day; `ability`: how far a day's hands reach; `returns` per 1,000; who reports it."""

    share: float
    ability: float
    returns: float
    grain: str


ROUTES = {
    "GOV_PACK": Route(0.27, 1.15, 4.0, "subdistrict"),
    "FRESH_ECOM": Route(0.11, 1.26, 3.0, "subdistrict"),
    "CHAIN": Route(0.06, 1.40, 3.0, "district"),
    "SOE": Route(0.02, 1.40, 2.0, "district"),
    "WHOLESALE": Route(0.015, 1.35, 7.0, "district"),
    "DONATION": Route(0.01, 1.30, 2.0, "district"),
}
POOR = {"310115": 2.2, "310117": 1.6}  # districts with more returns


def door_rows(world: World) -> Iterator[Rows]:
    for channel, route in ROUTES.items():
        yield _route(world, channel, route)


def _route(world: World, channel: str, route: Route) -> Rows:
    grid, places, rng = world.grid, world.places, world.rng(f"doors {channel}")
    by_district = route.grain == "district"
    homes = (places.district_people() if by_district else places.people) / HOUSEHOLD
    group = np.arange(places.g) if by_district else places.group
    new = np.zeros((grid.steps, len(homes)), dtype=np.int64)
    # the day's list is known when the day begins
    new[grid.midnights] = np.round(homes * route.share * rng.normal(1, 0.06, (len(grid.days), len(homes))).clip(0.7))
    load = np.array([np.bincount(group, day, places.g) for day in new[grid.midnights]])
    reach = route.ability * places.factor(HANDS) * rng.normal(1, 0.03, load.shape)
    capacity = np.repeat(load * reach, grid.per_day, 0) * grid.pace(DOORS)[:, None] * world.spells(channel, places.g)
    hands = Hands(capacity, group, speed=rng.uniform(0.8, 1.2, len(homes)))
    arrived, done = (cumulative(x) for x in clear(new, hands, rng))
    at, day = grid.at, grid.day_start
    delivered = done[at] - done[day]
    poor = np.array([POOR.get(code, 1.0) for code in places.home])[group]
    values = {
        "due_today": (arrived[day] - done[day] + arrived[at] - arrived[day]).astype(float),
        "delivered_today": delivered.astype(float),
        "quality_returns": np.floor(delivered * (route.returns / 1000) * poor).astype(int),
    }
    area = np.arange(len(homes)) + (places.n if by_district else 0)
    fixed = {
        "tier": ["T4_DOOR"] * len(area),
        "category": ["PACK"] * len(area),
        "channel": [channel] * len(area),
        "unit": ["household"] * len(area),
    }
    return lattice(area, fixed, values)

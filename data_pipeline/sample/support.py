"""`support`: teams from fifteen provinces and the armed forces, each morning at eight.

Headcounts by mission are published; which team is how large and where it serves is simulated.
"""

from dataclasses import dataclass

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.places import STRUCTURE, Places
from data_pipeline.sample.rows import Rows, lattice
from data_pipeline.sample.sites import Site
from data_pipeline.sample.world import World

PROVINCES = ("TJ", "JS", "ZJ", "AH", "JX", "SD", "HA", "HB", "HN", "FJ", "HI", "SX", "HE", "BJ", "LN")
TEAMS = {"FANGCANG": 14, "SAMPLING": 48, "LAB": 15}
PLA = (("LAB", 260), ("HOSPITAL", 640), ("FANGCANG", 780), ("LOGISTICS", 320))
LEGS = ("assigned_people", "lodging_ok", "meals_ok", "transport_ok", "ppe_ok")
WEAK = {
    3: ("transport_ok", 0.86),
    17: ("meals_ok", 0.9),
    31: ("lodging_ok", 0.93),
    44: ("assigned_people", 0.85),
    58: ("transport_ok", 0.91),
}  # teams with one leg short


@dataclass(frozen=True)
class Team:
    id: str
    origin: str
    mission: str
    district: int
    site: str
    heads: int
    since: int  # April day it arrived


def teams(places: Places, sites: list[Site]) -> list[Team]:
    """The same teams for every seed. Shelter teams stand at city shelters, the others serve districts by size."""
    rng = np.random.default_rng(STRUCTURE + 1)
    weight = places.district_people() / places.people.sum()
    shelters = [s for s in sites if s.type == "FANGCANG_CITY"][:5]
    found, number = [], dict.fromkeys((*PROVINCES, "PLA"), 0)
    for mission, heads in (*_provincial(rng), *PLA):
        origin = "PLA" if len(found) >= sum(TEAMS.values()) else PROVINCES[len(found) % len(PROVINCES)]
        number[origin] += 1
        site = shelters[len(found) % len(shelters)] if mission == "FANGCANG" else None
        district = site.district if site else int(rng.choice(places.g, p=weight))
        since = int(rng.integers(0, 5))
        found.append(
            Team(f"{origin}-{number[origin]:02}", origin, mission, district, site.id if site else "", heads, since)
        )
    return found


def _provincial(rng: np.random.Generator) -> list[tuple[str, int]]:
    """Sizes in tens that add up to the published headcount of each mission."""
    found = []
    for mission, count in TEAMS.items():
        tens = figures.SUPPORT_HEADS[mission] // 10
        sizes = 6 + rng.multinomial(tens - 6 * count, rng.dirichlet(np.full(count, 6.0)))
        found += [(mission, int(s) * 10) for s in sizes]
    return found


def rows(world: World, sites: list[Site]) -> Rows:
    """Slots of these rows are the 08:00 slots of the days."""
    here, rng = teams(world.places, sites), world.rng("support")
    mornings = [s for s in world.grid.slots if s.hour == 8]
    heads = np.array([t.heads for t in here])
    shape = (len(mornings), len(here))
    legs = {leg: np.full(shape, 1.0) - rng.gamma(0.3, 0.01, shape).clip(max=0.04) for leg in LEGS}
    for team, (leg, share) in WEAK.items():
        legs[leg][:, team] = share
    values = {k: np.round(heads * v).astype(int) for k, v in legs.items()}
    values["headcount"] = np.broadcast_to(heads, shape)
    values["on_shift_people"] = np.minimum(np.round(heads * rng.uniform(0.28, 0.4, shape)), heads).astype(int)
    values["tested_today"] = np.round(heads * rng.uniform(0.97, 1.0, shape)).astype(int)
    values["liaison_named"] = np.broadcast_to((rng.random(len(here)) > 0.04).astype(int), shape)
    fixed = {
        "team_id": [t.id for t in here],
        "origin": [t.origin for t in here],
        "mission": [t.mission for t in here],
        "site_id": [t.site for t in here],
    }
    found = lattice(world.places.n + np.array([t.district for t in here]), fixed, values)
    there = np.array([[(s.day - figures.ORIGIN).days > t.since for t in here] for s in mornings]).ravel()
    slots = np.array([s.index for s in mornings])
    return Rows(slots[found.slot], found.area, found.columns).take(there)

"""`capacity`: every site at every slot, told from who is in it and what is being built."""

import numpy as np

from data_pipeline.sample.beds import PER_UNIT, Stay
from data_pipeline.sample.movement import RIDE_H
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.sites import Site
from data_pipeline.sample.world import World

# shares of mild, moderate cases by site type; the rest are asymptomatic. Severe and critical: none were published.
SEVERITY = {"HOSP_DESIG": (0.66, 0.24), "FANGCANG_CITY": (0.10, 0.0), "FANGCANG_DIST": (0.13, 0.0)}
MISPLACED = {"FANGCANG_DIST": (5, 14, 2), "FANGCANG_CITY": (3,)}  # moderate cases in the wrong tier, first sites
STAFF = {
    "HOSP_DESIG": (0.8, 5),
    "FANGCANG_CITY": (12, 16),
    "FANGCANG_DIST": (12, 16),
    "QUARANTINE": (60, 14),
    "TRANSIT": (30, 20),
}  # open units per medical and per service post
SHORT = {"FC-CITY-05": (0.78, 0.83), "FC-CITY-04": (0.94, 0.86)}  # sites that opened faster than their teams came


def rows(world: World, sites: list[Site], stays: list[Stay]) -> Rows:
    return stack(_kind(world, sites, stay) for stay in stays)


def _kind(world: World, sites: list[Site], stay: Stay) -> Rows:
    here = [sites[i] for i in stay.numbers]
    columns = _occupancy(world, here, stay)
    columns |= _pipeline(world, here, stay) | _severity(world, here, columns["people_in"])
    columns |= _staff(world, here, columns["open_units"])
    fixed = {
        "site_id": [s.id for s in here],
        "site_name": [s.name for s in here],
        "site_type": [s.type for s in here],
        "scope": [s.scope for s in here],
        "unit": [s.unit for s in here],
    }
    return lattice(np.array([area_of(world, s) for s in here]), fixed, columns)


def area_of(world: World, site: Site) -> int:
    """Area number of the district a site stands in; of a partner place, after the city's own numbers."""
    places = world.places
    if site.district >= 0:
        return places.n + site.district
    return places.n + places.g + 1 + [a.code for a in places.outside].index(site.outside)


def _occupancy(world: World, here: list[Site], stay: Stay) -> dict[str, np.ndarray]:
    """Units from people: a room counts as used from its first person on."""
    grid, per = world.grid, PER_UNIT[here[0].unit]
    entered, left = np.floor(stay.entered / per).astype(int), np.floor(stay.left / per).astype(int)
    start = np.ceil(stay.opening / per).astype(int)
    at, day = grid.at, grid.day_start
    occupied, open_ = (start + entered - left)[at], stay.open[at]
    coming = np.floor(stay.entered[np.minimum(at + grid.hours(RIDE_H), grid.steps)] / per).astype(int) - entered[at]
    tired = world.rng("blocked").uniform(0.004, 0.025, len(here))
    blocked = np.minimum(np.floor(open_ * tired), np.maximum(open_ - occupied, 0)).astype(int)
    return {
        "open_units": open_,
        "opening_occupied": (start + entered - left)[day],
        "in_today": entered[at] - entered[day],
        "out_today": left[at] - left[day],
        "occupied_units": occupied,
        "reserved_units": np.clip(coming, 0, np.maximum(open_ - occupied - blocked, 0)),
        "blocked_units": blocked,
        "people_in": stay.people[at],
    }


def _pipeline(world: World, here: list[Site], stay: Stay) -> dict[str, np.ndarray]:
    at = world.grid.at
    planned = np.maximum(np.array([s.planned for s in here]), stay.started.max(0))
    open_ = stay.open[at]
    staffed = np.maximum(stay.staffed[at], open_)
    handed = np.maximum(stay.handed[at], staffed)
    return {
        "planned_units": planned,
        "started_units": np.maximum(stay.started[at], handed),
        "handed_units": handed,
        "staffed_units": staffed,
        "open_next_24h": np.clip(stay.promised[at] - open_, 0, planned - open_),
    }


def _severity(world: World, here: list[Site], people: np.ndarray) -> dict[str, np.ndarray]:
    """Only beds for positives know severities; quarantine sites and transit points report none."""
    zero = np.zeros_like(people)
    if here[0].type not in SEVERITY:
        return dict.fromkeys(("n_asym", "n_mild", "n_moderate", "n_severe", "n_critical"), zero)
    share = np.array([SEVERITY[s.type] for s in here]) * world.rng("severity").uniform(0.85, 1.08, (len(here), 1))
    mild, moderate = (np.floor(people * share[:, i]).astype(int) for i in (0, 1))
    for kind, counts in MISPLACED.items():
        first = [i for i, s in enumerate(here) if s.type == kind][: len(counts)]
        moderate[:, first] = np.minimum(counts, people[:, first] - mild[:, first])
    return {
        "n_asym": people - mild - moderate,
        "n_mild": mild,
        "n_moderate": moderate,
        "n_severe": zero,
        "n_critical": zero,
    }


def _staff(world: World, here: list[Site], open_: np.ndarray) -> dict[str, np.ndarray]:
    rng, found = world.rng("staff"), {}
    usual = rng.uniform(0.94, 1.02, (2, len(here))).clip(max=1)
    for i, name in enumerate(("med", "service")):
        per = np.array([STAFF[s.type][i] for s in here])
        ready = np.array([SHORT[s.id][i] if s.id in SHORT else usual[i, k] for k, s in enumerate(here)])
        required = np.ceil(open_ / per).astype(int)
        found[f"{name}_required"] = required
        found[f"{name}_present"] = np.round(required * ready).astype(int)
    return found

"""People in beds, in quarantine rooms and at transit points, over time, with the units opened for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from data_pipeline.sample import figures, openings
from data_pipeline.sample.allocation import Moving, Sites, fill
from data_pipeline.sample.movement import RIDE_H
from data_pipeline.sample.queue import cumulative, later, share_out
from data_pipeline.sample.sites import Site, pick
from data_pipeline.sample.world import Flows, World

SLACK = 0.03  # of open units kept free of people: cleaning, repair
PER_UNIT = {"BED": 1.0, "ROOM": 1.5}  # people: families share a room
PULL = {"HOSP_DESIG": 0.35, "FANGCANG_CITY": 1.0, "FANGCANG_DIST": 0.5}  # where the pooled go, per free bed
OWN = {"BED": 0.35, "ROOM": 0.9}  # share of a district's people its own sites take while they have room
TO_TRANSIT = 0.35  # share of the picked up that stop at a transit point
UNSTAFFED = 1_500  # units handed over before their teams are there
ANNOUNCED = 30_000  # beds "about to open" on 5 April: begun, not yet handed over
OVERPROMISED = 6_500  # city beds a day's plan says beyond what the day brings
LEAVE_QUARANTINE = 2_000  # contacts whose quarantine ends, people a day


@dataclass(frozen=True)
class Stay:
    """Sites of one kind over time: people in units, (steps + 1, sites) cumulative, and the pipeline of units."""

    numbers: np.ndarray  # of the sites in the register
    opening: np.ndarray  # (sites,) people at the grid's start
    entered: np.ndarray
    left: np.ndarray
    open: np.ndarray
    staffed: np.ndarray
    handed: np.ndarray
    started: np.ndarray
    promised: np.ndarray  # to be open 24 hours later

    @property
    def people(self) -> np.ndarray:
        return self.opening + self.entered - self.left


def bed_stay(world: World, sites: list[Site], flows: Flows) -> Stay:
    """Positives in hospitals and shelter hospitals. Leavers are those picked up to go home."""
    numbers = pick(sites, "HOSP_DESIG", "FANGCANG_CITY", "FANGCANG_DIST")
    arrivals = world.places.by_district(np.diff(flows["POS"].arrived, axis=0))
    leavers = np.diff(flows["RETURN"].picked, axis=0).sum(1)
    start = _in_care(world)
    demand = start + np.concatenate([[0], (arrivals.sum(1) - leavers).cumsum()])
    total = openings.beds(world.grid, demand)
    hospital = openings.schedule(world.grid, openings.HOSPITAL_BEDS, np.zeros(1), 1)
    district = (total - hospital) * openings.DISTRICT_SHARE

    def levels(extra: float, city_only: bool = False) -> np.ndarray:
        own = 0 if city_only else extra / 4
        groups = [[s for s in sites if s.type == t] for t in ("HOSP_DESIG", "FANGCANG_CITY", "FANGCANG_DIST")]
        return np.hstack(
            [
                openings.side_by_side(hospital, groups[0], 20),
                openings.waterfall(total - hospital - district + extra, groups[1], 250),
                openings.side_by_side(district + own, groups[2], 20),
            ]
        )

    return _stay(world, sites, numbers, levels, Moving(arrivals, leavers, start))


def _in_care(world: World) -> int:
    """People in beds when the grid starts: those found within a stay before, less those at home or elsewhere."""
    before = [world.grid.days[0] - timedelta(days=i) for i in range(1, figures.STAY_DAYS + 1)]
    return round(0.9 * sum(figures.outcome(day, code).infected for day in before for code in world.places.home))


def room_stay(world: World, sites: list[Site], flows: Flows) -> Stay:
    """Contacts in quarantine rooms here and in partner provinces."""
    numbers = pick(sites, "QUARANTINE")
    arrived = flows["CONTACT"].arrived + flows["CONTACT2"].arrived
    arrivals = world.places.by_district(np.diff(arrived, axis=0))
    ends = world.rng("quarantine ends").poisson(LEAVE_QUARANTINE * world.grid.step_h / 24, world.grid.steps)
    start = 48_000
    rooms = (start + np.concatenate([[0], (arrivals.sum(1) - ends).cumsum()])) / PER_UNIT["ROOM"]
    partner = openings.schedule(world.grid, openings.PARTNER_ROOMS, np.zeros(1), 1)
    local = openings.schedule(world.grid, openings.LOCAL_ROOMS, rooms - partner[: len(rooms)] * 0.9, 1.08)

    def levels(extra: float, city_only: bool = False) -> np.ndarray:
        own = 0 if city_only else extra
        here = [s for s in sites if s.type == "QUARANTINE" and s.scope == "DISTRICT"]
        away = [s for s in sites if s.scope == "PARTNER"]
        return np.hstack([openings.side_by_side(local + own, here, 10), openings.waterfall(partner + extra, away, 100)])

    return _stay(world, sites, numbers, levels, Moving(arrivals, ends, start))


def transit_stay(world: World, sites: list[Site], flows: Flows) -> Stay:
    """Part of the people on the road wait at a transit point of their own district for as long as the ride takes."""
    numbers, grid = pick(sites, "TRANSIT"), world.grid
    group = np.array([sites[i].district for i in numbers])
    size = np.array([sites[i].planned for i in numbers])
    picked = world.places.by_district(np.diff(flows["POS"].picked, axis=0))
    us = world.rng("transit").uniform(0.05, 0.95, grid.steps)
    entered = np.array([share_out(np.floor(TO_TRANSIT * p), size, group, u) for p, u in zip(picked, us, strict=True)])
    curve = cumulative(entered)
    full = np.broadcast_to(size, curve.shape)
    zero = np.zeros(len(numbers), dtype=np.int64)
    return Stay(numbers, zero, curve, later(curve, grid.hours(RIDE_H)), full, full, full, full, full)


def _stay(
    world: World,
    sites: list[Site],
    numbers: np.ndarray,
    levels: Callable[..., np.ndarray],
    moving: Moving,
) -> Stay:
    """`levels(extra, city_only)`: (points, sites) units open if `extra` more were, in all sites or the city's alone.
    The sites are of one unit."""
    unit = sites[numbers[0]].unit
    grid, rng, per_unit = world.grid, world.rng(f"stay {unit}"), PER_UNIT[unit]
    units = levels(0)
    open_ = openings.ahead(grid, units, 0)
    room = np.floor((open_ * (1 - SLACK) - (2 if per_unit > 1 else 0)).clip(0) * per_unit)
    here = _serving([sites[i] for i in numbers], OWN[unit])
    opening = share_out(np.array([moving.start]), room[0] * here.pull, np.zeros(len(numbers), dtype=int), 0.5)
    opening = np.minimum(opening, room[0]).astype(np.int64)
    entered, left = fill(here, moving, room, opening, rng)
    return Stay(
        numbers,
        opening,
        cumulative(entered),
        cumulative(left),
        open_,
        openings.ahead(grid, units, 3),
        openings.ahead(grid, levels(UNSTAFFED), 8),
        openings.ahead(grid, levels(ANNOUNCED), 24),
        openings.ahead(grid, levels(OVERPROMISED, True), 24),
    )


def _serving(here: list[Site], own: float) -> Sites:
    district = np.array([s.district if s.scope == "DISTRICT" else -1 for s in here])
    pull = np.array([PULL.get(s.type, 0.4 if s.scope == "DISTRICT" else 1.0) for s in here])
    return Sites(district, pull, own)

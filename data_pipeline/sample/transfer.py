"""`transfer`: the four flows by subdistrict and slot, and each district's own total with its outcome figures."""

import numpy as np

from data_pipeline.sample import figures
from data_pipeline.sample.queue import older_than, oldest
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.world import Flow, Flows, World

SEATS = 11  # people in a trip
BANDS_H = (6, 12, 24)
COUNTS = (
    "carry_in",
    "notified_today",
    "dispatched_today",
    "picked_up_today",
    "arrived_today",
    "cancelled_today",
    "waiting_now",
    "in_transit_now",
    "unsuitable_now",
    "wait_0_6h",
    "wait_6_12h",
    "wait_12_24h",
    "wait_24h_plus",
    "vehicles_available",
    "trips_today",
)


def rows(world: World, flows: Flows) -> Rows:
    parts = []
    for kind, flow in flows.items():
        columns = _columns(world, flow)
        n = world.places.n
        parts.append(lattice(np.arange(n), {"person_class": [kind] * n}, columns))
        if kind == "POS":
            parts.append(_totals(world, columns))
    return stack(parts)


def _columns(world: World, flow: Flow) -> dict[str, np.ndarray]:
    at, day = world.grid.at, world.grid.day_start

    def today(curve: np.ndarray) -> np.ndarray:
        return curve[at] - curve[day]

    transit, held = flow.in_transit[at], flow.held[at]
    picked = today(flow.picked)
    return {
        "carry_in": flow.open[day],
        "notified_today": today(flow.new),
        "dispatched_today": flow.dispatched[at] - flow.picked[day],
        "picked_up_today": picked,
        "arrived_today": today(flow.arrived),
        "cancelled_today": today(flow.cancelled),
        "waiting_now": flow.open[at] - transit - held,
        "in_transit_now": transit,
        "unsuitable_now": held,
        **_waits(world, flow),
        "vehicles_available": _vehicles(world, flow),
        "trips_today": -(-picked // SEATS),
    }


def _waits(world: World, flow: Flow) -> dict[str, np.ndarray]:
    """Those fit to move are served in turn; those held back are kept apart with their own ages."""
    grid, at = world.grid, world.grid.at
    queues = [(flow.new - flow.held_in, flow.picked - flow.held_out + flow.cancelled), (flow.held_in, flow.held_out)]
    over = [np.sum([older_than(n, out, at, grid.hours(h)) for n, out in queues], axis=0) for h in (0, *BANDS_H)]
    ages = [oldest(new, out, at, grid.hours(60), grid.step_h) for new, out in queues]
    return {
        "wait_0_6h": over[0] - over[1],
        "wait_6_12h": over[1] - over[2],
        "wait_12_24h": over[2] - over[3],
        "wait_24h_plus": over[3],
        "oldest_wait_h": np.round(np.maximum(*ages), 1),
    }


def _vehicles(world: World, flow: Flow) -> np.ndarray:
    """A fleet for the day's work, thinner at night."""
    at, day = world.grid.at, world.grid.day_start
    work = (flow.new[at] - flow.new[day] + flow.open[day]) / SEATS / 6
    hour = (at - day) * world.grid.step_h
    return np.ceil(work * np.where(hour < 21, 1.0, 0.6)[:, None]).astype(int)


def _totals(world: World, columns: dict[str, np.ndarray]) -> Rows:
    """全区 rows of positives: sums of their parts, the oldest wait as a maximum, and the published outcome."""
    places = world.places
    starts = np.searchsorted(places.group, np.arange(places.g))
    sums = {k: places.by_district(columns[k]) for k in COUNTS}
    sums["oldest_wait_h"] = np.maximum.reduceat(columns["oldest_wait_h"], starts, axis=1)
    fixed = {"person_class": ["POS"] * places.g}
    return lattice(places.n + np.arange(places.g), fixed, sums | _outcome(world, sums["notified_today"]))


def _outcome(world: World, notified: np.ndarray) -> dict[str, np.ndarray]:
    """Published figures of the day, building up with the notifications; exact at 24:00."""
    found = [[figures.outcome(s.day, code) for code in world.places.home] for s in world.grid.slots]

    def grown(measure: str) -> np.ndarray:
        final = np.array([[getattr(o, measure) for o in row] for row in found])
        total = np.array([[o.infected for o in row] for row in found])
        end = np.array([[s.hour == 24] for s in world.grid.slots])
        share = np.where(end, 1.0, np.divide(notified, total, out=np.zeros(total.shape), where=total > 0))
        return np.floor(final * share + 1e-9).astype(int)

    confirmed, asym, converted = (grown(m) for m in ("confirmed_new", "asymptomatic_new", "asym_to_confirmed"))
    return {
        "new_confirmed_today": confirmed,
        "new_asym_today": asym,
        "converted_today": converted,
        "community_found_today": np.minimum(grown("community"), confirmed + asym - converted),
    }

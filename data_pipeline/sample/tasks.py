"""`tasks`: every duty as a ledger, by subdistrict or by district, at every slot."""

import numpy as np

from data_pipeline.sample.duties import Duty, Ledger, duties, ledger
from data_pipeline.sample.queue import cumulative, in_time, oldest
from data_pipeline.sample.rows import Rows, lattice, stack
from data_pipeline.sample.world import Flows, World


def rows(world: World, flows: Flows) -> Rows:
    return stack(_rows(world, duty, ledger(world, duty, flows)) for duty in duties())


def _rows(world: World, duty: Duty, work: Ledger) -> Rows:
    grid, at, day = world.grid, world.grid.at, world.grid.day_start
    n = work.new.shape[1]

    def today(curve: np.ndarray) -> np.ndarray:
        return curve[at] - curve[day]

    done = today(work.done)
    values = {
        "carry_in": work.open[day],
        "new_due_today": today(work.new),
        "done_today": done,
        "cancelled_today": today(work.cancelled),
        "open_now": work.open[at],
        "done_on_time": np.minimum(today(_on_time(world, duty, work)), done),
        "oldest_open_h": np.round(oldest(work.new, work.out, at, grid.hours(72), grid.step_h), 1),
        **_checks(world, duty, done),
        "workers_on_duty": _workers(world, duty, work),
    }
    area = np.arange(n) + (world.places.n if duty.grain == "district" else 0)
    return lattice(area, {"task_type": [duty.code] * n}, values)


def _on_time(world: World, duty: Duty, work: Ledger) -> np.ndarray:
    """Cumulative count of the done that were within their limit, or before the hour of the day they were due."""
    if duty.limit_h is not None:
        return in_time(work.new, work.out, world.grid.hours(duty.limit_h))
    early = (world.grid.hour < (duty.due_hour or 24))[:, None]
    return cumulative(np.diff(work.done, axis=0) * early)


def _checks(world: World, duty: Duty, done: np.ndarray) -> dict[str, np.ndarray]:
    """Samples inspected and passed; blank where a duty is not inspected."""
    if duty.checked is None:
        blank = np.full(done.shape, np.nan)
        return {"checked_today": blank, "passed_today": blank}
    rng = world.rng(f"checks {duty.code}")
    share = duty.checked * rng.uniform(0.7, 1.4, done.shape[1])
    passing = 1 - (1 - duty.passing) * rng.gamma(3, 1 / 3, done.shape[1])
    checked = np.floor(done * share).astype(int)
    return {"checked_today": checked, "passed_today": np.round(checked * passing.clip(0.6, 1)).astype(int)}


def _workers(world: World, duty: Duty, work: Ledger) -> np.ndarray:
    """Hands for the day's work: fewer at night, blank where nobody is counted."""
    at, day = world.grid.at, world.grid.day_start
    if duty.per_worker is None:
        return np.full((len(at), work.new.shape[1]), np.nan)
    due = work.new[at] - work.new[day] + work.open[day]
    hour = (at - day) * world.grid.step_h
    return np.ceil(due / duty.per_worker * np.where(hour < 21, 1.0, 0.45)[:, None]).astype(int)

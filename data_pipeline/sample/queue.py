"""The ledger's engine: work arrives, a district's hands clear it, and first come is first served.

Everything is a whole number, so that carry_in + new - done - cancelled = open holds to the digit.
Arrays are (steps, entities) for increments and (steps + 1, entities) for cumulative curves.
"""

from dataclasses import dataclass

import numpy as np


def cumulative(increments: np.ndarray) -> np.ndarray:
    """(steps, n) increments to a (steps + 1, n) curve that starts at 0."""
    return np.concatenate([np.zeros((1, *increments.shape[1:]), dtype=np.int64), increments.cumsum(0, dtype=np.int64)])


def later(values: np.ndarray, steps: int) -> np.ndarray:
    """The same rows `steps` later; zeros come first, the last rows fall off."""
    return np.concatenate([np.zeros((steps, *values.shape[1:]), dtype=values.dtype), values])[: len(values)]


def share_out(total: np.ndarray, weight: np.ndarray, group: np.ndarray, u: float) -> np.ndarray:
    """Whole-number shares of each group's total among its entities, in proportion to `weight`.

    Systematic rounding: shares add up exactly and never exceed ceil(proportional share), so an entity whose
    weight is what it has open is never overdrawn while total <= sum of weights. `group` is sorted; 0 < u < 1.
    """
    load = np.bincount(group, weight, len(total))
    rate = np.divide(total, load, out=np.zeros(len(total)), where=load > 0)
    edges = np.floor(np.cumsum(weight * rate[group]) + u).astype(np.int64)
    return np.diff(edges, prepend=0)


@dataclass(frozen=True)
class Hands:
    """`capacity` (steps, groups) is what a group can clear in a step; `group` (n,) each entity's, sorted; `speed` (n,)
    favours some entities of a group."""

    capacity: np.ndarray
    group: np.ndarray
    speed: np.ndarray | None = None


@dataclass(frozen=True)
class Register:
    """Work that is due every day, (days, n); `per_day` steps a day."""

    due: np.ndarray
    per_day: int


def clear(
    new: np.ndarray, hands: Hands, rng: np.random.Generator, register: Register | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What arrived and what was cleared in each step, (steps, n) both.

    What is left over at midnight is topped up to the register, so yesterday's remainder is part of today's, never on
    top of it.
    """
    capacity, group, speed = hands.capacity, hands.group, hands.speed
    steps, n = new.shape
    arrived, done = new.astype(np.int64), np.zeros((steps, n), dtype=np.int64)
    groups = capacity.shape[1]
    pull = np.ones(n) if speed is None else speed
    open_, credit = np.zeros(n, dtype=np.int64), np.zeros(groups)
    us = rng.uniform(0.05, 0.95, steps)
    for k in range(steps):
        if register is not None and k % register.per_day == 0:
            arrived[k] += np.maximum(register.due[k // register.per_day] - open_ - arrived[k], 0)
        open_ += arrived[k]
        can = capacity[k] + credit
        take = np.minimum(np.floor(can), np.bincount(group, open_, groups))
        credit = np.minimum(can - take, 1)  # an idle hour is lost; only the fraction of a unit is kept
        done[k] = np.minimum(share_out(take, open_ * pull, group, us[k]), open_)
        open_ -= done[k]
    return arrived, done


def older_than(new: np.ndarray, out: np.ndarray, at: np.ndarray, steps: int) -> np.ndarray:
    """(slots, n) how many of the open have waited more than `steps`; curves are cumulative, first in first out."""
    return np.maximum(new[np.maximum(at - steps, 0)] - out[at], 0)


def oldest(new: np.ndarray, out: np.ndarray, at: np.ndarray, window: int, step_h: float) -> np.ndarray:
    """(slots, n) hours the oldest open item has waited, 0 where nothing is open; agrees with `older_than`."""
    age = np.zeros((len(at), new.shape[1]))
    for i, s in enumerate(at):
        since = max(s - window, 0)
        here = new[since : s + 1]
        before = (here <= out[s]).sum(0)  # points at which the oldest had not yet arrived
        last = np.clip(before - 1, 0, len(here) - 1)
        column = np.arange(new.shape[1])
        low, high = here[last, column], here[np.minimum(last + 1, len(here) - 1), column]
        inside = np.divide(out[s] + 0.5 - low, high - low, out=np.zeros(len(low)), where=high > low)
        age[i] = np.where(new[s] > out[s], (s - since - last - np.clip(inside, 0, 1)) * step_h, 0)
    return age


def in_time(new: np.ndarray, out: np.ndarray, limit: int) -> np.ndarray:
    """(steps + 1, n) cumulative count of items cleared within `limit` steps of arriving, first in first out."""
    cleared = np.diff(out, axis=0)
    on_time = cleared - np.clip(later(new, limit)[1:] - out[:-1], 0, cleared)
    return cumulative(on_time)

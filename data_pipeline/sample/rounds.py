"""One screening round in one city: the five stages as cumulative curves, people and tubes."""

from dataclasses import dataclass

import numpy as np

from data_pipeline.declare.tables import Round
from data_pipeline.sample.places import HANDS
from data_pipeline.sample.queue import Hands, clear, cumulative, later
from data_pipeline.sample.shapes import LABORATORY, WATCH, s_curve
from data_pipeline.sample.world import World

POOL = {"PCR_20": 19.2, "PCR_10": 10.55, "PCR_5": 5.1, "PCR_1": 1.0}
CHASE = 1.1  # people re-checked in a day against a round's people due
TAIL_H = 16  # a round is reported on after its deadline until its laboratories are done
MIDDLE_H, WIDTH_H = 8.0, 5.4  # half the people are sampled this long after the start
LAB_SHARE = 0.0357  # of a round's tubes tested in a full hour: 79 % at 08:00 of the next day, as published
FOUND_BY_TEST = {"PCR_20": 0.2, "PCR_10": 0.7, "PCR_5": 0.1, "PCR_1": 0.01, "AG": 0.12}  # of new positives, at most


@dataclass(frozen=True)
class Stages:
    """One method of one round, (steps + 1, subdistricts) cumulative since the round began."""

    target: np.ndarray  # (subdistricts,)
    sampled: np.ndarray
    tubes: np.ndarray
    delivered: np.ndarray
    tested: np.ndarray
    reported: np.ndarray
    abnormal: np.ndarray
    recheck_due: np.ndarray
    rechecked: np.ndarray
    positive: np.ndarray
    home_due: np.ndarray  # (subdistricts,)
    home_done: np.ndarray


def run(world: World, round_: Round, method: str, target: np.ndarray, found: np.ndarray) -> Stages:
    """`found` (steps + 1, subdistricts): people found positive since the round began, by any way."""
    grid, places, rng = world.grid, world.places, world.rng(f"{round_.round_id} {method}")
    start = grid.step_of(round_.starts_at)
    sampled = _sampled(world, start, target, rng)
    home_due = np.floor(target * rng.uniform(0.008, 0.016, places.n)).astype(int)
    home_done = np.floor(home_due * _wave(world, start, 9.5, 6.5, rng) * 0.985).astype(int)
    if method == "AG":
        tubes = delivered = tested = reported = np.zeros_like(sampled)
        base = sampled
    else:
        pool = POOL[method] * rng.normal(1, 0.012, places.n)
        tubes = np.floor(sampled / np.maximum(pool, 1)).astype(int)
        ride = rng.choice([1.0, 2.0, 2.0, 3.0], places.n)
        delivered = _mixed_later(tubes, grid.hours(1), grid.hours(2), ride / 3)
        tested = _tested(world, delivered, tubes, rng)
        reported = later(tested, grid.hours(1))
        base = reported
    end = min(start + grid.hours(30), grid.steps)
    abnormal, due = _abnormal(method, base, found[end], rng)
    rechecked = _rechecked(world, due, rng)
    positive = _positive(due, rechecked, found, FOUND_BY_TEST[method])
    return Stages(
        target, sampled, tubes, delivered, tested, reported, abnormal, due, rechecked, positive, home_due, home_done
    )


def _wave(world: World, start: int, middle: float, width: float, rng: np.random.Generator) -> np.ndarray:
    """(steps + 1, subdistricts) from 0 at the round's start to 1: an S-curve, each place a little early or late."""
    places, grid = world.places, world.grid
    hours = ((np.arange(grid.steps + 1) - start) * grid.step_h)[:, None]
    shift = rng.normal(0, 0.5, places.g)[places.group] + rng.normal(0, 0.35, places.n)
    slow = 1 / places.factor(HANDS)[places.group]
    curve = s_curve(hours, middle * slow + shift, width)
    floor = s_curve(np.zeros((1, places.n)), middle * slow + shift, width)
    return np.where(hours > 0, np.clip((curve - floor) / (1 - floor), 0, 1), 0)


def _sampled(world: World, start: int, target: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """People sampled; nearly everyone in the end, and a few places a little more than were due."""
    reach = np.minimum(rng.normal(0.9935, 0.0035, world.places.n), 1.004)
    wave = _wave(world, start, MIDDLE_H, WIDTH_H, rng)
    bumps = np.diff(wave, axis=0) * rng.gamma(30, 1 / 30, (world.grid.steps, world.places.n))
    share = bumps / np.maximum(bumps.sum(0), 1e-9) * wave[-1]
    return np.floor(np.concatenate([np.zeros((1, len(target))), share.cumsum(0)]) * target * reach).astype(int)


def _mixed_later(curve: np.ndarray, near: int, far: int, weight: np.ndarray) -> np.ndarray:
    """Part of the tubes arrive after `near` steps, the part `weight` after `far`."""
    return np.floor((1 - weight) * later(curve, near) + weight * later(curve, far)).astype(int)


def _tested(world: World, delivered: np.ndarray, tubes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Laboratories are the narrow place: each district has its share of a city-wide hourly capacity."""
    grid, places = world.grid, world.places
    share = places.by_district(tubes[-1]) * LAB_SHARE * grid.step_h * places.factor(HANDS) ** 0.5
    pace = grid.pace(LABORATORY)
    capacity = share * (pace / pace.max())[:, None] * world.spells("laboratory", 1)
    _, tested = clear(np.diff(delivered, axis=0), Hands(capacity, places.group), rng)
    return cumulative(tested)


def _abnormal(
    method: str, base: np.ndarray, found: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Abnormal tubes and the people in them, of those `found` (subdistricts,) by the round's end. For antigen tests:
    positive self-tests, no tubes."""
    expected = np.maximum(found * FOUND_BY_TEST[method], 0.3) * rng.uniform(1.0, 1.25, len(found))
    rate = np.minimum(expected / np.maximum(base[-1], 1), 0.2)
    if method == "AG":
        return np.zeros_like(base), np.floor(base * rate * 1.6).astype(int)
    abnormal = np.floor(base * rate).astype(int)
    return abnormal, np.round(abnormal * POOL[method] * 0.97).astype(int)


def _rechecked(world: World, due: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Door to door, around the clock but slower at night."""
    grid, places = world.grid, world.places
    load = places.by_district(due[-1]) * CHASE * places.factor(HANDS) ** 2
    capacity = load * grid.pace(WATCH)[:, None] * world.spells("chase", places.g)
    return cumulative(clear(np.diff(due, axis=0), Hands(capacity, places.group), rng)[1])


def _positive(due: np.ndarray, rechecked: np.ndarray, found: np.ndarray, share: float) -> np.ndarray:
    """Never more than the part of all positives found since the round began that this method can have found."""
    most = np.floor(found * share)
    rate = most[-1] / np.maximum(due[-1], 1)
    return np.minimum(np.floor(rechecked * np.minimum(rate, 1)), most).astype(int)

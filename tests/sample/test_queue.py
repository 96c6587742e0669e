"""The engine under the sample's ledgers, against a queue kept person by person."""

from collections import deque

import numpy as np
import pytest

from data_pipeline.sample.queue import Hands, Register, clear, cumulative, in_time, older_than, oldest, share_out

STEPS, N = 60, 6
GROUP = np.array([0, 0, 0, 1, 1, 2])


@pytest.fixture(params=range(5))
def run(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray]:
    """Increments arrived and done, (STEPS, N), of some random days."""
    rng = np.random.default_rng(request.param)
    new = rng.poisson(rng.uniform(0, 6, N), (STEPS, N))
    return clear(new, Hands(rng.uniform(0, 12, (STEPS, 3)), GROUP, speed=rng.uniform(0.7, 1.3, N)), rng)


def waits(arrived: np.ndarray, done: np.ndarray, entity: int) -> tuple[list[deque[int]], list[int]]:
    """One entity, first in first out: who waits after each step (by step of arrival), and the waits of the served."""
    queue, after, served = deque(), [], []
    for k in range(STEPS):
        queue.extend([k] * arrived[k, entity])
        served += [k - queue.popleft() for _ in range(done[k, entity])]
        after.append(deque(queue))
    return after, served


def test_nobody_is_served_who_has_not_come_and_no_group_beyond_its_hands(run) -> None:
    arrived, done = run
    assert (cumulative(done) <= cumulative(arrived)).all()
    assert (done >= 0).all()
    assert done.sum() > 0.5 * arrived.sum()


def test_ages_are_those_of_a_queue_kept_one_by_one(run) -> None:
    arrived, done = run
    new, out, at = cumulative(arrived), cumulative(done), np.arange(1, STEPS + 1)
    over, ages = older_than(new, out, at, 4), oldest(new, out, at, STEPS, 1.0)
    for entity in range(N):
        after, _ = waits(arrived, done, entity)
        for k, queue in enumerate(after):
            assert over[k, entity] == sum(k - came >= 4 for came in queue)
            low = k - queue[0] if queue else 0  # who came within step k has waited between 0 and 1 steps
            assert low <= ages[k, entity] <= low + bool(queue)


def test_on_time_is_counted_as_one_by_one(run) -> None:
    arrived, done = run
    on_time = in_time(cumulative(arrived), cumulative(done), 3)[-1]
    for entity in range(N):
        assert on_time[entity] == sum(w < 3 for w in waits(arrived, done, entity)[1])


def test_shares_add_up_and_overdraw_nobody() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        open_ = rng.poisson(rng.uniform(0, 9, N))
        load = np.bincount(GROUP, open_, 3)
        total = np.floor(rng.uniform(0, 1, 3) * load)
        shares = share_out(total, open_, GROUP, rng.uniform(0.05, 0.95))
        assert (np.bincount(GROUP, shares, 3) == total).all()
        assert (shares <= open_).all()
        assert (shares >= 0).all()


def test_a_register_is_due_in_full_every_day_with_yesterdays_remainder_inside_it() -> None:
    rng = np.random.default_rng(1)
    register = rng.integers(5, 40, (3, N))
    hands = Hands(np.full((72, 3), 1.5), GROUP)
    arrived, done = clear(np.zeros((72, N), dtype=int), hands, rng, Register(register, 24))
    open_ = cumulative(arrived) - cumulative(done)
    for day in range(3):
        due = open_[day * 24] + arrived[day * 24]
        assert (due == np.maximum(register[day], open_[day * 24])).all()

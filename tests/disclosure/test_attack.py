"""The attacker can do what it says: it gets back what a careless board hides, and nothing of a board in bands."""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import pytest
from scipy import sparse

from data_pipeline.publish.disclosure_control import band, cuts
from tests.disclosure.attack import attack, propagate
from tests.disclosure.collect import LEDGER, Haul
from tests.disclosure.neighbours import counted
from tests.disclosure.rule import is_cut, knowing
from tests.disclosure.system import System, system
from tests.disclosure.told import Cell, Interval, interval

SLOTS = tuple(datetime(2022, 4, 6, h) for h in (8, 12, 16, 20))
WHOLE = "3101"
Hide = Callable[[float, str], Interval]


def _careless(value: float, _: str) -> Interval:
    return (1, 9) if 0 < value < 10 else (value, value)


def _in_bands(value: float, place: str) -> Interval:
    return interval(band(value, place))


def _haul(seed: int, hide: Hide, places: int = 6, most: int = 12) -> Haul:
    """A district of one line: people come and go at every slot."""
    draw, found = np.random.default_rng(seed), Haul(slots=SLOTS)
    for n in range(places):
        area, carry = f"{WHOLE}{n}", int(draw.integers(0, most))
        new = done = gone = 0
        for at in SLOTS:
            new += int(draw.integers(0, most))
            done += int(draw.integers(0, carry + new - done - gone + 1))
            gone += int(draw.integers(0, min(2, carry + new - done - gone + 1)))
            told = (carry, new, done, gone, carry + new - done - gone, carry + new - gone)
            found.truth |= {Cell("x", area, at, c): float(v) for c, v in zip(LEDGER, told, strict=True)}
        found.district[area] = WHOLE
    for cell, so in found.truth.items():
        found.below[cell] = hide(so, cell.area)
        whole = Cell("x", WHOLE, cell.as_of, cell.column)
        low = found.above.get(whole, (0.0, 0.0))[0] + so
        found.above[whole] = (low, low)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_it_gets_back_counts_that_are_only_left_out(seed: int) -> None:
    found = attack(system(_haul(seed, _careless, most=40), ["x"], WHOLE))
    assert len(found.recovered) > len(found.hidden) / 2


@pytest.mark.parametrize("seed", range(6))
def test_it_gets_nothing_back_from_bands(seed: int) -> None:
    found = attack(system(_haul(seed, _in_bands), ["x"], WHOLE))
    assert len(found.hidden) > 30
    assert found.recovered == []


@pytest.mark.parametrize("seed", range(6))
def test_whoever_knows_the_rule_but_not_the_key_gets_nothing_back(seed: int) -> None:
    found = attack(knowing(system(_haul(seed, _in_bands), ["x"], WHOLE)))
    assert len(found.hidden) > 30
    assert found.recovered == []


def test_a_count_that_crosses_a_cut_comes_back_to_whoever_has_the_key_and_to_nobody_else() -> None:
    """The attack is able to: one person more was told of the district, and the place went into the next band."""
    first = cuts(WHOLE)[0]
    cells, truth = [Cell("x", WHOLE, slot, "open") for slot in SLOTS[:2]], np.array([first - 1.0, first])
    low, high = np.array([_in_bands(v, WHOLE) for v in truth]).T
    of = System(cells, low, high, truth, sparse.csr_matrix([[-1.0, 1.0]]), np.ones(1), np.ones(1))
    alone = knowing(of)
    key = {c: (v, v) for c, v in zip(alone.cells, alone.truth.tolist(), strict=True) if is_cut(c)}
    widths = [float((h - low)[0]) for low, h in (propagate(knowing(of, key)), propagate(alone))]
    assert widths == [0, 8]


def test_the_linear_programme_finds_what_intervals_alone_do_not() -> None:
    """a + b, b + c and a + c are told: no equation has one unknown, and together they leave one answer."""
    cells = [Cell("x", area, SLOTS[0], "open") for area in "abc"]
    truth = np.array([2.0, 3.0, 4.0])
    rows = sparse.csr_matrix([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=float)
    of = System(cells, np.zeros(3), np.full(3, 9.0), truth, rows, rows @ truth, rows @ truth)
    found = attack(of)
    assert found.propagated == 0
    assert found.recovered == cells


@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_counted_could_live_next_door(seed: int) -> None:
    """The proof, by doing it: one person, with all that is reported of them, said of another place of the district.
    Every total, balance and course is as it was, and every word is still true."""
    draw = np.random.default_rng(seed)
    of = system(_haul(seed, _in_bands, most=60), ["x"], WHOLE)
    at = {c: i for i, c in enumerate(of.cells)}
    here, there = (f"{WHOLE}{n}" for n in draw.choice(6, 2, replace=False))
    for life in set(_lives(of.truth, at, here)):
        moved = of.truth.copy()
        for n, slot in enumerate(SLOTS):
            for column in counted(*life, n):
                moved[at[Cell("x", here, slot, column)]] -= 1
                moved[at[Cell("x", there, slot, column)]] += 1
        assert ((moved >= of.low) & (moved <= of.high)).all()
        sums = of.rows @ moved
        assert ((sums >= of.floor - 1e-9) & (sums <= of.ceiling + 1e-9)).all()


def _lives(truth: np.ndarray, at: dict[Cell, int], area: str) -> Iterator[tuple[int, int, str]]:
    """Of each person of a place: the slot in which they came (-1: the day before), in which they went, and how. The
    first to come are the first to go."""

    def told(column: str, n: int) -> int:
        return int(truth[at[Cell("x", area, SLOTS[n], column)]]) if n >= 0 else 0

    waiting = [-1] * told("carry_in", 0)
    for n in range(len(SLOTS)):
        waiting += [n] * (told("new_due", n) - told("new_due", n - 1))
        for how in ("done", "cancelled"):
            for _ in range(told(how, n) - told(how, n - 1)):
                yield waiting.pop(0), n, how
    yield from ((came, len(SLOTS), "open") for came in waiting)

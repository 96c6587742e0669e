"""The attacker can do what it says: it gets back what a careless board hides, and nothing of a board in bands."""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import pytest
from scipy import sparse

from data_pipeline.publish.disclosure_control import SHIFT, Count, band, cuts, place_cuts
from tests.disclosure.attack import attack
from tests.disclosure.collect import LEDGER, Haul
from tests.disclosure.neighbours import counted
from tests.disclosure.rule import knowing
from tests.disclosure.system import System, system
from tests.disclosure.told import Cell, Interval, interval

SLOTS = tuple(datetime(2022, 4, 6, h) for h in (8, 12, 16, 20))
WHOLE = "3101"
Hide = Callable[[float, Cell], Interval]


def _careless(value: float, _: Cell) -> Interval:
    return (1, 9) if 0 < value < 10 else (value, value)


def _in_bands(value: float, of: Cell) -> Interval:
    return interval(band(value, _count(of)))


def _count(of: Cell) -> Count:
    return Count(of.area, of.line, f"{of.as_of}", of.column)


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
        found.below[cell] = hide(so, cell)
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


def _arrived(came: Callable[[Cell], float]) -> System:
    """Of a place that had nobody: how many came, who are still there, and the one who went, alone in its district."""
    cells = [Cell("x", WHOLE, SLOTS[0], c) for c in ("new_due", "done", "open")]
    truth = np.array([came(cells[0]), 1.0, came(cells[0]) - 1])
    low, high = np.array([_in_bands(v, c) for v, c in zip(truth, cells, strict=True)]).T
    rows = sparse.csr_matrix([[1.0, -1.0, -1.0], [0.0, 1.0, 0.0]])
    return System(cells, low, high, truth, rows, np.zeros(2), np.array([0.0, 1.0]))


@pytest.mark.parametrize("shift", [0, SHIFT])
def test_one_who_went_comes_back_where_all_counts_of_a_place_have_the_same_cuts(
    shift: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is able to: those who came stand in the upper band and those who are left in the lower, where one in
    all went of the whole district."""
    monkeypatch.setattr("data_pipeline.publish.disclosure_control.SHIFT", shift)
    monkeypatch.setattr("tests.disclosure.rule.SHIFT", shift)
    place_cuts.__globals__["_drawn"].cache_clear()
    of = _arrived(lambda c: float(cuts(_count(c))[0]))
    assert (of.low[0], of.low[2]) == (10, 0) or shift
    assert [c.column for c in attack(knowing(of)).recovered] == ([] if shift else ["done"])
    place_cuts.__globals__["_drawn"].cache_clear()


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

"""Moving means between districts: the optimum worked by hand, and what is said when there is none."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from data_pipeline.forecast.moves import distances, spare_and_need
from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.forecast.project import project
from data_pipeline.forecast.rebalance import Limit, Problem, Status, rebalance
from data_pipeline.forecast.whatif import Change, Comparison, compare
from tests.support.ledger import steady

NOW = datetime(2022, 4, 6, 18)
AREAS = ("A", "B", "C", "D")
# A and B can give 6 and 4; C and D lack 5 and 5.         C    D
DISTANCE = np.array([[0, 9, 2, 5], [9, 0, 4, 1], [2, 4, 0, 9], [5, 1, 9, 0]], float)


def problem(**more: object) -> Problem:
    given = {"spare": np.array([6, 4, 0, 0]), "need": np.array([0, 0, 5, 5]), "distance": DISTANCE} | more
    return Problem("vehicle", AREAS, **given)  # type: ignore[arg-type]


def moves(**more: object) -> dict[tuple[str, str], int]:
    return {(m.source, m.target): m.amount for m in rebalance(problem(**more)).moves}


def test_the_hand_made_case_gives_the_optimum_worked_by_hand() -> None:
    """C must be served from A (2 < 4 and B is wanted by D): A→C 5. D takes all of B at 1, and its last unit from A.

    Cost 5·2 + 4·1 + 1·5 = 19; the next best, B→C 1 and A→D 2, costs 4·2 + 1·4 + 3·1 + 2·5 = 25.
    """
    plan = rebalance(problem())
    assert plan.status is Status.MET
    assert moves() == {("A", "C"): 5, ("A", "D"): 1, ("B", "D"): 4}
    assert sum(m.amount * m.distance for m in plan.moves) == 19
    assert plan.net() == {"A": -6, "B": -4, "C": 5, "D": 5}


def test_a_locked_pair_is_never_used() -> None:
    """Without A→C, B must go to C as far as it reaches (4), and A serves D: 4·4 + 5·5; C stays one short."""
    plan = rebalance(problem(locked=frozenset({("A", "C")})))
    assert {(m.source, m.target): m.amount for m in plan.moves} == {("B", "C"): 4, ("A", "D"): 5}
    assert (plan.status, plan.missing) == (Status.SHORT, {"C": 1})
    assert plan.binding == (Limit.SPARE, Limit.PAIRS)


def test_scope_keeps_a_districts_own_beds_at_home() -> None:
    scope = np.ones((4, 4), bool)
    scope[0] = False
    plan = rebalance(problem(scope=scope))
    assert plan.moved == 4
    assert plan.short == 6
    assert Limit.PAIRS in plan.binding


def test_an_infeasible_case_says_what_is_missing_and_why() -> None:
    plan = rebalance(problem(spare=np.array([6, 1, 0, 0])))
    assert plan.status is Status.SHORT
    assert plan.missing == {"D": 3}
    assert plan.lifted == {Limit.SPARE: 3}


def test_limits_that_bind_are_named_with_what_lifting_them_would_bring() -> None:
    plan = rebalance(problem(total_limit=7))
    assert plan.moved == 7
    assert plan.lifted == {Limit.TOTAL: 3}
    assert rebalance(problem(pair_limit=2)).lifted == {Limit.PAIR_LIMIT: 2}


def test_nobody_lacking_anything_means_no_change() -> None:
    plan = rebalance(problem(need=np.zeros(4)))
    assert (plan.status, plan.moves) == (Status.NO_GAP, ())


def test_gaps_and_nothing_to_spare_mean_no_move_and_how_much_is_missing() -> None:
    plan = rebalance(problem(spare=np.zeros(4)))
    assert (plan.status, plan.short, plan.binding) == (Status.NO_MOVE, 10, (Limit.SPARE,))


def test_units_are_whole() -> None:
    plan = rebalance(problem(spare=np.array([2.9, 2.9, 0, 0]), need=np.array([0, 0, 1.5, 1.5])))
    assert plan.moved == 4
    assert all(isinstance(m.amount, int) for m in plan.moves)


def test_sixteen_districts_never_give_more_than_they_have() -> None:
    rng = np.random.default_rng(7)
    spare, need = rng.integers(0, 30, 16) * (np.arange(16) < 9), rng.integers(1, 25, 16) * (np.arange(16) >= 9)
    place = rng.uniform(0, 60, (16, 2))
    distance = np.hypot(*(place[:, None] - place).T)
    plan = rebalance(Problem("vehicle", tuple(map(str, range(16))), spare, need, distance))
    given = {a: -n for a, n in plan.net().items() if n < 0}
    assert all(n <= spare[int(a)] for a, n in given.items())
    assert plan.moved == min(spare.sum(), need.sum())


def three_districts() -> pd.DataFrame:
    """One late, one with a fleet to spare, one that has just enough."""
    rates = (("310101", 90), ("310104", 250), ("310105", 140))
    return pd.concat([steady(r, 20, 500, area=a) for a, r in rates], ignore_index=True)


def tried(problem: Problem, ready: Prepared) -> Comparison:
    """Its best moves on the forecast itself; a unit does ten an hour, and donors are slowed by what they give."""
    plus = {area: 10.0 * units for area, units in rebalance(problem).net().items()}
    return compare(ready, Change(plus=plus))


def test_spare_is_kept_back_for_the_donors_bad_case_and_need_closes_the_receivers() -> None:
    ready = prepare(three_districts(), NOW)["transfer"]
    parts = project(three_districts(), NOW).of_line("transfer")
    spare, need = spare_and_need(ready, parts, per_unit=10, held=np.array([10, 10, 10]))
    assert need[0] > 0
    assert spare[0] == 0
    assert 0 < spare[1] <= 10
    assert need[1] == 0


def test_the_gain_is_tried_on_the_forecast_and_donors_still_clear() -> None:
    ready = prepare(three_districts(), NOW)["transfer"]
    parts = project(three_districts(), NOW).of_line("transfer")
    spare, need = spare_and_need(ready, parts, per_unit=10, held=np.full(3, 10))
    gain = tried(Problem("vehicle", ready.case.areas, spare, need, np.ones((3, 3))), ready)
    assert gain.helps
    assert (gain.after.p_miss or 0) < (gain.before.p_miss or 0)
    assert all((p.p_miss or 0) < 0.1 for p in gain.areas_after if p.area_code == "310104")


def test_a_move_that_only_shifts_the_trouble_does_not_help() -> None:
    """The second latest district gives to the latest and becomes it."""
    ready = prepare(three_districts(), NOW)["transfer"]
    bad = Problem("vehicle", ready.case.areas, np.array([0, 0, 9]), np.array([9, 0, 0]), np.ones((3, 3)))
    assert not tried(bad, ready).helps


def test_distances_are_great_circle_kilometres() -> None:
    """Huangpu to Chongming is about 45 km."""
    seen = distances(np.array([121.49, 121.40]), np.array([31.23, 31.63]))
    assert seen[0, 1] == pytest.approx(45.3, abs=0.5)
    assert seen[0, 0] == 0

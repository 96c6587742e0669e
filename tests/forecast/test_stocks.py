"""Moves of stock: nobody gives below its target, nothing is made or lost, and what stays short is said."""

import random

import pytest

from data_pipeline.forecast.stocks import Stock, StockPlan, stock_plan

PLACES = {"a": (121.4, 31.2), "b": (121.5, 31.2), "c": (121.9, 31.0), "d": (121.1, 31.3)}


def test_where_nobody_lacks_anything_nothing_is_suggested() -> None:
    assert stock_plan("VEG", {"a": Stock(30, 10), "b": Stock(15, 10)}, 1.5, PLACES) is None
    assert stock_plan("VEG", {}, 1.5, PLACES) is None


def test_the_nearer_giver_gives_and_days_of_cover_are_told_before_and_after() -> None:
    stocks = {"a": Stock(5, 10), "b": Stock(40, 10), "c": Stock(40, 10)}
    plan = stock_plan("VEG", stocks, 1.5, PLACES)
    assert plan is not None
    (move,) = plan.moves
    assert (move.source, move.target, move.tonnes) == ("b", "a", 10)
    assert move.target_days == (0.5, 1.5)
    assert move.source_days == (4.0, 3.0)


def test_what_no_district_can_give_is_named() -> None:
    plan = stock_plan("VEG", {"a": Stock(0, 10), "b": Stock(19, 10)}, 1.5, PLACES)
    assert plan is not None
    assert (plan.moved, plan.missing) == (4, {"a": 11})


@pytest.mark.parametrize("seed", range(20))
def test_nobody_gives_below_the_target_and_tonnes_are_conserved(seed: int) -> None:
    rng = random.Random(seed)
    stocks = {a: Stock(rng.uniform(0, 60), rng.uniform(5, 20)) for a in PLACES}
    plan: StockPlan | None = stock_plan("VEG", stocks, 2.0, PLACES)
    if plan is None:
        assert all(s.days() >= 2.0 for s in stocks.values())
        return
    for m in plan.moves:
        assert stocks[m.source].days() >= 2.0
        assert m.source_days[1] >= 2.0 - 1e-9
        assert stocks[m.target].days() < 2.0
    wanted = sum(-(-(2.0 * s.need - s.held) // 1) for s in stocks.values() if s.days() < 2.0)
    assert plan.moved + sum(plan.missing.values()) == wanted

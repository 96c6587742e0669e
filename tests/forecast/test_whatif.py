"""What a change would do, with the no-change line beside it."""

from datetime import datetime

import pandas as pd
import pytest

from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.forecast.whatif import Change, Places, compare, vehicles
from tests.support.ledger import steady

NOW = datetime(2022, 4, 6, 18)


@pytest.fixture(scope="module")
def ready() -> Prepared:
    rows = [steady(r, 20, 500, area=a) for a, r in (("310101", 90), ("310104", 200), ("310105", 200))]
    return prepare(pd.concat(rows), NOW)["transfer"]


def test_no_change_changes_nothing(ready: Prepared) -> None:
    seen = compare(ready, Change())
    assert seen.before == seen.after
    assert not seen.helps


def test_more_vehicles_where_it_is_late_bring_the_city_forward(ready: Prepared) -> None:
    seen = compare(ready, Change(plus={"310101": vehicles(4, 11, 1.0)}))
    assert seen.helps
    assert (seen.after.p_miss or 0) < (seen.before.p_miss or 0)
    assert seen.areas_after[1] == seen.areas_before[1]


def test_more_vehicles_where_it_is_not_late_do_not_help(ready: Prepared) -> None:
    assert compare(ready, Change(plus={"310104": 44})).after.finish == compare(ready, Change()).after.finish


def test_the_later_a_change_the_less_it_does(ready: Prepared) -> None:
    now, later = (compare(ready, Change(times=1.5, after_h=h)).after for h in (0, 3))
    assert all(a <= b for a, b in zip(now.left, later.left, strict=True))
    assert sum(now.left) < sum(later.left)


def test_fewer_arrivals_leave_less(ready: Prepared) -> None:
    seen = compare(ready, Change(arrivals=0.5))
    assert sum(seen.after.left) < sum(seen.before.left)


def test_without_places_nobody_arrives_and_openings_let_them_in(ready: Prepared) -> None:
    full = Change(places=Places(free=0))
    opened = Change(places=Places(free=0, openings=((2, 5000),)))
    seen = compare(ready, opened, now=full)
    assert seen.before.left_p50 == pytest.approx(1500 + 3 * 20 * 6, abs=5)
    assert (seen.after.left_p50 or 0) < (seen.before.left_p50 or 0)
    assert seen.helps


def test_discharges_free_places(ready: Prepared) -> None:
    seen = compare(ready, Change(places=Places(0, discharged_per_h=100)), now=Change(places=Places(0)))
    assert (seen.before.left_p50 or 0) - (seen.after.left_p50 or 0) == pytest.approx(600, abs=5)

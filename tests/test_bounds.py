"""Bounds of a share found by sampling: known values, and the lower one is that of the gauge."""

import pytest

from data_pipeline.core.bounds import wilson
from tests.support.marts import marts, slot


def test_known_values() -> None:
    assert wilson(0, 0) is None
    assert wilson(9, 10) == pytest.approx((59.58, 98.21), abs=0.01)
    low, high = wilson(50, 50) or (0, 0)
    assert (low, high) == (pytest.approx(92.86, abs=0.01), pytest.approx(100))


@pytest.mark.parametrize(("passed", "checked"), [(3, 4), (18, 20), (95, 100), (0, 3)])
def test_the_lower_bound_is_that_of_the_gauge(passed: int, checked: int) -> None:
    row = {
        "district_code": "310101",
        "subdistrict": "310101002",
        "as_of": slot(14),
        "task_type": "DISINFECT_PUBLIC",
        "checked_today": checked,
        "passed_today": passed,
    }
    sql = "select value from mart.gauge where gauge = 'pass_low_disinfect_public' and level = 'city'"
    told = marts(("disinfect_public",)).given({"tasks": [row]}).one(sql)["value"]
    assert (wilson(passed, checked) or (None, None))[0] == pytest.approx(told, abs=0.01)

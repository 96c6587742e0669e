"""Who is left after a deadline: by the clock, not by the slot; and only of what the target does not let stay."""

from datetime import timedelta
from typing import Any

import pandas as pd

from data_pipeline.core.clock import moment_at
from data_pipeline.outlook.decide import to_decide
from data_pipeline.outlook.leftover import LeftOver
from tests.outlook.test_verdict import CITY, PACK, at, day

GAUGES = pd.DataFrame({"gauge": [], "area_code": [], "level": [], "value": []})


def found(clock: float, **city: Any) -> LeftOver | None:
    """Of a day whose reports end at 20:00, at this clock, its line due at 21:00."""
    rows = day((*range(8, 21, 2),), left=400)
    rows["deadline_at"], rows["state"], rows["projected"], rows["usual"] = at(21), "will_miss", False, False
    for name, value in city.items():
        rows.loc[rows["area_code"] == CITY, name] = value
    matters = to_decide(PACK, moment_at(at(clock), PACK.operation), rows, GAUGES, None)
    assert all(isinstance(m, LeftOver) for m in matters)
    return next((m for m in matters if isinstance(m, LeftOver)), None)


def test_those_left_are_told_once_the_clock_has_passed_the_deadline_between_two_slots() -> None:
    assert found(20.9) is None
    told = found(21.1)
    assert told is not None
    assert (told.left, told.as_of, told.overdue) == (16 * 400, at(20), None)  # no report since: not known yet
    assert told.due == at(24) + timedelta(hours=8)


def test_what_the_target_lets_stay_is_neither_overdue_nor_due_next() -> None:
    told = found(21.1, to_do=1000.0, overdue=400.0, hours_left=-1.0)
    assert told is not None
    assert (told.left, told.overdue, told.due_next) == (6400, 400, 600)
    assert found(21.1, to_do=0.0, overdue=0.0, hours_left=-1.0) is None

"""A step that nobody takes is said one level up by itself, again after as long, and never above the city."""

from datetime import datetime, timedelta

import pytest

from data_pipeline.actions.owed import owed
from data_pipeline.declare.action import ActionLimits
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.steps import Action, Level, Step, StepName

NOON = datetime(2022, 4, 6, 12)
LIMITS = ActionLimits(take_up_min=15, answer_min=120, check_min=60)


def action(*names: StepName, level: Level = "subdistrict", promised: datetime | None = None) -> Action:
    """Each step at noon."""
    steps = tuple(Step(n, "desk", NOON, "desk", level, promised if n == "assign" else None) for n in names)
    return Action(Logged("decision", "Beds", "command", NOON, NOON, number=1), steps)


@pytest.mark.parametrize(
    ("names", "step", "after"),
    [
        ((), "assign", 15),
        (("assign",), "take_up", 15),
        (("assign", "take_up"), "done", 120),
        (("assign", "take_up", "done"), "close", 60),
        (("assign", "take_up", "done", "send_back"), "done", 120),
        (("assign", "take_up", "hand_on"), "take_up", 15),
    ],
)
def test_each_step_has_its_limit(names: tuple[StepName, ...], step: str, after: int) -> None:
    found = owed(action(*names), LIMITS, NOON)
    assert found is not None
    assert (found.step, found.by, found.overdue) == (step, NOON + timedelta(minutes=after), False)


def test_a_promised_hour_is_the_limit_where_there_is_one() -> None:
    found = owed(action("assign", "take_up", promised=NOON + timedelta(hours=9)), LIMITS, NOON)
    assert found is not None
    assert found.by == NOON + timedelta(hours=9)


@pytest.mark.parametrize(
    ("minutes", "level", "overdue"),
    [
        (15, "subdistrict", False),
        (16, "district", True),
        (29, "district", True),
        (30, "city", True),
        (999, "city", True),
    ],
)
def test_an_overdue_step_is_said_one_level_up_and_again_after_as_long(minutes: int, level: str, overdue: bool) -> None:
    found = owed(action("assign"), LIMITS, NOON + timedelta(minutes=minutes))
    assert found is not None
    assert (found.level, found.overdue) == (level, overdue)


@pytest.mark.parametrize("last", ["close", "drop"])
def test_nothing_is_owed_of_an_action_that_is_over(last: StepName) -> None:
    assert owed(action("assign", "done", last), LIMITS, NOON + timedelta(days=1)) is None

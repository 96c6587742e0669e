"""Which step of an action is owed next, by when, and at which level it is said once it is overdue.

All of it follows from the ledger's lines and the clock: nothing has to run for an overdue step to be said one level up,
and nothing can say it twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data_pipeline.declare.action import ActionLimits
from data_pipeline.store.log.steps import LEVELS, Action, Level, State, StepName


@dataclass(frozen=True)
class Owed:
    """`by`: local. `level`: where it is said now. `raised`: how many levels above the action's own that is."""

    step: StepName
    by: datetime
    level: Level
    raised: int
    overdue: bool


def owed(action: Action, limits: ActionLimits, now: datetime) -> Owed | None:
    """None of an action that is over."""
    found = _next(action, limits)
    if found is None:
        return None
    step, by, every = found
    own = LEVELS.index(action.level)
    raised = min(1 + (now - by) // every, len(LEVELS) - 1 - own) if now > by else 0
    return Owed(step, by, LEVELS[own + raised], raised, now > by)


def _next(action: Action, limits: ActionLimits) -> tuple[StepName, datetime, timedelta] | None:
    """(step, its hour, after how long more it is said one level higher)."""
    match action.state:
        case State.LOGGED:
            return "assign", action.since + limits.take_up, limits.take_up
        case State.ASSIGNED:
            return "take_up", action.since + limits.take_up, limits.take_up
        case State.TAKEN_UP:
            return "done", action.promised or action.since + limits.answer, limits.answer
        case State.DONE:
            return "close", action.since + limits.check, limits.check
    return None

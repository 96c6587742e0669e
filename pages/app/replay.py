"""The replay's controls: pause, speed, and jumps to a meeting of the day on the board."""

from datetime import datetime, time, timedelta

from data_pipeline.board.board import board
from data_pipeline.core.clock import Clock, last_shown


def replay(change: str, clock: Clock) -> Clock | None:
    """`replay=60`, `replay=0`, `jump=18:00`, `start=last`; None where the change is not the replay's.

    The text comes from a browser: what the controls do not offer is not done.
    """
    name, _, value = change.partition("=")
    operation = board().pack.operation
    if name == "replay" and value.isdecimal():
        return clock.paced(int(value[:6]))
    if name == "start" and (begins := last_shown(operation)):
        return clock.at(begins)
    if name == "jump" and value in operation.meetings:
        hour, minute = map(int, value.split(":"))
        day = datetime.combine(clock.moment(operation).ops_day, time.min)  # also when its clock has run past midnight
        return clock.at(day + timedelta(hours=hour, minutes=minute))
    return None

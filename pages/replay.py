"""The replay's controls: pause, speed, and jumps to a meeting of the day on the board."""

from datetime import datetime, timedelta

from data_pipeline.board import board
from data_pipeline.clock import Clock


def replay(change: str, clock: Clock) -> Clock | None:
    """`replay=60`, `replay=0`, `jump=18:00`, `start=2022-04-06T14:00`; None where the change is not the replay's."""
    name, _, value = change.partition("=")
    if name == "replay" and value.isdecimal():
        return clock.paced(int(value))
    if name == "start":
        return clock.at(datetime.fromisoformat(value))
    if name == "jump":
        return clock.at(_on_this_day(value, clock))
    return None


def _on_this_day(meeting: str, clock: Clock) -> datetime:
    """That hour of the operating day on the board, even when its clock has run past midnight."""
    hour, minute = map(int, meeting.split(":"))
    day = clock.moment(board().pack.operation).ops_day
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)

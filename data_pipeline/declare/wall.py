"""When a wall shows a view among the others: by what it speaks of, and by the report time."""

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from data_pipeline.declare.model import Declared

ViewName = Literal[
    "tiles", "decide", "actions", "alerts", "matrix", "burndown", "humane", "map", "funnel", "runway", "cover", "needs",
    "district", "changes", "health",
]  # fmt: skip
StateName = Literal["on_track", "at_risk", "will_miss", "unknown"]


class ViewRule(Declared):
    """`states`: only while something that the view judges is in one of them. `since`, `until`: only from this report
    time and up to that one, in hours of the day."""

    view: ViewName
    states: tuple[StateName, ...] = ()
    since: float = Field(default=0, ge=0, le=24)
    until: float = Field(default=24, ge=0, le=24)

    def lets(self, states: Collection[str], hour: float) -> bool:
        """`hour`: of the day's newest report time, 24 at its end."""
        return self.since <= hour <= self.until and (not self.states or not {*self.states}.isdisjoint(states))

"""Which edges raise an alert, where it eases, how long it holds, and how often a channel may ring."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from data_pipeline.declare.model import Declared


class EdgeAlert(Declared):
    """Of one indicator. `edge`: which of its target's. `eases_percent`: by how much of that edge it must be better
    again. `reports`: report times running, where not as many as for all alerts. `level`: judged of the city, or of each
    district."""

    gauge: str
    edge: Literal["amber", "red"] = "red"
    eases_percent: float = Field(default=0, ge=0, le=100)
    reports: PositiveInt | None = None
    level: Literal["city", "district"] = "city"


class AlertRules(Declared):
    """`reports`: report times running beyond an edge before an alert is raised, and within it before it eases.
    `hold_min`: it stands for at least so long. `every_min`: to one channel at most one message in so many minutes."""

    reports: PositiveInt = 2
    hold_min: NonNegativeInt = 60
    every_min: PositiveInt = 10
    edge: tuple[EdgeAlert, ...] = ()

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=self.hold_min)

    @property
    def every(self) -> timedelta:
        return timedelta(minutes=self.every_min)

    @property
    def gauges(self) -> list[str]:
        return sorted({e.gauge for e in self.edge})

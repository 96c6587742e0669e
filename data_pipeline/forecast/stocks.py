"""Balance of one category between areas: what those above their target could give to those below it.

Who gives keeps its own target in days of cover; a suggestion, never an order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_pipeline.forecast.moves import distances
from data_pipeline.forecast.rebalance import Problem, rebalance

Place = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True)
class Stock:
    held: float  # tonnes
    need: float  # tonnes a day

    def days(self, more: float = 0.0) -> float:
        return (self.held + more) / self.need


@dataclass(frozen=True)
class StockMove:
    """Days of cover before the moves of this plan and after all of them."""

    source: str
    target: str
    tonnes: int
    km: float
    source_days: tuple[float, float]
    target_days: tuple[float, float]


@dataclass(frozen=True)
class StockPlan:
    resource: str
    target_days: float
    below: int  # areas below the target now
    moves: tuple[StockMove, ...]
    missing: Mapping[str, int]  # by area, tonnes that no move brings

    @property
    def moved(self) -> int:
        return sum(m.tonnes for m in self.moves)


def stock_plan(
    resource: str, stocks: Mapping[str, Stock], target_days: float, places: Mapping[str, Place]
) -> StockPlan | None:
    """`stocks`: area -> stock. None where no area lacks anything, or where areas cannot be placed."""
    areas = tuple(a for a, s in stocks.items() if s.need > 0 and a in places)
    if not areas:
        return None
    over = np.array([stocks[a].held - target_days * stocks[a].need for a in areas])
    need = np.ceil(np.where(over < -1e-9, -over, 0.0))
    if not need.any():
        return None
    lon, lat = (np.array([places[a][i] for a in areas]) for i in (0, 1))
    problem = Problem(resource, areas, np.floor(over.clip(0)), need, distances(lon, lat))
    plan = rebalance(problem)
    net = plan.net()
    days = {a: (stocks[a].days(), stocks[a].days(net.get(a, 0))) for a in areas}
    moves = tuple(
        StockMove(m.source, m.target, m.amount, m.distance, days[m.source], days[m.target]) for m in plan.moves
    )
    return StockPlan(resource, target_days, int((need > 0).sum()), moves, dict(plan.missing or {}))

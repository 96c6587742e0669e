"""What would change it: rates, vehicles, arrivals and places, against the line as it is. Same draws on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from data_pipeline.forecast import summary
from data_pipeline.forecast.case import Case
from data_pipeline.forecast.method import USUAL, Method
from data_pipeline.forecast.prepare import Prepared
from data_pipeline.forecast.simulate import simulate
from data_pipeline.forecast.types import City, Projection


@dataclass(frozen=True)
class Places:
    """Beds or rooms that arrivals need, for all areas together: free now, and opening so many hours from as_of."""

    free: float
    openings: tuple[tuple[float, float], ...] = ()  # (hours from as_of, places)
    discharged_per_h: float = 0.0

    def upto(self, edges: np.ndarray) -> np.ndarray:
        """(J,) places that will have been free by the end of each step."""
        opened = sum((np.where(edges[1:] >= h, n, 0.0) for h, n in self.openings), np.zeros(len(edges) - 1))
        return self.free + opened + self.discharged_per_h * edges[1:]


@dataclass(frozen=True)
class Change:
    """From `after_h` hours on. `plus`: items an hour more (or fewer) by area; `areas` None: the factor is for all."""

    times: float = 1.0
    areas: tuple[str, ...] | None = None
    plus: Mapping[str, float] | None = None
    arrivals: float = 1.0
    after_h: float = 0.0
    places: Places | None = None


@dataclass(frozen=True)
class Comparison:
    """The line as it is, and with the change."""

    before: City
    after: City
    areas_before: tuple[Projection, ...]
    areas_after: tuple[Projection, ...]

    @property
    def helps(self) -> bool:
        """Less risk of missing the deadline, or an earlier finish at any level, and no more risk."""
        a, b = self.before, self.after
        if a.p_miss is None or b.p_miss is None or b.p_miss > a.p_miss:
            return False
        return b.p_miss < a.p_miss or sum(b.left) < sum(a.left) or any(map(np.less, b.finish, a.finish))


def vehicles(number: float, per_trip: float, trips_per_h: float) -> float:
    """Items an hour that so many more vehicles carry."""
    return number * per_trip * trips_per_h


def compare(ready: Prepared, change: Change, *, now: Change | None = None, method: Method = USUAL) -> Comparison:
    """`now`: what holds on both sides, such as today's places; the change replaces it."""
    sides = []
    for each in (now or Change(), change):
        side = replace(ready, case=apply(ready.case, each))
        ways = simulate(side.case)
        parts = summary.areas(side, ways, method.level)
        sides.append((summary.city(side, ways, parts, method.whole), tuple(parts)))
    (before, areas_before), (after, areas_after) = sides
    return Comparison(before, after, areas_before, areas_after)


def apply(case: Case, change: Change) -> Case:
    """The case with the change in it."""
    share = _share_after(case.edges, change.after_h)
    chosen = np.array([change.areas is None or a in change.areas for a in case.areas])
    factor = 1 + np.where(chosen, change.times - 1, 0.0)[:, None] * share
    more = np.array([(change.plus or {}).get(a, 0.0) for a in case.areas])
    return replace(
        case,
        pace=case.pace * factor,
        arrive=case.arrive * (1 + (change.arrivals - 1) * share),
        extra=more[:, None] * share * case.steps if more.any() else case.extra,
        ceiling=change.places.upto(case.edges) if change.places else case.ceiling,
    )


def _share_after(edges: np.ndarray, hours: float) -> np.ndarray:
    """(J,) share of each step that lies after `hours`."""
    return np.clip((edges[1:] - hours) / np.diff(edges), 0, 1)

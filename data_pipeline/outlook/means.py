"""What binds a line of work: the means that its pack declares for it, and the stage before it that holds it up."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_pipeline.declare import Gauge, Line, Pack
from data_pipeline.outlook.why import serial


@dataclass(frozen=True)
class Means:
    """Units of one resource by area, in the order asked, and the items an hour that one of them does there (M17: people
    per trip × trips per vehicle-hour, which is the present pace over the units)."""

    gauge: Gauge
    held: np.ndarray
    each: np.ndarray


@dataclass(frozen=True)
class Ready:
    """What stands ready in an area to be done at once (beds handed over, not open), and how much of it lacks staff."""

    gauge: Gauge
    units: float
    lacking: float


class Readings:
    """The newest value of every gauge and area. `rows` of page/gauges."""

    def __init__(self, pack: Pack, rows: pd.DataFrame) -> None:
        self.pack = pack
        self.values: Mapping[tuple[str, str], float] = {
            (g, a): float(v) for g, a, v in zip(rows["gauge"], rows["area_code"], rows["value"], strict=True) if v == v
        }

    def means(self, line: str, areas: tuple[str, ...], pace: np.ndarray) -> Means | None:
        gauge = next((g for g in self.pack.gauges.values() if g.speeds == line), None)
        if gauge is None:
            return None
        held = np.array([self.values.get((gauge.id, a), 0.0) for a in areas])
        each = np.divide(pace, held, out=np.zeros(len(areas)), where=held > 0)
        return Means(gauge, held, each) if held.sum() and each.any() else None

    def ready(self, line: str, area: str) -> Ready | None:
        gauge, lacks = (
            next((g for g in self.pack.gauges.values() if getattr(g, n) == line), None) for n in ("ready", "lacks")
        )
        units = self.values.get((gauge.id, area), 0.0) if gauge else 0.0
        if gauge is None or units < 1:
            return None
        return Ready(gauge, units, min(units, self.values.get((lacks.id, area), 0.0) if lacks else 0.0))

    def admitted(self, line: str, open_: float) -> bool:
        """Whether there are places for all that are open; so where none are declared."""
        city = self.pack.operation.city_code
        places = [self.values.get((g.id, city), 0.0) for g in self.pack.gauges.values() if g.admits == line]
        return not places or sum(places) >= open_


def stage(pack: Pack, line: Line, rows: pd.DataFrame, area: str) -> Line | None:
    """The stage with most hours of work there, of those that the line's work goes through up to its own; None where it
    has no stages. `rows`: newest of page/day."""
    of_area = pd.DataFrame(rows.loc[rows["area_code"] == area, ["line", "open", "rate_done"]])
    names, figures = of_area["line"], of_area[["open", "rate_done"]].to_numpy(float)
    here = {str(name): (float(o), float(rate)) for name, (o, rate) in zip(names, figures, strict=True)}
    staged = [x for x in serial(pack, line) if x.id in here]
    if line.id not in here or not staged:
        return None
    left = here[line.id][0]  # its own stage is the one that has its ledger
    own = next((i for i, x in enumerate(staged) if x.unit == line.unit and here[x.id][0] == left), None)
    stages = [] if own is None else staged[: own + 1]
    return max(stages, key=lambda x: _hours(*here[x.id]), default=None)


def _hours(open_: float, rate: float) -> float:
    if not open_:
        return 0.0
    return open_ / rate if rate > 0 else float("inf")

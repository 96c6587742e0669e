"""Suggested moves of a resource between districts, tried on the forecast of the line that it speeds up."""

import numpy as np
import pandas as pd

from data_pipeline.declare import Gauge, Pack
from data_pipeline.forecast.moves import Suggestion, distances, spare_and_need, suggest
from data_pipeline.forecast.rebalance import Problem
from data_pipeline.outlook.service import Outlook

GIVES = 0.3  # of what a district has, the most it may be asked for: the rest is its reserve
FAR_KM = 60.0  # no unit is asked to go further


def resource(pack: Pack, line: str) -> Gauge | None:
    """The gauge whose units may be moved to speed up this line."""
    return next((g for g in pack.gauges.values() if g.speeds == line), None)


def suggestion(said: Outlook, pack: Pack, line: str, gauges: pd.DataFrame) -> Suggestion | None:
    """`gauges`: rows of page/gauges. None where nothing movable is declared or told, or no forecast stands."""
    gauge, whole = resource(pack, line), said.past.rules.whole
    if gauge is None or said.of(line, whole) is None:
        return None
    ready = said.now.cases[line]
    areas = ready.case.areas
    held = _held(gauges, gauge.id, areas)
    pace = np.median(ready.recent.rate_done, axis=1).sum()
    if not held.sum() or not pace:
        return None
    per_unit = float(pace / held.sum())
    parts = [said.now.areas[line, a] for a in areas]
    spare, need = spare_and_need(ready, parts, per_unit, np.floor(held * GIVES))
    far = distances(*(np.array([getattr(pack.area[a], n) or 0.0 for a in areas]) for n in ("lon", "lat")))
    problem = Problem(gauge.id, areas, spare, need, far, scope=far <= FAR_KM)
    return suggest(problem, ready, per_unit, whole)


def _held(gauges: pd.DataFrame, gauge: str, areas: tuple[str, ...]) -> np.ndarray:
    told = gauges[gauges["gauge"] == gauge].set_index("area_code")["value"]
    return np.nan_to_num(told.reindex(list(areas)).to_numpy(float))

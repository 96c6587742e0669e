"""A scene of given rows, for tests of charts: what stands in the chart must be what was given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from pages.components.panel import Drawn
from pages.model.scene import Scene
from tests.support import fake, samples

PACK = samples.pack()
CITY = PACK.operation.city_code
AT = datetime(2022, 4, 6, 14)
TIMES = ("as_of", "deadline_at", "received_at", "finish_at")


def ledger(line: str, area: str, due: int, done: int, hour: int = 14, **more: Any) -> dict[str, Any]:
    """One row of `page/day`: 10 an hour are done, 20 needed, unless `more` says otherwise."""
    rng = np.random.default_rng(1)
    level = "city" if area == CITY else "district"
    row = fake._row(PACK.lines[line], 0, 0, level, area, hour, max(due, 1), done, 24.0, rng)
    row |= {"due": due, "open": due - done, "rate": done / due if due else float("nan"), "is_latest": hour == 14}
    return row | {"rate_done": 10.0, "rate_needed": 20.0, "pace_ratio": 2.0} | more


def gauge(id: str, area: str, value: float | None, **more: Any) -> dict[str, Any]:
    """One row of `page/gauges`, held to nothing unless `more` says so."""
    row = {"gauge": id, "level": "city" if area == CITY else "district", "area_code": area, "as_of": AT, "value": value}
    nothing = dict.fromkeys(("numer", "denom", "target", "amber", "red"), float("nan"))
    return row | nothing | {"direction": "none"} | more


def scene(
    rows: Sequence[Mapping[str, Any]] = (),
    gauges: Sequence[Mapping[str, Any]] = (),
    asked: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    lang: str = "zh",
    area: str | None = None,
) -> Scene:
    """`asked`: the rows of further queries, by name."""
    frame = pd.DataFrame(list(rows), columns=fake.COLUMNS).astype(dict.fromkeys(TIMES, "datetime64[us]"))
    named = {name: pd.DataFrame(list(found)) for name, found in (asked or {}).items()}
    readings = Readings.of(pd.DataFrame(list(gauges), columns=list(gauge("", CITY, None))), PACK)
    day = Day.of(frame, PACK, fake.DAY, AT)
    fresh = fake.freshness_rows(PACK)
    return Scene(day, lang, "light", readings, fresh, None, area, lambda name, **_: named[name])


def line(id: str) -> Line:
    return PACK.lines[id]


def trace(drawn: Drawn, number: int = 0) -> dict[str, Any]:
    figure = next(iter(drawn.charts.values()))
    return figure["data"][number]


def notes(drawn: Drawn) -> list[str]:
    return [n["text"] for n in next(iter(drawn.charts.values()))["layout"].get("annotations", [])]


def page(day: Day, freshness: pd.DataFrame, lang: str = "zh", theme: str = "light", **chosen: Any) -> Scene:
    """Without gauges; `chosen`: what else a Scene has."""
    readings = Readings.of(pd.DataFrame(columns=list(gauge("", CITY, None))), day.pack)
    return Scene(day, lang, theme, readings, freshness, **chosen)

"""The one entry: the ledger and a moment in, a projection for every line and area out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from data_pipeline.forecast import draws, summary
from data_pipeline.forecast.method import USUAL, Method
from data_pipeline.forecast.prepare import Prepared, prepare
from data_pipeline.forecast.simulate import simulate
from data_pipeline.forecast.types import City, Projection


@dataclass(frozen=True)
class Forecast:
    """`areas`: by (line, area_code). `city`: by line, or by the worst-of line the part that speaks. `cases`: what
    companions, what-ifs and sensitivity start from."""

    as_of: datetime
    areas: dict[tuple[str, str], Projection]
    city: dict[str, City]
    cases: dict[str, Prepared]

    def __iter__(self) -> Iterator[Projection]:
        yield from self.city.values()
        yield from self.areas.values()

    def of_line(self, line: str) -> list[Projection]:
        return [p for (name, _), p in self.areas.items() if name == line]


def project(
    ledger: pd.DataFrame, as_of: datetime, method: Method = USUAL, *, graced: bool = False, seed: int = draws.SEED
) -> Forecast:
    """Project every line of `ledger` in every area of the method's level, and its whole as their joint maximum.

    For the subdistricts of one district pass its rows, and a method of its own: level="subdistrict", whole=its code,
    whole_level="district". `graced`: as for prepare(). Same ledger, moment and seed: same answer.
    """
    own = pd.DataFrame(ledger[~ledger["line"].isin(list(method.worst_of))])
    ready = prepare(own, as_of, method, graced=graced)
    areas: dict[tuple[str, str], Projection] = {}
    city: dict[str, City] = {}
    for line, case in ready.items():
        ways = simulate(case.case, seed)
        parts = summary.areas(case, ways, method.level)
        areas |= {(line, p.area_code): p for p in parts}
        city[line] = summary.city(case, ways, parts, method.whole, method.whole_level)
    return speak(Forecast(as_of, areas, city, ready), method.worst_of)


def speak(of: Forecast, worst_of: Mapping[str, tuple[str, ...]]) -> Forecast:
    """With the lines that have no ledger of their own, each spoken for by the worst of its parts."""
    areas, city = dict(of.areas), dict(of.city)
    for line, names in worst_of.items():
        _speak(line, [n for n in names if n in of.cases], areas, city)
    return replace(of, areas=areas, city=city)


def _speak(line: str, names: list[str], areas: dict[tuple[str, str], Projection], city: dict[str, City]) -> None:
    if not names:
        return
    for code in dict.fromkeys(code for name, code in areas if name in names):
        areas[line, code] = summary.worst(line, [areas[n, code] for n in names if (n, code) in areas])
    city[line] = summary.worst(line, [city[n] for n in names])

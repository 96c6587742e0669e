"""The gauges of a moment as the pages draw them: the rows of the query `page/gauges`, each with its state."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data_pipeline.declare import Gauge, Pack
from data_pipeline.status import Status, level_of
from data_pipeline.words import say
from pages.parts.day import Row, records
from pages.parts.numbers import UNKNOWN, count, known

NO_STATE = ""  # a figure given for what it is, held to nothing
WHOLE = {"person", "bed_or_room", "vehicle", "issue", "site", "tube", "worker"}  # counted, never in parts
_NEED = {"": 4} | {s.name.lower(): s.value for s in Status}


@dataclass(frozen=True)
class Readings:
    frame: pd.DataFrame  # one row per gauge and area: its latest value
    pack: Pack

    @staticmethod
    def of(rows: pd.DataFrame, pack: Pack) -> "Readings":
        states = [(s.name.lower() if (s := level_of(row)) else NO_STATE) for row in records(rows)]
        return Readings(rows.assign(state=pd.Series(states, index=rows.index, dtype=object)), pack)

    @cached_property
    def latest(self) -> dict[tuple[str, str], Row]:
        """(gauge, area) → its row."""
        return {(str(r["gauge"]), str(r["area_code"])): r for r in records(self.frame)}

    def at(self, gauge: str, area: str | None = None) -> Row | None:
        return self.latest.get((gauge, area or self.pack.operation.city_code))

    def value(self, gauge: str, area: str | None = None) -> float | None:
        row = self.at(gauge, area)
        return float(row["value"]) if row and known(row["value"]) else None

    def of_page(self, page: str, *sql: str) -> list[Gauge]:
        """Gauges of one page; only those of these SQL files where any are named."""
        return [x for x in self.pack.gauges.values() if x.page == page and (not sql or x.sql in sql)]

    def districts_by_need(self, gauge: Gauge) -> list[tuple[str, Row]]:
        """(code, row) of the districts that have it, the most in need first."""
        rows = [(a.code, r) for a in self.pack.districts if (r := self.at(gauge.id, a.code)) and known(r["value"])]
        sign = 1 if gauge.higher_is_better else -1
        return sorted(rows, key=lambda x: (_NEED[str(x[1]["state"])], sign * float(x[1]["value"])))

    def in_need(self, gauges: Iterable[Gauge]) -> list[Gauge]:
        """Those that stand beyond an edge at city level, the worst first."""
        found = [(x, r) for x in gauges if (r := self.at(x.id)) and r["state"] in ("will_miss", "tight")]
        return [x for x, r in sorted(found, key=lambda f: _NEED[str(f[1]["state"])])]


def figure(value: float | None, unit: str, lang: str) -> str:
    """A gauge's value as people read it, without its unit."""
    if value is None or not known(value):
        return UNKNOWN
    if unit in WHOLE or abs(value) >= 1000:
        return count(round(value), lang)
    return f"{value:,.{2 if abs(value) < 10 and unit in ('ratio', 'day') else 1 if abs(value) < 100 else 0}f}"


def with_unit(value: float | None, gauge: Gauge, pack: Pack, lang: str) -> str:
    return say(lang, "gauge.value", figure=figure(value, gauge.unit, lang), unit=pack.term("unit", gauge.unit, lang))

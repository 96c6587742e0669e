"""The gauges of a moment as the pages draw them: the rows of the query `page/gauges`, each with its state."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data_pipeline.core.records import records
from data_pipeline.core.status import Status, level_of
from data_pipeline.declare import Gauge, Pack
from data_pipeline.query.rows import GaugesRow
from data_pipeline.words import say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import BLANK, count, known, percent

NO_STATE = ""  # a figure given for what it is, held to nothing
PERCENT = "percent"
SIGNS = {"up": "≥", "down": "≤"}
SHORT_UNIT = 2  # characters: %, h, 人, 小时
WHOLE = {
    "person",
    "bed_or_room",
    "vehicle",
    "issue",
    "site",
    "tube",
    "worker",
    "slot",
    "item",
    "parcel",
    "dose",
    "household",
    "bed",
    "vote",
}  # counted, never in parts
# Of any other unit, which an operation names itself, whole figures are counts.
MEASURED = {
    "percent", "percentage_point", "ratio", "h", "work_hour", "day", "t", "t_per_day", "t_or_household",
    "person_per_point", "person_per_trip", "person_per_tube", "person_per_worker",
}  # fmt: skip
FINER = 4  # decimals more than usual that a figure may take to stay on its side of an edge
_NEED = {"": 4} | {s.name.lower(): s.value for s in Status}


class GaugeRow(GaugesRow):
    """A row of page/gauges with its state; "" where it has none."""

    state: str


@dataclass(frozen=True)
class Readings:
    frame: pd.DataFrame  # one row per gauge and area: its latest value
    pack: Pack

    @staticmethod
    def of(rows: pd.DataFrame, pack: Pack) -> "Readings":
        states = [(s.name.lower() if (s := level_of(row)) else NO_STATE) for row in records(rows, GaugesRow)]
        return Readings(rows.assign(state=pd.Series(states, index=rows.index, dtype=object)), pack)

    @cached_property
    def latest(self) -> dict[tuple[str, str], GaugeRow]:
        """(gauge, area) → its row."""
        return {(str(r["gauge"]), str(r["area_code"])): r for r in records(self.frame, GaugeRow)}

    def at(self, gauge: str, area: str | None = None) -> GaugeRow | None:
        return self.latest.get((gauge, area or self.pack.operation.city_code))

    def value(self, gauge: str, area: str | None = None) -> float | None:
        row = self.at(gauge, area)
        return float(row["value"]) if row and known(row["value"]) else None

    def of_page(self, page: str, *sql: str) -> list[Gauge]:
        """Gauges of one page; only those of these SQL files, or these themselves, where any are named."""
        of = (x for x in self.pack.gauges.values() if x.page == page)
        return [x for x in of if not sql or x.sql in sql or x.id in sql]

    def districts_by_need(self, gauge: Gauge) -> list[tuple[str, GaugeRow]]:
        """(code, row) of the districts that have it, the most in need first."""
        rows = [(a.code, r) for a in self.pack.districts if (r := self.at(gauge.id, a.code)) and known(r["value"])]
        sign = 1 if gauge.higher_is_better else -1
        return sorted(rows, key=lambda x: (_NEED[str(x[1]["state"])], sign * float(x[1]["value"])))

    def in_need(self, gauges: Iterable[Gauge]) -> list[Gauge]:
        """Those that stand beyond an edge at city level, the worst first."""
        found = [(x, r) for x in gauges if (r := self.at(x.id)) and r["state"] in ("will_miss", "at_risk")]
        return [x for x, r in sorted(found, key=lambda f: _NEED[str(f[1]["state"])])]


def figure(value: float | None, unit: str, lang: str, places: int | None = None) -> str:
    """A gauge's value as people read it, without its unit. `places`: decimals, those of the whole row."""
    if value is None or not known(value):
        return BLANK
    if places is None:
        places = decimals([value], unit)
    if not places:
        return count(round(value), lang)
    if unit == PERCENT:
        return _percent(value, places)
    return f"{value:,.{places}f}"


def decimals(values: Iterable[float | None], unit: str) -> int:
    """As many for all figures of a row as its largest needs."""
    sizes = [abs(v) for v in values if v is not None and known(v)]
    top = max(sizes, default=0)
    if unit in WHOLE or top >= 1000 or (_counts(unit) and all(float(v).is_integer() for v in sizes)):
        return 0
    return 2 if top < 10 and unit in ("ratio", "day") else 1


def _counts(unit: str) -> bool:
    """Neither measured nor so many of one to another (`room_per_10000`): it may be an operation's own count."""
    return unit not in MEASURED and "per_" not in unit


def in_row(values: Sequence[float | None], unit: str, lang: str, rows: Sequence[GaugeRow | None] = ()) -> list[str]:
    """Figures read together, with even decimals. `rows`: of the gauge, where the figures stand beside their states."""
    places = decimals(values, unit)
    if not rows:
        return [figure(v, unit, lang, places) for v in values]
    return [shown(r, unit, lang, places) for r in rows]


def shown(row: GaugeRow | None, unit: str, lang: str, places: int | None = None) -> str:
    """The value of a row of page/gauges so that the figure told says of itself what the state beside it says: near an
    edge it is rounded to its own side of it, with more decimals where need be."""
    if row is None or not known(row["value"]):
        return BLANK
    value, state = float(row["value"]), level_of(row)
    first = decimals([value], unit) if places is None else places
    for n in range(first, first + FINER):
        for side in (lambda x: x, math.floor, math.ceil):
            text = figure(side(value * 10**n) / 10**n, unit, lang, n)
            if level_of(row, read(text, lang)) is state:
                return text
    return f"{value:,.10g}"


def read(text: str, lang: str) -> float:
    """A figure as its reader understands it: 2.57m is 2,570,000."""
    for m in language(lang).counts:
        sign = say(lang, m.word, figure="")
        if text.endswith(sign):
            return float(text.removesuffix(sign).replace(",", "")) * m.size
    return float(text.replace(",", ""))


def edge_of(row: GaugeRow) -> float | None:
    """What the reading must keep to be on track: the edge that judges it, its target where it has none other."""
    edge = row["target"] if not known(row["amber"]) else row["amber"]
    return float(edge) if known(edge) else None


def _percent(value: float, places: int) -> str:
    """100 is 100; what is short of it is never rounded up to it."""
    text = f"{value:,.{places}f}"
    if float(text.replace(",", "")) != 100:
        return text
    return "100" if value >= 100 else percent(value / 100, places)


def target(gauge: Gauge, row: GaugeRow | None, pack: Pack, lang: str) -> str:
    """What it is judged by: ≥ 60 · ≤ 85% · ≥ 48小时; a unit too long for it stands with the name alone."""
    edge = None if row is None else edge_of(row)
    if row is None or edge is None or row["direction"] not in SIGNS:
        return ""
    word = pack.unit(gauge.unit, lang)
    counted = word if len(word) <= SHORT_UNIT else ""
    return say(lang, "gauge.target", sign=SIGNS[str(row["direction"])], figure=f"{edge:,.10g}", unit=counted).strip()


def with_unit(row: GaugeRow, gauge: Gauge, pack: Pack, lang: str) -> str:
    return say(lang, "gauge.value", figure=shown(row, gauge.unit, lang), unit=pack.unit(gauge.unit, lang))

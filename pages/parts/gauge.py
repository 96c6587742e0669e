"""A gauge as a card: its value, a bullet bar with a tick where the target stands, its status, its worst district."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from data_pipeline.declare import Gauge, Pack
from data_pipeline.words import say
from pages.parts.day import NO_DATA, Row, records
from pages.parts.marks import GLYPHS, mark
from pages.parts.numbers import count, known

BAR_END = 2.0  # a bar ends at this multiple of its target, so that the tick stands in its middle
ONE_DECIMAL_BELOW = 1000


@dataclass(frozen=True)
class Reading:
    gauge: Gauge
    area: str
    value: float
    target: float | None
    amber: float | None
    red: float | None

    @property
    def state(self) -> str | None:
        """The edges count as the better side; None where none is declared."""
        if not known(self.value):
            return NO_DATA
        if not known(self.amber) and not known(self.red):
            return None
        if self._beyond(self.red):
            return "will_miss"
        return "tight" if self._beyond(self.amber) else "on_course"

    def _beyond(self, edge: float | None) -> bool:
        if edge is None or not known(edge):
            return False
        return self.value < edge if self.gauge.higher_is_better else self.value > edge

    @property
    def sort(self) -> tuple[int, float]:
        """The neediest first: state, then the share of the target reached."""
        order = ("will_miss", "tight", NO_DATA, "on_course", None).index(self.state)
        share = self.value / self.target if self.target else self.value
        return order, share if self.gauge.higher_is_better else -share


Readings = Mapping[tuple[str, str], Reading]  # by gauge and area


def readings(rows: pd.DataFrame, pack: Pack) -> Readings:
    """`rows` of page/gauges."""
    return {
        (str(r["gauge"]), str(r["area_code"])): _reading(r, pack) for r in records(rows) if r["gauge"] in pack.gauges
    }


def _reading(row: Row, pack: Pack) -> Reading:
    value, target, amber, red = (_number(row[c]) for c in ("value", "target", "amber", "red"))
    return Reading(pack.gauges[str(row["gauge"])], str(row["area_code"]), value, target, amber, red)


def _number(value: object) -> float:
    return float(value) if known(value) else float("nan")  # type: ignore[arg-type]


def lowest(all_of: Readings, gauge: str, pack: Pack) -> Reading | None:
    """The district most in need."""
    found = [r for a in pack.districts if (r := all_of.get((gauge, a.code))) and known(r.value)]
    return min(found, key=lambda r: r.sort, default=None)


def worst_district(reading: Reading, area: str, lang: str) -> str:
    glyph = f"{GLYPHS[reading.state]} " if reading.state else ""
    return glyph + say(lang, "gauge.least", area=area, value=amount(reading.value, lang))


def card(
    key: str, name: str, reading: Reading | None, pack: Pack, lang: str, *, note: str = "", judged: bool = True
) -> str:
    """`note`: what stands at the right of the figure; blank, its target. `judged`: no status before the day is over."""
    state = (reading.state if judged else None) if reading else NO_DATA
    feed = reading.gauge.feed if reading else ""
    shown = mark(state, lang) if state else ""
    if reading is None:
        figure, note = "—", say(lang, "gauge.missing")
    else:
        figure = f"{amount(reading.value, lang)}<small>{escape(unit_of(reading.gauge, pack, lang))}</small>"
        note = note or aim(reading, lang)
    bar = _bar(reading) if reading else ""
    figures = f'<span class="figure" data-fig>{figure}</span><span class="note" data-fig>{escape(note)}</span>'
    return (
        f'<div class="gauge {state or "plain"}" data-key="{escape(key)}" data-feed="{feed}"><span class="top">'
        f'<span class="name">{escape(name)}</span>{shown}</span><span class="mid">'
        f"{figures}</span>{bar}</div>"
    )


def aim(reading: Reading, lang: str) -> str:
    edge = reading.target if known(reading.target) else reading.amber
    if edge is None or not known(edge):
        return ""
    return say(lang, f"gauge.aim_{'up' if reading.gauge.higher_is_better else 'down'}", target=amount(edge, lang))


def unit_of(gauge: Gauge, pack: Pack, lang: str) -> str:
    word = pack.term("unit", gauge.unit, lang)
    if gauge.unit == "percent":
        return word
    return word.split("（")[0] if lang == "zh" else f" {word.split(' or ')[0]}"


def amount(value: float, lang: str) -> str:
    """One decimal for small figures that have one, as people read them."""
    if known(value) and abs(value) < ONE_DECIMAL_BELOW and not float(value).is_integer():
        return f"{value:,.1f}"
    return count(value, lang)


def _bar(reading: Reading) -> str:
    """Nothing where the target is nothing: a bar against zero says less than the figure."""
    edge = reading.target if known(reading.target) else reading.amber
    if not edge or not known(edge) or not known(reading.value):
        return ""
    share = min(max(reading.value / (edge * BAR_END), 0), 1)
    return f'<span class="bar"><i style="width:{share * 100:.1f}%"></i><b style="left:{100 / BAR_END:.0f}%"></b></span>'

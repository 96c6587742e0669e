"""A gauge as a card: its value, a bullet bar with a tick where the target stands, its status."""

from dataclasses import dataclass

from data_pipeline.declare import Gauge, Pack
from data_pipeline.outlook.day import UNKNOWN
from data_pipeline.outlook.readings import NO_STATE, PERCENT, GaugeRow, edge_of, shown, target
from data_pipeline.sentences.states import GLYPHS
from data_pipeline.words import Unit, say, unit_word
from data_pipeline.words.numbers import known
from pages.components.html import Markup, html
from pages.components.marks import level_mark

BAR_END = 2.0  # a bar ends at this multiple of its target, so that the tick stands in its middle


@dataclass(frozen=True)
class Card:
    """`row` of page/gauges with its state. `note`: what stands at the right of the figure; blank, the target. `judged`
    False: a share of a day that is not over, given for what it is."""

    name: str
    gauge: Gauge
    row: GaugeRow | None
    note: str = ""
    judged: bool = True


def card(of: Card, pack: Pack, lang: str) -> Markup:
    gauge, row, note = of.gauge, of.row, of.note
    state = state_of(row) if of.judged else NO_STATE
    value = html("{}<small>{}</small>", shown(row, gauge.unit, lang), unit(gauge, pack, lang)) if row else "—"
    beside = note or target(gauge, row, pack, lang) if row else say(lang, "gauge.missing")
    figures = html('<span class="figure" data-fig>{}</span><span class="note" data-fig>{}</span>', value, beside)
    return html(
        '<div class="gauge {state}" data-key="{id}" data-feed="{feed}"><span class="top">'
        '<span class="name">{name}</span>{level_mark}</span><span class="mid">{figures}</span>{bar}'
        "</div>",
        state=state or "plain",
        id=gauge.id,
        feed=gauge.feed,
        name=of.name,
        level_mark=level_mark(state, lang) if state else "",
        figures=figures,
        bar=_bar(row) if row else "",
    )


def state_of(row: GaugeRow | None) -> str:
    return str(row["state"]) if row else UNKNOWN


def worst_district(gauge: Gauge, row: GaugeRow, area: str, lang: str) -> str:
    """■ 最低 松江 0.7: the district most in need, its state as a shape."""
    return f"{GLYPHS.get(state_of(row), '')} {least(gauge, row, area, lang)}".strip()


def least(gauge: Gauge, row: GaugeRow, area: str, lang: str) -> str:
    return say(lang, "gauge.least", area=area, value=shown(row, gauge.unit, lang))


def unit(gauge: Gauge, pack: Pack, lang: str) -> Unit:
    word = pack.unit(gauge.unit, lang)
    return word if gauge.unit == PERCENT else unit_word(lang, word)


def _bar(row: GaugeRow) -> Markup:
    """Nothing where the target is nothing: a bar against zero says less than the figure."""
    edge = edge_of(row)
    if not edge or not known(row["value"]):
        return Markup()
    share = min(max(float(row["value"]) / (edge * BAR_END), 0), 1)
    return html(
        '<span class="bar"><i style="width:{}%"></i><b style="inset-inline-start:{}%"></b></span>',
        f"{share * 100:.1f}",
        f"{100 / BAR_END:.0f}",
    )

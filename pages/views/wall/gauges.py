"""Views of gauges: how long the beds last, how long the goods last, needs and blockages."""

from collections.abc import Sequence
from dataclasses import replace

from data_pipeline.declare import Gauge
from data_pipeline.outlook.readings import GaugeRow, shown
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import level_word
from data_pipeline.words import catalogue, listed, say
from data_pipeline.words.numbers import known
from pages.components.gauge import Card, card, state_of, unit, worst_district
from pages.components.html import Markup, html, joined
from pages.views.wall.room import parts
from pages.views.wall.seen import Judged, Seen, View

CARD = (17.5, 3.2)  # em
RUNWAY = ("runway_beds", "runway_beds_opening", "runway_rooms", "runway_rooms_opening")
FREE = ("free_hospital", "free_fangcang", "free_quarantine", "team_in_place")
NEEDS = (
    "issue_p1_oldest", "issue_p2_over_24h", "hazard_oldest", "decision_oldest", "escalation_oldest", "issue_median_age",
    "issues_escalated", "issues_same_day",
)  # fmt: skip
Shown = tuple[Markup, dict[str, Judged]]  # a card, and what it judges
GROWING = frozenset({"issues_same_day"})  # shares of a day that is not over: shown, not judged


def runway(seen: Seen) -> list[View]:
    lang, (now, opened) = seen.lang, (seen.gauge(g) for g in RUNWAY[:2])
    title = say(lang, "wall.runway_none")
    if now and known(now["value"]):
        title = say(lang, "wall.runway", now=shown(now, "h", lang), opened=shown(opened, "h", lang))
    return _cards(
        seen, View("runway", title, Markup(), feed=_feed(seen, RUNWAY[0])), [_card(seen, g) for g in RUNWAY + FREE], 4
    )


def cover(seen: Seen) -> list[View]:
    """Days of cover at the districts, each kind of goods with the district that has least."""
    pack, lang = seen.day.pack, seen.lang
    goods = [(g, row) for g in pack.gauges.values() if g.sql == "cover" and (row := seen.gauge(g.id))]
    goods.sort(key=lambda x: float(x[1]["value"]) / float(x[1]["target"] or 1))
    city = [_goods(seen, g) for g, row in goods if state_of(row) != "on_track"]
    below = [g for g, _ in goods if (worst := _worst(seen, g)) and state_of(worst[1]) in ("at_risk", "will_miss")]
    title = say(lang, "wall.cover_fine", all=len(goods))
    if city:
        title = say(lang, "wall.cover_short", short=listed(lang, city[:3]))
    elif below:
        title = say(lang, "wall.cover_districts", count=len(below))
    if not goods:
        title = say(lang, "wall.nothing")
    return _cards(
        seen,
        View("cover", title, Markup(), feed=goods[0][0].feed if goods else ""),
        [_cover_card(seen, g, row) for g, row in goods],
        5,
    )


def _cover_card(seen: Seen, gauge: Gauge, row: GaugeRow) -> Shown:
    pack, lang, worst = seen.day.pack, seen.lang, _worst(seen, gauge)
    note = worst_district(gauge, worst[1], short(pack.area[worst[0]], lang), lang) if worst else ""
    return _shown(seen, Card(_goods(seen, gauge), gauge, row, note))


def _worst(seen: Seen, gauge: Gauge) -> tuple[str, GaugeRow] | None:
    """(district, row) most in need; a district has none within it."""
    return None if seen.day.focus or seen.day.parted else next(iter(seen.gauges.districts_by_need(gauge)), None)


def _goods(seen: Seen, gauge: Gauge) -> str:
    return seen.day.pack.term("category", gauge.item, seen.lang)


def needs(seen: Seen) -> list[View]:
    lang, pack = seen.lang, seen.day.pack
    judged = [(pack.gauges[g], row) for g in NEEDS if g not in GROWING and (row := seen.gauge(g))]
    beyond = [(g, row) for g, row in judged if state_of(row) == "will_miss"]
    title = say(lang, "wall.needs_fine" if judged else "wall.nothing")
    if beyond:
        gauge, row = beyond[0]
        figure = shown(row, gauge.unit, lang)
        value = figure + unit(gauge, pack, lang).behind(figure)
        title = say(lang, "wall.needs", count=len(beyond), name=_name(gauge, lang), value=value)
    return _cards(seen, View("needs", title, Markup(), feed=_feed(seen, NEEDS[0])), [_card(seen, g) for g in NEEDS], 4)


def _card(seen: Seen, gauge: str) -> Shown:
    """Nothing for a gauge that the pack does not declare."""
    declared, lang = seen.day.pack.gauges.get(gauge), seen.lang
    if declared is None:
        return Markup(), {}
    return _shown(seen, Card(_name(declared, lang), declared, seen.gauge(gauge), judged=gauge not in GROWING))


def _shown(seen: Seen, of: Card) -> Shown:
    drawn, state = card(of, seen.day.pack, seen.lang), state_of(of.row)
    if not of.judged or not state:
        return drawn, {}
    return drawn, {f"{of.gauge.id} gauge": Judged(of.name, state, level_word(state, seen.lang))}


def _name(gauge: Gauge, lang: str) -> str:
    """Short enough for a card; a gauge that the catalogue does not know keeps its own name."""
    key = f"wall_gauge.{gauge.id}"
    return say(lang, key) if key in catalogue(lang) else gauge.name(lang)


def _feed(seen: Seen, gauge: str) -> str:
    declared = seen.day.pack.gauges.get(gauge)
    return declared.feed if declared else ""


def _cards(seen: Seen, head: View, cards: Sequence[Shown], rows: int) -> list[View]:
    """As many views as the cards need, each with the head's id, title and feed."""
    filled = [c for c in cards if c[0]]
    columns, per_view = seen.room.grid(len(filled) or 1, CARD[0], max(CARD[1], seen.room.high / (rows + 0.5)))
    return [
        replace(
            head,
            id=f"{head.id}{n or ''}",
            body=_grid(columns, [of for of, _ in some]),
            judged={id: one for _, judged in some for id, one in judged.items()},
        )
        for n, some in enumerate(parts(filled, per_view))
    ]


def _grid(columns: int, cards: Sequence[Markup]) -> Markup:
    return html('<div class="grid cards" style="--columns:{}">{}</div>', columns, joined(cards))

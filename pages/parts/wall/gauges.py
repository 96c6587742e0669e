"""Views of gauges: how long the beds last, how long the goods last, needs and blockages."""

from collections.abc import Sequence

from data_pipeline.declare import Gauge
from data_pipeline.words import catalogue, say
from pages.parts.gauge import Reading, Readings, amount, card, lowest, readings, unit_of, worst_district
from pages.parts.phrases import short
from pages.parts.wall.room import parts
from pages.parts.wall.seen import Seen, View, joined

CARD = (17.5, 3.2)  # em
RUNWAY = ("runway_beds", "runway_beds_opening", "runway_rooms", "runway_rooms_opening")
FREE = ("free_hospital", "free_fangcang", "free_quarantine", "team_in_place")
NEEDS = (
    "issue_p1_oldest", "issue_p2_over_24h", "hazard_oldest", "decision_oldest", "escalation_oldest", "issue_median_age",
    "issues_escalated", "issues_same_day",
)  # fmt: skip
GROWING = frozenset({"issues_same_day"})  # shares of a day that is not over: shown, not judged


def runway(seen: Seen) -> list[View]:
    all_of, lang = readings(seen.gauges, seen.day.pack), seen.lang
    now, opened = (all_of.get((g, seen.day.city_code)) for g in RUNWAY[:2])
    title = say(lang, "wall.runway_none")
    if now:
        facts = {"now": amount(round(now.value), lang), "opened": amount(round(opened.value), lang) if opened else "—"}
        title = say(lang, "wall.runway", **facts)
    return _cards("runway", title, [_of(seen, all_of, g, lang) for g in RUNWAY + FREE], seen, rows=4)


def cover(seen: Seen) -> list[View]:
    """Days of cover at the districts, each kind of goods with the district that has least."""
    pack, lang, all_of = seen.day.pack, seen.lang, readings(seen.gauges, seen.day.pack)
    kinds = [g for g in pack.gauges.values() if g.sql == "cover"]
    told = sorted((r for g in kinds if (r := all_of.get((g.id, seen.day.city_code)))), key=lambda r: r.sort)
    city = [pack.term("category", r.gauge.item, lang) for r in told if r.state != "on_course"]
    below = [r for r in told if (x := lowest(all_of, r.gauge.id, pack)) and x.state in ("tight", "will_miss")]
    title = say(lang, "wall.cover_fine", all=len(told))
    if city:
        title = say(lang, "wall.cover_short", short=joined(city[:3], lang))
    elif below and not seen.day.focus:
        title = say(lang, "wall.cover_districts", count=len(below))
    if not told:
        title = say(lang, "wall.nothing")
    return _cards("cover", title, [_cover_card(seen, all_of, r) for r in told], seen, rows=5)


def _cover_card(seen: Seen, all_of: Readings, r: Reading) -> str:
    pack, lang = seen.day.pack, seen.lang
    least = None if seen.day.focus else lowest(all_of, r.gauge.id, pack)
    note = worst_district(least, short(pack.area[least.area], lang), lang) if least else ""
    return card(r.gauge.id, pack.term("category", r.gauge.item, lang), r, pack, lang, note=note)


def needs(seen: Seen) -> list[View]:
    day, lang, all_of = seen.day, seen.lang, readings(seen.gauges, seen.day.pack)
    judged = [r for g in NEEDS if g not in GROWING and (r := all_of.get((g, day.city_code)))]
    worst = [r for r in judged if r.state == "will_miss"]
    title = say(lang, "wall.needs_fine")
    if worst:
        first = worst[0]
        value = amount(first.value, lang) + unit_of(first.gauge, day.pack, lang)
        title = say(lang, "wall.needs", count=len(worst), name=_name(first.gauge, lang), value=value)
    if not judged:
        title = say(lang, "wall.nothing")
    return _cards("needs", title, [_of(seen, all_of, g, lang) for g in NEEDS], seen, rows=4)


def _of(seen: Seen, all_of: Readings, gauge: str, lang: str) -> str:
    declared = seen.day.pack.gauges.get(gauge)
    if declared is None:
        return ""
    reading = all_of.get((gauge, seen.day.city_code))
    return card(gauge, _name(declared, lang), reading, seen.day.pack, lang, judged=gauge not in GROWING)


def _name(gauge: Gauge, lang: str) -> str:
    """Short enough for a card; a gauge that the catalogue does not know keeps its own name."""
    key = f"wall_gauge.{gauge.id}"
    return say(lang, key) if key in catalogue(lang) else gauge.name(lang)


def _cards(id: str, title: str, cards: Sequence[str], seen: Seen, rows: int) -> list[View]:
    told = [c for c in cards if c]
    columns, per_view = seen.room.grid(len(told) or 1, CARD[0], max(CARD[1], seen.room.high / (rows + 0.5)))
    grid = '<div class="grid cards" style="--columns:{columns}">{cells}</div>'
    return [
        View(f"{id}{n or ''}", title, grid.format(columns=columns, cells="".join(some)))
        for n, some in enumerate(parts(told, per_view))
    ]

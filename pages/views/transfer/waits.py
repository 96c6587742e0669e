"""Who waits for transfer: where they are (waiting, on the way, not fit to move), and for how long."""

from data_pipeline.outlook.readings import figure
from data_pipeline.query.rows import WaitingRow
from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known
from pages.components.charts.parted import Parted, counts, shares
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

PARTS = ("transfer_waiting", "transfer_in_transit", "transfer_unsuitable")
BANDS = ("wait_0_6h", "wait_6_12h", "wait_12_24h", "wait_24h_plus")  # the oldest last


def whereabouts(scene: Scene) -> Drawn:
    lang, areas = scene.lang, scene.pack.districts
    values = [[scene.readings.value(p, a.code) or 0.0 for p in PARTS] for a in areas]
    words = [say(lang, f"whereabouts.{p}") for p in PARTS]
    city = [scene.readings.value(p) for p in PARTS]
    facts = {p: count(v, lang) for p, v in zip(PARTS, city, strict=True)}
    title = say(lang, "whereabouts.title" if any(map(known, city)) else "whereabouts.title_plain", **facts)
    rows = [(a.name(lang), *map(exact, v), exact(sum(v))) for a, v in zip(areas, values, strict=True)]
    columns = [say(lang, "districts.area"), *words, say(lang, "whereabouts.all")]
    sentences = [say(lang, "whereabouts.alt_row", area=r[0], all=r[-1]) for r in rows]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    of = Parted([short(a, lang) for a in areas], words, values, [count(sum(v), lang) for v in values])
    return chart_panel(Chart("whereabouts", title, counts(scene, of), alt, table(columns, rows)), lang)


def waiting_rows(scene: Scene) -> dict[str, WaitingRow]:
    """area → its row of the query `page/waiting`."""
    rows = scene.asked("page/waiting", WaitingRow, ops_day=scene.day.ops_day, moment=scene.day.asked)
    return {str(r["area_code"]): r for r in rows}


def waits(scene: Scene) -> Drawn:
    lang, areas, rows = scene.lang, scene.pack.districts, waiting_rows(scene)
    values = [[float(rows[a.code][b]) if a.code in rows else 0.0 for b in BANDS] for a in areas]
    words = [say(lang, f"waits.{b}") for b in BANDS]
    ends = [_told(rows.get(a.code), sum(v), lang) for a, v in zip(areas, values, strict=True)]
    title = _title(scene, rows)
    cells = [
        (a.name(lang), *map(exact, v), figure(_oldest(rows.get(a.code)), "h", lang))
        for a, v in zip(areas, values, strict=True)
    ]
    columns = [say(lang, "districts.area"), *words, say(lang, "waits.oldest")]
    alt_rows = [f"{a.name(lang)} {t}" for a, t in zip(areas, ends, strict=True)]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(alt_rows))
    of = Parted([short(a, lang) for a in areas], words, values, ends)
    return chart_panel(Chart("waits", title, shares(scene, of), alt, table(columns, cells)), lang)


def _oldest(row: WaitingRow | None) -> float | None:
    return float(row["oldest_wait_h"]) if row and known(row["oldest_wait_h"]) else None


def _told(row: WaitingRow | None, people: float, lang: str) -> str:
    if row is None:
        return BLANK
    if not people:
        return say(lang, "waits.nobody")
    return say(lang, "waits.at", people=count(people, lang), hours=figure(_oldest(row), "h", lang))


def _title(scene: Scene, rows: dict[str, WaitingRow]) -> str:
    """The oldest wait and where; how many are beyond the bands that none should reach."""
    lang, city = scene.lang, rows.get(scene.day.city_code)
    ages = {a.code: h for a in scene.pack.districts if (h := _oldest(rows.get(a.code)))}
    if city is None or not ages or scene.day.parted:  # the longest of those in sight may not be the longest
        return say(lang, "waits.title_plain")
    where = max(ages, key=lambda c: ages[c])
    over = (float(city["wait_12_24h"]) + float(city["wait_24h_plus"]), float(city["wait_24h_plus"]))
    return say(
        lang, "waits.title", hours=figure(ages[where], "h", lang), area=short(scene.pack.area[where], lang),
        over_12=count(over[0], lang), over_24=count(over[1], lang),
    )  # fmt: skip

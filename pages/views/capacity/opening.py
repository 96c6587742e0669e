"""The way of a site from plan to opening, step by step; who is missing in its team; rooms for how many residents."""

from collections.abc import Mapping
from itertools import pairwise

from data_pipeline.outlook.readings import in_row, shown
from data_pipeline.sentences.phrases import short
from data_pipeline.sentences.states import GLYPHS, level_word
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import BLANK, compact, count, exact, known, share
from pages.components.charts.bars import Scale, bar, edge, rows_layout
from pages.components.charts.figure import Palette, axis_steps, label
from pages.components.charts.occupancy import LEFT
from pages.components.charts.parted import Parted, counts
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.sites import by_kind, in_order, site_rows
from pages.components.theme import STEPS
from pages.model.scene import Scene

STEP_GAUGES = ("pipeline_planned", "pipeline_started", "pipeline_handed", "pipeline_staffed", "pipeline_open")
ROOMS, ROOMS_PARTNER = "rooms_per_10000", "rooms_per_10000_partner"


def steps(scene: Scene) -> Drawn:
    """Each step counts what has reached at least it; the words say what the step before lost."""
    lang = scene.lang
    values = [scene.readings.value(g, scene.place) for g in STEP_GAUGES]
    names = [say(lang, f"steps.{g}") for g in STEP_GAUGES]
    lost = [None, *(_lost(a, b) for a, b in pairwise(values))]
    words = [_step_told(v, x, lang) for v, x in zip(values, lost, strict=True)]
    facts = {g: count(v, lang) for g, v in zip(STEP_GAUGES, values, strict=True)}
    facts |= {g: count(scene.readings.value(g, scene.place), lang) for g in ("unstaffed", "idle_handed")}
    title = say(lang, "steps.title" if known(values[0]) else "steps.title_plain", **facts)
    cells = [(n, exact(v), exact(x) if x is not None else "") for n, v, x in zip(names, values, lost, strict=True)]
    alt_rows = [f"{n} {w}" for n, w in zip(names, words, strict=True)]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(alt_rows))
    ink, most = Palette.of(scene.theme), max((v for v in values if v is not None), default=0) or 1
    marks, rows = axis_steps(most), range(len(values))
    layout = rows_layout(
        ink, names, Scale(most * 1.5, marks, [compact(v, lang) for v in marks]), left=by_width(lang, *LEFT) - 30
    )
    layout["annotations"] = [
        label(w, v or 0, row, ink.ink, anchor="left", dx=6) for row, v, w in zip(rows, values, words, strict=True)
    ]
    colours = [STEPS[scene.theme][2]] * (len(values) - 1) + [ink.ink]
    drawn = {"data": [bar([v or 0 for v in values], rows, colours, alt_rows)], "layout": layout}
    columns = [say(lang, f"steps.col_{c}") for c in ("step", "units", "lost")]
    return chart_panel(Chart("steps", scene.titled(title), drawn, alt, table(columns, cells)), lang)


def _lost(before: float | None, now: float | None) -> float | None:
    return before - now if before is not None and now is not None else None


def _step_told(value: float | None, lost: float | None, lang: str) -> str:
    if value is None:
        return BLANK
    number = html("<b>{}</b>", count(value, lang))
    return html("{}  {}", number, say(lang, "steps.lost", units=count(lost, lang))) if lost else number


def staffing(scene: Scene) -> Drawn:
    """People missing in the teams, by kind of site: medical and service staff apart."""
    lang, figures = scene.lang, by_kind(site_rows(scene), scene.place)
    kinds = in_order(scene, figures)
    names = [scene.pack.term("site_type", k, lang) for k in kinds]
    missing = [
        [max(f[f"{part}_required"] - f[f"{part}_present"], 0.0) for part in ("med", "service")]
        for f in (figures[k] for k in kinds)
    ]
    present = [[_present(figures[k], part) for part in ("med", "service")] for k in kinds]
    words = [
        say(lang, "staffing.at", med=count(m, lang), service=count(s, lang), med_in=a, service_in=b)
        for (m, s), (a, b) in zip(missing, present, strict=True)
    ]
    parts = [say(lang, "staffing.med"), say(lang, "staffing.service")]
    cells = [(n, exact(m), a, exact(s), b) for n, (m, s), (a, b) in zip(names, missing, present, strict=True)]
    columns = [say(lang, f"staffing.col_{c}") for c in ("kind", "med", "med_in", "service", "service_in")]
    med, service = (sum(m[i] for m in missing) for i in (0, 1))
    title = say(
        lang, "staffing.title" if kinds else "staffing.title_plain", med=count(med, lang), service=count(service, lang)
    )
    alt_rows = [f"{n} {w}" for n, w in zip(names, words, strict=True)]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(alt_rows))
    of = Parted(names, parts, missing, words, by_width(lang, *LEFT), 1.9)
    return chart_panel(Chart("staffing", scene.titled(title), counts(scene, of), alt, table(columns, cells)), lang)


def _present(figures: Mapping[str, float], part: str) -> str:
    held = figures[f"{part}_required"]
    return share(figures[f"{part}_present"] / held) if held else BLANK


def rooms(scene: Scene) -> Drawn:
    """Quarantine rooms per 10,000 residents by district, against the target."""
    lang, areas = scene.lang, scene.pack.districts
    values = [scene.readings.value(ROOMS, a.code) for a in areas]
    unit = scene.pack.gauges[ROOMS].unit
    figures = in_row(values, unit, lang, [scene.readings.at(ROOMS, a.code) for a in areas])
    states = [str(r["state"]) or "unknown" if (r := scene.readings.at(ROOMS, a.code)) else "unknown" for a in areas]
    city, partner = scene.readings.at(ROOMS), scene.readings.at(ROOMS_PARTNER)
    title = say(lang, "rooms.title_plain")
    if city and partner and known(city["value"]):
        title = say(lang, "rooms.title", own=shown(city, unit, lang), target=exact(city["target"]),
                    partner=shown(partner, unit, lang))  # fmt: skip
    edges = [float(city[c]) for c in ("red", "target") if city and known(city[c])]
    most = max([v for v in values if v is not None] + edges, default=1)
    ink, rows, ticks = Palette.of(scene.theme), range(len(areas)), [0.0, *edges]
    layout = rows_layout(ink, [short(a, lang) for a in areas], Scale(most * 1.25, ticks, [exact(x) for x in ticks]))
    layout["shapes"] = [s for x in edges for s in edge(x, ink.ink)]
    layout["annotations"] = [
        label(f"{GLYPHS[s]} {t}", v or 0, row, ink.ink, anchor="left", dx=6) | {"bgcolor": ink.panel}
        for row, v, t, s in zip(rows, values, figures, states, strict=True)
    ]
    alt_rows = [f"{a.name(lang)} {t}" for a, t in zip(areas, figures, strict=True)]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(alt_rows))
    drawn = {
        "data": [bar([v or 0 for v in values], rows, [getattr(ink, s) for s in states], alt_rows)],
        "layout": layout,
    }
    cells = [(a.name(lang), t, level_word(s, lang)) for a, t, s in zip(areas, figures, states, strict=True)]
    columns = [say(lang, "districts.area"), say(lang, "rooms.col_rooms"), say(lang, "districts.state")]
    return chart_panel(Chart("rooms", title, drawn, alt, table(columns, cells)), lang)

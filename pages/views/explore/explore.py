"""The explore page: what was asked, one sentence, small multiples by district, the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data_pipeline.declare import Line, Pack
from data_pipeline.publish.sheet import Sheet
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.trace.days import SPANS
from data_pipeline.trace.question import BELOW, Question
from data_pipeline.words import listed, say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import count, known
from pages.components.charts.figure import checked
from pages.components.data_table import DataTable
from pages.components.html import Markup, html, joined
from pages.components.opened.link import export_links, opener
from pages.components.opened.number import figure
from pages.components.opened.picks import option_groups, pick, switch
from pages.components.opened.sheet_table import sheet_table
from pages.components.panel import Drawn, panel
from pages.components.sheet import tabled
from pages.views.explore.multiples import Series, multiples

FIGURE_PX = 14  # the text size that figures are written for (board.js)


@dataclass(frozen=True)
class Explored:
    question: Question
    rows: pd.DataFrame
    sheet: Sheet
    slots: tuple[str, ...]  # as an address names them
    since: str
    until: str
    asked: dict[str, str]  # the address of the export
    latest: str = ""  # the newest slot that was reported, the same way; blank where none was


@dataclass(frozen=True)
class Chart:
    title: str
    note: str
    figure: dict | None = None  # None: the note says why nothing is drawn
    alt: str = ""


@dataclass(frozen=True)
class Answer:
    """What was asked and its one sentence, the charts, the rows."""

    asked: Drawn
    charts: tuple[Chart, ...]
    table: DataTable


def explore(pack: Pack, e: Explored, lang: str, theme: str) -> Answer:
    asked = heading(sentence(pack, e, lang), _filters(pack, e, lang))
    return Answer(asked, (_chart(pack, e, lang, theme),), _table(e, lang))


def heading(summary: str, picks: Markup) -> Drawn:
    """The one sentence, above what it was asked by."""
    lead = html('<section class="lead" data-key="lead"><div class="told"><h1>{}</h1></div></section>', summary)
    return Drawn(html('<div class="explore" data-key="explore">{}{}</div>', lead, picks))


def whole(pack: Pack, q: Question, of: Answer, remarks: Markup, lang: str) -> Drawn:
    """The page: each chart ends in the link to its number."""
    area = q.areas[0] if len(q.areas) == 1 else pack.operation.city_code
    courses = [
        _course(chart, f"course{n or ''}", opener(x, area, lang, word=True))
        for n, (chart, x) in enumerate(zip(of.charts, q.figures, strict=True))
    ]
    drawn = joined(c.html for c in courses)
    charts = {slot: figure for c in courses for slot, figure in c.charts.items()}
    return Drawn(of.asked.html + drawn + remarks + tabled("answer", of.table), charts)


def _course(of: Chart, id: str, way: Markup) -> Drawn:
    """As high as it has rows; in the size of its text."""
    if of.figure is None:
        return Drawn(panel(id, of.title, html('<p class="nothing">{}</p>', of.note), tools=way))
    layout = dict(of.figure["layout"])
    high = f"{layout.pop('height') / FIGURE_PX:g}em"
    slot = html(
        '<div class="chart" data-chart="{}" role="img" aria-label="{}" style="height:{}"></div>', id, of.alt, high
    )
    return Drawn(panel(id, of.title, slot, note=of.note, tools=way), {id: checked({**of.figure, "layout": layout})})


def sentence(pack: Pack, e: Explored, lang: str) -> str:
    q = e.question
    facts = {"name": q.of.name(lang), "areas": _areas(pack, q, lang), "since": e.since, "until": e.until,
             "count": count(len(e.rows), lang)}  # fmt: skip
    text = say(lang, "explore.lead", **facts)
    if e.rows.empty:
        return text + say(lang, "explore.none")
    if not isinstance(q.of, Line) or q.level == BELOW:
        return text
    newest = e.rows.loc[e.rows["as_of"] == e.rows["as_of"].max(), "open"]
    asked = len(q.areas) or len(pack.districts)
    if q.level == "district" and len(newest) < asked:
        facts["areas"] = say(lang, "explore.some_areas", count=len(newest))
    facts |= {"until": e.latest, "left": count(newest.sum(), lang), "unit": unit(q.of, pack, lang)}
    return text + language(lang).gap + say(lang, "explore.lead_latest", **facts)


def _areas(pack: Pack, q: Question, lang: str) -> str:
    if q.level == "city":
        return say(lang, "explore.city")
    if not q.areas:
        return say(lang, "explore.all_areas", count=len(pack.districts))
    return listed(lang, [short(pack.area[a], lang) for a in q.areas])


def _filters(pack: Pack, e: Explored, lang: str) -> Markup:
    at = [(s, s) for s in e.slots]
    return filters(pack, e.question, lang, (
        pick("since", [("", at)], e.since, say(lang, "explore.since")),
        pick("until", [("", at)], e.until, say(lang, "explore.until")),
    ))  # fmt: skip


def filters(pack: Pack, q: Question, lang: str, own: Sequence[Markup]) -> Markup:
    """What every view is chosen by, and what this one is besides."""
    levels = [(x, say(lang, f"explore.level_{x}")) for x in q.levels(pack)]
    spans = [("0", say(lang, "explore.over_0")), *((str(n), say(lang, "explore.over_days", count=n)) for n in SPANS)]
    picks = (
        pick("id", option_groups(pack, lang), q.of.id, say(lang, "explore.figure")),
        pick("level", [("", levels)], q.level, say(lang, "explore.level")),
        pick("days", [("", spans)], str(q.days), say(lang, "explore.over")),
        *own,
    )
    row = "" if q.level == "city" else _switches(pack, q, lang)
    return html('<div class="picks" data-key="picks">{}</div>{}', joined(picks), row)


def _switches(pack: Pack, q: Question, lang: str) -> Markup:
    every = switch(say(lang, "explore.every"), "areas=", not q.areas)
    each = joined(
        switch(short(a, lang), f"areas={','.join(_toggled(pack, q.areas, a.code))}", a.code in q.areas)
        for a in pack.districts
    )
    label = say(lang, "explore.areas")
    return html(
        '<div class="switches" role="group" aria-label="{label}" data-key="switches">{every}{each}</div>',
        label=label,
        every=every,
        each=each,
    )


def _toggled(pack: Pack, areas: tuple[str, ...], code: str) -> list[str]:
    chosen = set(areas) ^ {code}
    return [a.code for a in pack.districts if a.code in chosen]


def _chart(pack: Pack, e: Explored, lang: str, theme: str) -> Chart:
    q = e.question
    counted = say(lang, "explore.chart_unit", unit=pack.unit(q.of.unit, lang))
    title = say(lang, "explore.chart", name=q.of.name(lang)) + counted
    if q.level == BELOW or e.rows.empty:
        return Chart(title, say(lang, "explore.none" if e.rows.empty else "explore.chart_none"))
    part = "open" if isinstance(q.of, Line) else "value"
    series = [
        Series(short(pack.area[str(code)], lang), list(of["as_of"]), [v if known(v) else None for v in of[part]])
        for code, of in e.rows.groupby("area_code", sort=False)
    ]
    points = [say(lang, "explore.alt_point", area=s.name, value=figure(s.values[-1], lang)) for s in series]
    alt = say(lang, "explore.alt", title=title, points=listed(lang, points))
    return Chart(title, say(lang, "explore.chart_note"), multiples(series, lang, theme), alt)


def _table(e: Explored, lang: str) -> DataTable:
    note = say(lang, "explore.table_note", count=count(len(e.sheet.frame), lang))
    around = {"note": note, "nothing": say(lang, "explore.none"), "ways": export_links("explore", e.asked, lang)}
    return sheet_table(say(lang, "explore.table"), e.sheet, e.sheet.columns, **around)

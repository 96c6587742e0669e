"""The explore page: what was asked, one sentence, small multiples by district, the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from data_pipeline.declare import Line, Pack
from data_pipeline.publish.sheet import Column, Sheet
from data_pipeline.trace.question import Question
from data_pipeline.words import listed, say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import count, known
from pages.components.opened.link import export_links, opener
from pages.components.opened.number import figure
from pages.components.opened.number_rows import cell
from pages.components.opened.picks import option_groups, pick, switch
from pages.components.panel import Drawn, chart_panel, panel, table
from pages.components.text.phrases import short, unit
from pages.views.explore.multiples import Series, multiples

SHOWN = 200


@dataclass(frozen=True)
class Explored:
    question: Question
    rows: pd.DataFrame
    sheet: Sheet
    slots: tuple[str, ...]  # as an address names them
    since: str
    until: str
    asked: dict[str, str]  # the address of the export


def explore(pack: Pack, e: Explored, lang: str, theme: str) -> Drawn:
    told = escape(sentence(pack, e, lang))
    lead = f'<section class="lead" data-key="lead"><div class="told"><h1>{told}</h1></div></section>'
    chart = _chart(pack, e, lang, theme)
    body = f"{lead}{_filters(pack, e, lang)}{chart.html}{_table(e, lang)}"
    return Drawn(f'<div class="explore" data-key="explore">{body}</div>', chart.charts)


def sentence(pack: Pack, e: Explored, lang: str) -> str:
    q = e.question
    facts = {"name": q.of.name(lang), "areas": _areas(pack, q, lang), "since": e.since, "until": e.until,
             "count": count(len(e.rows), lang)}  # fmt: skip
    told = say(lang, "explore.lead", **facts)
    if e.rows.empty:
        return told + say(lang, "explore.none")
    if not isinstance(q.of, Line) or q.level == "subdistrict":
        return told
    newest = e.rows.loc[e.rows["as_of"] == e.rows["as_of"].max(), "open"]
    return told + language(lang).gap + say(
        lang, "explore.lead_latest", left=count(newest.sum(), lang), unit=unit(q.of, pack, lang), **facts)  # fmt: skip


def _areas(pack: Pack, q: Question, lang: str) -> str:
    if q.level == "city":
        return say(lang, "explore.city")
    if not q.areas:
        return say(lang, "explore.all_areas", count=len(pack.districts))
    return listed(lang, [short(pack.area[a], lang) for a in q.areas])


def _filters(pack: Pack, e: Explored, lang: str) -> str:
    q = e.question
    levels = [(x, say(lang, f"explore.level_{x}")) for x in q.levels]
    at = [(s, s) for s in e.slots]
    picks = (
        pick("id", option_groups(pack, lang), q.of.id, say(lang, "explore.figure")),
        pick("level", [("", levels)], q.level, say(lang, "explore.level")),
        pick("since", [("", at)], e.since, say(lang, "explore.since")),
        pick("until", [("", at)], e.until, say(lang, "explore.until")),
    )
    row = "" if q.level == "city" else _switches(pack, q, lang)
    return f'<div class="picks" data-key="picks">{"".join(picks)}</div>{row}'


def _switches(pack: Pack, q: Question, lang: str) -> str:
    every = switch(say(lang, "explore.every"), "areas=", not q.areas)
    each = "".join(
        switch(short(a, lang), f"areas={','.join(_toggled(pack, q.areas, a.code))}", a.code in q.areas)
        for a in pack.districts
    )
    label = escape(say(lang, "explore.areas"))
    return f'<div class="switches" role="group" aria-label="{label}" data-key="switches">{every}{each}</div>'


def _toggled(pack: Pack, areas: tuple[str, ...], code: str) -> list[str]:
    chosen = set(areas) ^ {code}
    return [a.code for a in pack.districts if a.code in chosen]


def _chart(pack: Pack, e: Explored, lang: str, theme: str) -> Drawn:
    q = e.question
    title = say(lang, "explore.chart", name=q.of.name(lang)) + say(
        lang, "explore.chart_unit", unit=pack.term("unit", q.of.unit, lang))  # fmt: skip
    if q.level == "subdistrict" or e.rows.empty:
        told = say(lang, "explore.none" if e.rows.empty else "explore.chart_none")
        return Drawn(panel("course", title, f"<p>{escape(told)}</p>"))
    part = "open" if isinstance(q.of, Line) else "value"
    series = [
        Series(short(pack.area[str(code)], lang), list(of["as_of"]), [v if known(v) else None for v in of[part]])
        for code, of in e.rows.groupby("area_code", sort=False)
    ]
    told = [say(lang, "explore.alt_point", area=s.name, value=figure(s.values[-1], lang)) for s in series]
    points = listed(lang, told)
    alt = say(lang, "explore.alt", title=title, points=points)
    twin = table([say(lang, "explore.col_district"), f"{e.until} {_title(e, part)}"],
                 [(s.name, figure(s.values[-1], lang)) for s in series])  # fmt: skip
    drawn = multiples(series, lang, theme)
    rows = -(-len(series) // 4)
    return chart_panel("course", title, drawn, alt, twin, lang, note=say(lang, "explore.chart_note"),
                       css=f"course rows-{rows}", tools=opener(q.of, _one(pack, q), lang, word=True))  # fmt: skip


def _one(pack: Pack, q: Question) -> str:
    return q.areas[0] if len(q.areas) == 1 else pack.operation.city_code


def _title(e: Explored, part: str) -> str:
    return next(c.title for c in e.sheet.columns if c.name == part)


def _row(columns: Sequence[Column], row: Iterable[Any]) -> str:
    cells = (f'<td class="is-{c.kind}">{escape(cell(v, c))}</td>' for c, v in zip(columns, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _table(e: Explored, lang: str) -> str:
    columns, frame = e.sheet.columns, e.sheet.frame
    head = "".join(f'<th scope="col" class="is-{c.kind}">{escape(c.title)}</th>' for c in columns)
    body = "".join(_row(columns, row) for row in frame.head(SHOWN).itertuples(index=False))
    size = count(len(frame), lang)
    key = "table_cut" if len(frame) > SHOWN else "table_note"
    return panel(
        "answer",
        say(lang, "explore.table"),
        f'<div class="wide rows" tabindex="0"><table class="plain rows"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>",
        note=say(lang, f"explore.{key}", shown=SHOWN, count=size),
        tools=export_links("explore", e.asked, lang),
    )

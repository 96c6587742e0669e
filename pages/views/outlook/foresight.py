"""The outlook page's own panels: will it clear, why, and what would change it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd

from data_pipeline.declare import Line
from data_pipeline.forecast import City, Projection
from data_pipeline.forecast.advice import bottleneck
from data_pipeline.forecast.companion import agreed
from data_pipeline.forecast.sentence import ahead, companion, districts, projection, tail
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.whatif import Tried
from data_pipeline.outlook.why import Place, Why
from data_pipeline.sentences import closed
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.sentences.judged_by import judged_by
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.sentences.sentence import lead as lead_sentence
from data_pipeline.words import say
from data_pipeline.words.numbers import moment, percent
from data_pipeline.words.quantity import about
from pages.components.charts.burndown import burndown
from pages.components.decide import key, nothing
from pages.components.html import Markup, html, joined
from pages.components.lead import briefs, lead
from pages.components.panel import Drawn, panel, table
from pages.components.tiles import tiles
from pages.model.canvas import Canvas
from pages.views.outlook.balance import balance

LEAST = 0.01  # a smaller share is told as less than it
MOST = 8  # districts told in the table of causes


def top(on: Canvas, line: Line, why: Why, matters: Sequence[Decision], freshness: pd.DataFrame | None = None) -> Drawn:
    """`freshness`: rows of page/freshness, by which a closed day says whether it is final."""
    day, lang = on.day, on.lang
    body = html(
        '{lead}{tiles}<div class="cols">{why}{matters}</div>',
        lead=_lead(on, line, freshness),
        tiles=tiles(day, lang, line.id),
        why=_why(day, line, why, lang),
        matters=_matters(day, matters, lang),
    )
    return Drawn(body)


def _lead(on: Canvas, line: Line, freshness: pd.DataFrame | None) -> Markup:
    """Of a closed day what every page says of it; else the whole sentence of the forecast, and how it is judged."""
    day, lang = on.day, on.lang
    if freshness is not None and closed.speaks_of(day, day.city(line.id)):
        return lead(on, freshness, line)
    return html(
        '<section class="lead" data-key="lead"><div class="told"><h1>{}</h1><p>{}</p></div>'
        '<div class="when">{}</div></section>',
        _sentence(day, line, lang),
        _second(day, line, lang),
        briefs(day, lang),
    )


def _sentence(day: Day, line: Line, lang: str) -> str:
    """The whole sentence of the forecast; the page's own where there is none, or where newer reports are coming in than
    it was made from: what is left is told as every other page tells it."""
    said = day.outlook.of(line.id, day.city_code) if day.outlook else None
    row = day.city(line.id)
    if said is None or row is None or not row.get("projected") or said.as_of < row["as_of"]:
        return lead_sentence(day, line, lang)
    part = day.pack.lines[said.part or line.id]
    return projection(lang, said, part.name(lang), unit(part, day.pack, lang).strip())


def _second(day: Day, line: Line, lang: str) -> str:
    """How it is judged, which districts clear, and the rate that is needed against the best ever seen."""
    if day.outlook is None:
        return say(lang, "outlook.working")
    names = {a.code: a.name(lang) for a in day.pack.areas}
    said, judged = day.outlook.of(line.id, day.city_code), judged_by(day, line, lang, record=True)
    if isinstance(said, City):
        judged += districts(lang, said, _areas(day, said.part or line.id), names)
    beside, v = day.outlook.companion(line.id, day.city_code), day.verdict(line.id)
    if beside and v and v.judge in (Judge.FORECAST, Judge.PACE):
        beside = agreed(beside, v.rate_done, v.needed, day.now or day.asked)
        part = day.pack.lines[beside.line]
        judged += " " + companion(
            lang, beside, names[day.city_code], part.name(lang), unit(part, day.pack, lang).strip()
        )
    return judged


def _areas(day: Day, line: str) -> Mapping[str, Projection]:
    assert day.outlook
    return {area: p for (name, area), p in day.outlook.now.areas.items() if name == line}


def _why(day: Day, line: Line, why: Why, lang: str) -> Markup:
    names = {x.id: x.short(lang) for x in day.pack.lines.values()}
    body = Markup()
    if why.stages and day.outlook:
        body = html('<p class="told">{}</p>', bottleneck(lang, why.stages, day.outlook.moment.as_of, names))
    if why.places:
        columns = [say(lang, f"outlook.col_{c}") for c in ("area", "hours", "holds", "gain")]
        over = day.is_over and (city := day.city(line.id)) is not None and day.is_past(city)
        body += table(columns, [_place(day, p, lang, over) for p in why.places[:MOST]])
    else:
        body += html("<p>{}</p>", say(lang, "outlook.no_places"))
    of = day.outlook.of(line.id, day.city_code) if day.outlook else None
    body += balance(day, line, tail(lang, why.tail, of) if why.tail and of else "", lang)
    row = day.city(line.id)
    title, at = say(lang, "outlook.why_title", line=line.short(lang)), row["as_of"] if row else None
    return panel(
        "why",
        title,
        body,
        note=_as_of(day, at, lang) + say(lang, "outlook.why_note"),
        css="why-panel",
    )


def _as_of(day: Day, at: datetime | None, lang: str) -> str:
    """In front of a panel's note: the slot its figures speak of, an old one where reports have stopped."""
    return f"{say(lang, 'lead.as_of', clock=moment(at, day.ops_day, lang))} · " if at else ""


def _place(day: Day, p: Place, lang: str, over: bool) -> tuple[str, str, str, str]:
    """`over`: its deadline is past, and nothing is gained by being faster."""
    hours = say(lang, "outlook.no_pace") if p.hours == float("inf") else f"{p.hours:.1f}"
    holds = "—" if not p.holds else "<1%" if p.holds < LEAST else f"{percent(p.holds, 0)}%"
    return short(day.pack.area[p.area], lang), hours, holds, "—" if over else _gain(p, lang)


def _gain(p: Place, lang: str) -> str:
    if p.gain is None:
        return "—"
    if minutes := round(60 * p.gain.hours):
        return say(lang, "outlook.gain_time", minutes=minutes)
    return say(lang, "outlook.gain_left", fewer=about(lang, p.gain.fewer)) if p.gain.fewer >= 1 else "—"


def _matters(day: Day, matters: Sequence[Decision], lang: str) -> Markup:
    items = joined(_matter(day, m, lang) for m in matters)
    body = html('<ol class="matters">{}</ol>', items) if items else Markup()
    if nothing(day, matters):
        none = "sight.no_matters" if day.parted else "decide.none"
        body = html("<p>{}</p>", say(lang, none)) + body
    elif not items and day.outlook is None:
        body = html("<p>{}</p>", say(lang, "outlook.working"))
    note = _as_of(day, day.as_of, lang) + say(lang, "decide.note")
    return panel("matters", say(lang, "decide.title"), body, note=note, css="matters-panel")


def _matter(day: Day, m: Decision, lang: str) -> Markup:
    t = decision_text(day, m, lang)
    lines = joined(html("<p>{}</p>", x) for x in (t.cause, t.what + t.buys, t.who) if x)
    return html('<li data-key="{key}"><b>{gap}</b>{lines}</li>', key=key(m), gap=t.gap, lines=lines)


def whatif(on: Canvas, line: Line, changed: Tried | None, tried: Tried | None, advice: str) -> Drawn:
    """The burn-down with the change in it (`changed`, where a slider has moved), what it buys, the suggested moves."""
    day, lang = on.day, on.lang
    chart = burndown(on, line, day.city_code, changed.fan if changed else None)
    gains = _bought(day, tried, changed is not None, lang)
    bought = html(
        '<section class="panel told-panel" data-key="bought"><h2>{if_title}</h2>{gains}'
        "<h2>{moves_title}</h2><p>{advice}</p></section>",
        if_title=say(lang, "outlook.if_title"),
        gains=gains,
        moves_title=say(lang, "outlook.moves_title"),
        advice=advice,
    )
    return Drawn(html('<div class="cols wide{}">{}{}</div>', supposed(changed), chart.html, bought), chart.charts)


def supposed(change: object) -> str:
    """What is only supposed leaves the board as no picture."""
    return " supposed" if change else ""


def _bought(day: Day, tried: Tried | None, changed: bool, lang: str) -> Markup:
    if tried is None:
        return html("<p>{}</p>", say(lang, "outlook.no_forecast"))
    part = day.pack.lines[tried.comparison.before.line]
    word = unit(part, day.pack, lang).strip()
    sides = [("outlook.without", tried.comparison.before)]
    sides += [("outlook.with", tried.comparison.after)] if changed else []
    as_of = say(lang, "lead.as_of", clock=moment(tried.comparison.before.as_of, day.ops_day, lang))
    return html("<p>{}</p>", as_of) + joined(
        html("<p><b>{}</b> {}</p>", say(lang, key), ahead(lang, side, word)) for key, side in sides
    )

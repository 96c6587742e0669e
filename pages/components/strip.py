"""The humane strip: each group on its own, with its worst district and its oldest unmet need. Never summed."""

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.words import say
from data_pipeline.words.numbers import age, count, known, percent
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.components.momentum import moved
from pages.components.opened.link import opener
from pages.components.tiles import bar


def strip(day: Day, lang: str) -> Markup:
    if not day.lines("humane"):
        return Markup()
    cells = joined(group(day, x, lang) for x in day.lines("humane"))
    head = html('<div class="strip-head"><h2>{}</h2><p>{}</p></div>', say(lang, "strip.title"), say(lang, "strip.note"))
    label = say(lang, "strip.title")
    return html(
        '<section class="strip" data-key="strip" aria-label="{label}">{head}{cells}</section>',
        label=label,
        head=head,
        cells=cells,
    )


def group(day: Day, line: Line, lang: str) -> Markup:
    row, state = day.city(line.id), day.state(line.id)
    inside = _told(day, line, row, lang) if row else _missing(lang)
    return html(
        '<div class="opens" data-key="{id}">'
        '<button class="group {state}" data-set="line={id}" data-feed="{feed}"><span class="top">'
        '<span class="name">{name}</span><span class="marks">{mark}</span></span>{inside}'
        "</button>{opener}</div>",
        id=line.id,
        state=state,
        feed=line.feed,
        name=line.short(lang),
        mark=mark(state, lang, row, brief=True),
        inside=inside,
        opener=opener(line, day.city_code, lang) if row else "",
    )


def _told(day: Day, line: Line, row: JudgedRow, lang: str) -> Markup:
    left = say(lang, "strip.left", left=count(row["open"], lang), unit=unit(line, day.pack, lang))
    rate = html("{}<small>%</small>{}", percent(row["rate"]), moved(day, line, None, lang))
    return html(
        '<span class="mid"><span class="rate" data-fig>{rate}</span>'
        '<span class="left" data-fig>{left}</span></span>{bar}<span class="foot">'
        "<span data-fig>{worst}</span><span data-fig>{oldest}</span></span>",
        rate=rate,
        left=left,
        bar=bar(row, day),
        worst=_worst(day, line, lang),
        oldest=_oldest(row, lang),
    )


def _worst(day: Day, line: Line, lang: str) -> str:
    by_need = day.districts_by_need(line.id)
    if not by_need:
        return ""
    code, row = by_need[0]
    return say(lang, "strip.worst", area=short(day.pack.area[code], lang), rate=percent(row["rate"], 0))


def _oldest(row: JudgedRow, lang: str) -> str:
    if not row["open"]:
        return say(lang, "strip.oldest_none")
    if not known(row["oldest_h"]):
        return say(lang, "strip.oldest_unknown")
    return say(lang, "strip.oldest", age=age(row["oldest_h"], lang))


def _missing(lang: str) -> Markup:
    return html(
        '<span class="mid"><span class="rate">{}</span></span><span class="bar"></span>'
        '<span class="foot"><span>{}</span></span>',
        say(lang, "strip.missing"),
        say(lang, "strip.missing_note"),
    )

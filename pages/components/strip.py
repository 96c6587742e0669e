"""The humane strip: each group on its own, with its worst district and its oldest unmet need. Never summed."""

from html import escape

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.words import say
from data_pipeline.words.numbers import age, count, known, percent
from pages.components.marks import mark
from pages.components.opened.link import opener
from pages.components.text.judged_by import moved
from pages.components.text.phrases import short, unit
from pages.components.tiles import bar
from pages.model.day import Day


def strip(day: Day, lang: str) -> str:
    cells = "".join(group(day, x, lang) for x in day.lines("humane"))
    head = f'<div class="strip-head"><h2>{say(lang, "strip.title")}</h2><p>{say(lang, "strip.note")}</p></div>'
    label = escape(say(lang, "strip.title"))
    return f'<section class="strip" data-key="strip" aria-label="{label}">{head}{cells}</section>'


def group(day: Day, line: Line, lang: str) -> str:
    row, state = day.city(line.id), day.state(line.id)
    inside = _told(day, line, row, lang) if row else _missing(lang)
    return (
        f'<div class="opens" data-key="{line.id}"><button class="group {state}" data-set="line={line.id}"'
        f' data-feed="{line.feed}">'
        f'<span class="top"><span class="name">{escape(line.short(lang))}</span>'
        f'<span class="marks">{mark(state, lang, row, brief=True)}</span></span>'
        f"{inside}</button>{opener(line, day.city_code, lang) if row else ''}</div>"
    )


def _told(day: Day, line: Line, row: JudgedRow, lang: str) -> str:
    left = say(lang, "strip.left", left=count(row["open"], lang), unit=unit(line, day.pack, lang))
    rate = f"{percent(row['rate'])}<small>%</small>{moved(day, line, None, lang)}"
    return (
        f'<span class="mid"><span class="rate" data-fig>{rate}</span>'
        f'<span class="left" data-fig>{escape(left)}</span></span>{bar(row)}'
        f'<span class="foot"><span data-fig>{_worst(day, line, lang)}</span>'
        f"<span data-fig>{escape(_oldest(row, lang))}</span></span>"
    )


def _worst(day: Day, line: Line, lang: str) -> str:
    by_need = day.districts_by_need(line.id)
    if not by_need:
        return ""
    code, row = by_need[0]
    return escape(say(lang, "strip.worst", area=short(day.pack.area[code], lang), rate=percent(row["rate"], 0)))


def _oldest(row: JudgedRow, lang: str) -> str:
    if not row["open"]:
        return say(lang, "strip.oldest_none")
    if not known(row["oldest_h"]):
        return say(lang, "strip.oldest_unknown")
    return say(lang, "strip.oldest", age=age(row["oldest_h"], lang))


def _missing(lang: str) -> str:
    return (
        f'<span class="mid"><span class="rate">{say(lang, "strip.missing")}</span></span><span class="bar"></span>'
        f'<span class="foot"><span>{say(lang, "strip.missing_note")}</span></span>'
    )

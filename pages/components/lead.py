"""The first line of a page: one sentence, and how long there is until the deadline."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from data_pipeline.declare import Line
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import Day
from data_pipeline.sentences import closed
from data_pipeline.sentences.heard import heard
from data_pipeline.sentences.judged_by import judged_by
from data_pipeline.sentences.sentence import beside, later, overview, pace
from data_pipeline.sentences.sentence import lead as lead_sentence
from data_pipeline.words import say
from data_pipeline.words.numbers import known, moment
from pages.components.closed import next_step, when
from pages.components.html import Markup, html, joined
from pages.components.opened.link import brief_links
from pages.model.canvas import Canvas


def lead(on: Canvas, freshness: pd.DataFrame, line: Line | None, *, sentence: str = "", question: str = "") -> Markup:
    """`sentence` and `question` stand in place of what the board says of the line and of all eight."""
    day, lang = on.day, on.lang
    more = question or beside(day, line, lang) + judged_by(day, line, lang) + overview(day, lang)
    more = later(day, line, lang) + more
    more = closed.summary(day, freshness, lang) if day.is_over else more
    return html(
        '<section class="lead" data-key="lead"><div class="told"><h1>{sentence}</h1><p><b>{pace}'
        '</b>{more}</p></div><div class="when">{time_left}'
        '<div class="under"><p data-fig>{under}</p>{briefs}</div></div></section>',
        sentence=sentence or lead_sentence(day, line, lang),
        pace=pace(day, line, lang),
        more=more,
        time_left=time_left(day, line, lang),
        under=_under(day, freshness, line, lang),
        briefs=briefs(day, lang),
    )


def briefs(day: Day, lang: str) -> Markup:
    """Ways to the brief of what the day speaks of, where the pack declares one."""
    level = "district" if day.focus else "city"
    declared = any(f.level == level for f in day.pack.briefs)
    return brief_links(day.focus, lang) if declared else Markup()


def time_left(day: Day, line: Line | None, lang: str, words: str = "lead") -> Markup:
    """Time to the deadline, which ticks in the browser; the server gives only the moment. Of a line that is done, since
    when."""
    row = day.city(line.id) if line else None
    if closed.speaks_of(day, row):
        return when(day, lang)
    if row is None or not known(row["deadline_at"]):
        return html('<div class="left"></div>')
    if row["judge"] == Judge.CLEARED:  # nobody waits for its deadline any more
        done = moment(row["finish_at"] if known(row["finish_at"]) else row["as_of"], day.ops_day, lang)
        return html('<div class="left" data-key="done" data-fig>{}</div>', say(lang, f"{words}.done", clock=done))
    clock = moment(row["deadline_at"], day.ops_day, lang)
    forms = {
        "before": say(lang, f"{words}.left", clock=clock, left="{left}"),
        "after": say(lang, f"{words}.past", clock=clock, left="{left}"),
    } | lengths(lang)
    data, at = attributes(forms), milliseconds(row["deadline_at"])
    return html(
        '<div class="left" data-key="left-{id}-{lang}" data-tick="left" data-at="{at}"{data}>&nbsp;</div>',
        id=int(at),
        lang=lang,
        at=f"{at:.0f}",
        data=data,
    )


def lengths(lang: str) -> dict[str, str]:
    """How the browser tells a length of time."""
    return {
        "days": say(lang, "lead.days", d="{d}", h="{h}"),
        "hours": say(lang, "lead.hours", h="{h}", m="{m}"),
        "minutes": say(lang, "lead.minutes", m="{m}"),
    }


def attributes(forms: Mapping[str, str]) -> Markup:
    return joined(html(' data-{}="{}"', k, v) for k, v in forms.items())


def milliseconds(moment: datetime) -> float:
    """Local time as the browser's clock counts it, no zone in it."""
    return (moment - datetime(1970, 1, 1)).total_seconds() * 1000


def _under(day: Day, freshness: pd.DataFrame, line: Line | None, lang: str) -> Markup | str:
    """Of a closed day what comes next, else how old and how whole the figures are."""
    return (next_step(day, lang) if day.is_over else "") or _as_of(day, freshness, line, lang)


def _as_of(day: Day, freshness: pd.DataFrame, line: Line | None, lang: str) -> str:
    """The newest slot the line speaks of, and from how many districts its feed has come."""
    row = day.city(line.id) if line else None
    if line is None or row is None:
        return ""
    text = say(lang, "lead.as_of", clock=moment(row["as_of"], day.ops_day, lang))
    districts = next((x.districts for x in heard(freshness, day.pack) if x.feed.id == line.feed), [])
    reported = sum(known(r["as_of"]) and r["as_of"] >= row["as_of"] for r in districts)
    return text + say(lang, "lead.reported", reported=reported, expected=len(districts) or len(day.pack.districts))

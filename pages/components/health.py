"""Data health: for each feed its newest slot, how many districts have told of that slot, and how many slots are missing
or that the next one has begun."""

from datetime import date

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.sentences.heard import Heard, heard
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html, joined
from pages.components.marks import shape
from pages.components.panel import panel


def health(freshness: pd.DataFrame, pack: Pack, ops_day: date, lang: str) -> Markup:
    """`freshness`: rows of page/freshness, one per feed and area; feeds that know no slots are not in it."""
    rows = joined(_row(x, ops_day, lang) for x in heard(freshness, pack))
    columns = joined(html('<th scope="col">{}</th>', say(lang, f"health.{c}")) for c in ("feed", "last", "areas"))
    body = html(
        '<div class="fill"><table class="plain health"><thead><tr>{}<th></th></tr></thead><tbody>{}'
        "</tbody></table></div>",
        columns,
        rows,
    )
    return panel("health", say(lang, "health.title"), body, note=say(lang, "health.note"), css="health-panel")


def _row(x: Heard, ops_day: date, lang: str) -> Markup:
    last = moment(x.last, ops_day, lang) if x.last else say(lang, "health.missing")
    share = say(lang, "health.share", reported=x.came, expected=len(x.districts))
    return html(
        '<tr data-key="{id}"><th scope="row">{name}</th><td data-fig>{last}</td><td data-fig>{share}'
        '</td><td class="state">{shape}<span data-fig>{lateness}</span></td></tr>',
        id=x.feed.id,
        name=x.feed.name(lang),
        last=last,
        share=share,
        shape=shape(x.state),
        lateness=_lateness(x, ops_day, lang),
    )


def _lateness(x: Heard, ops_day: date, lang: str) -> str:
    if x.late is None:
        return ""
    if x.late:
        return say(lang, "health.late", slots=x.late)
    if x.behind:
        return say(lang, "health.partial", count=x.behind)
    if x.begun is None:
        return say(lang, "health.on_time" if x.came == len(x.districts) else "health.coming")
    return say(lang, "health.begun", slot=moment(x.begun, ops_day, lang), expected=len(x.districts))

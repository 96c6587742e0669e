"""Before anything was received: what is waited for, and the way to a day that has figures."""

from data_pipeline.outlook.day import Day
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html, joined


def empty(day: Day, lang: str) -> Markup:
    operation = day.pack.operation
    facts = {"day": day_name(day.ops_day, lang), "clock": moment(day.asked, day.ops_day, lang)}
    heard = ""
    if day.heard:
        heard = html("<p><b>{}</b></p>", say(lang, "closed.heard", at=f"{day.heard:%Y-%m-%d %H:%M}"))
    feeds = joined(html("<li>○ {}</li>", f.name(lang)) for f in day.pack.feeds.values())
    act = ""
    if operation.last_day and operation.last_day != day.ops_day:
        replay = say(lang, "command.empty_replay", day=day_name(operation.last_day, lang))
        act = html('<button class="act" data-set="start=last">{}</button>', replay)
    return html(
        '<div class="empty" data-key="empty"><div><h1>{empty_title}</h1><p>{empty_lead} '
        '<span class="live-only">{empty_fills}</span></p>{heard}'
        "<ul>{feeds}</ul>{act}</div></div>",
        empty_title=say(lang, "command.empty_title", **facts),
        empty_lead=say(lang, "command.empty_lead", **facts),
        empty_fills=say(lang, "command.empty_fills"),
        heard=heard,
        feeds=feeds,
        act=act,
    )

"""Before anything was received: what is waited for, and the way to a day that has figures."""

from html import escape

from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment
from pages.model.day import Day


def empty(day: Day, lang: str) -> str:
    operation = day.pack.operation
    facts = {"day": day_name(day.ops_day, lang), "clock": moment(day.asked, day.ops_day, lang)}
    heard = ""
    if day.heard:
        heard = f"<p><b>{escape(say(lang, 'closed.heard', at=f'{day.heard:%Y-%m-%d %H:%M}'))}</b></p>"
    feeds = "".join(f"<li>○ {escape(f.name(lang))}</li>" for f in day.pack.feeds.values())
    act = ""
    if operation.last_day and operation.last_day != day.ops_day:
        told = say(lang, "command.empty_replay", day=day_name(operation.last_day, lang))
        act = f'<button class="act" data-set="start=last">{escape(told)}</button>'
    return (
        f'<div class="empty" data-key="empty"><div><h1>{escape(say(lang, "command.empty_title", **facts))}</h1>'
        f"<p>{escape(say(lang, 'command.empty_lead', **facts))}</p>{heard}<ul>{feeds}</ul>{act}</div></div>"
    )

"""Before anything was received: what is waited for, and the way to a day that has figures; where nothing was ever
received, the way to the first file."""

from data_pipeline.declare.first import first_feed, lines_of, trains
from data_pipeline.outlook.day import Day
from data_pipeline.words import listed, say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html, joined


def empty(day: Day, lang: str) -> Markup:
    facts = {"day": day_name(day.ops_day, lang), "clock": moment(day.asked, day.ops_day, lang)}
    title, lead = say(lang, "command.empty_title", **facts), say(lang, "command.empty_lead", **facts)
    rest = _way_on(day, lang)
    if day.unbegun:
        title = say(lang, "first.title", operation=day.pack.operation.name(lang))
        lead, rest = say(lang, "first.lead"), _first(day, lang)
    return html(
        '<div class="empty" data-key="empty"><div><h1>{title}</h1><p>{lead} '
        '<span class="live-only">{fills}</span></p>{rest}</div></div>',
        title=title,
        lead=lead,
        fills=say(lang, "command.empty_fills"),
        rest=rest,
    )


def _way_on(day: Day, lang: str) -> Markup:
    heard = act = Markup()
    if day.heard:
        heard = html("<p><b>{}</b></p>", say(lang, "closed.heard", at=f"{day.heard:%Y-%m-%d %H:%M}"))
    feeds = joined(html("<li>○ {}</li>", f.name(lang)) for f in day.pack.feeds.values())
    last = day.pack.operation.last_day
    if last and last != day.ops_day:
        replay = say(lang, "command.empty_replay", day=day_name(last, lang))
        act = html('<button class="act" data-set="start=last">{}</button>', replay)
    return html("{}<ul>{}</ul>{}", heard, feeds, act)


def _first(day: Day, lang: str) -> Markup:
    """The workbook, where it is dropped, and a day to look at before there is a file."""
    pack, feed = day.pack, first_feed(day.pack)
    fed = listed(lang, [x.name(lang) for x in lines_of(pack, feed)]) or feed.name(lang)
    book = html(
        '<a download data-first="book" href="/export/template/{id}.xlsx?lang={lang}">{word}</a>',
        id=feed.id,
        lang=lang,
        word=say(lang, "first.book_get", feed=feed.name(lang)),
    )
    drop = html('<a class="every" data-first="drop" href="/upload">{}</a>', say(lang, "first.drop_go"))
    steps = [html("{} {}", say(lang, "first.book", lines=fed), book), html("{} {}", say(lang, "first.drop"), drop)]
    if pack.operation.last_day:  # it has figures of its own to show
        steps.append(html("{} <code>{}</code>", say(lang, "first.own"), "python -m data_pipeline demo"))
    elif trains(pack):
        day_of = html('<a class="every" data-first="try" href="/upload">{}</a>', say(lang, "first.try_go"))
        steps.append(html("{} {}", say(lang, "first.try"), day_of))
    others = [f.name(lang) for f in pack.feeds.values() if f.id != feed.id]
    more = html("<p>{}</p>", say(lang, "first.others", feeds=listed(lang, others))) if others else Markup()
    return html('<ol class="live-only">{}</ol>{}', joined(html("<li>{}</li>", s) for s in steps), more)

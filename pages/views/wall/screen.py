"""A wall as one piece of HTML: the header that never turns, and every view, of which the browser shows one."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

import orjson

from data_pipeline.declare.feed import AGES
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.heard import heard
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html, joined
from pages.components.lead import attributes, lengths, milliseconds, time_left
from pages.components.panel import Drawn
from pages.views.wall.actions import actions
from pages.views.wall.alerts import alerts
from pages.views.wall.asked import CARD, CITIES, DWELL_S, Asked
from pages.views.wall.card import card
from pages.views.wall.changes import since_meeting
from pages.views.wall.decide import to_decide
from pages.views.wall.feeds import feeds
from pages.views.wall.gauges import cover, needs, runway
from pages.views.wall.headline import districts, humane, tiles
from pages.views.wall.seen import Seen, View
from pages.views.wall.stages import funnel
from pages.views.wall.together import cities
from pages.views.wall.worst import close_up, remaining, where

EMPTY = "empty"
AWAITED = 3.0  # em that a feed takes
CALLS = 2  # changes said at once
ROOMY = 38.0, 50.0  # em; a narrower line is told in fewer words
DRAW: dict[str, Callable[[Seen], list[View]]] = {
    "tiles": tiles, "decide": to_decide, "actions": actions, "alerts": alerts,
    "matrix": districts, "burndown": remaining, "humane": humane, "map": where, "funnel": funnel,
    "runway": runway, "cover": cover, "needs": needs, "district": close_up, "changes": since_meeting, "health": feeds,
    CITIES: cities, CARD: card,
}  # fmt: skip


def wall(seen: Seen, asked: Asked) -> Drawn:
    """A whole wall at once."""
    views = [(name, drawn(seen, name)) for name in shown(seen.day.is_empty, asked)]
    return put_together(head(seen), allowed(views, seen.day), asked, seen.lang)


def shown(is_empty: bool, asked: Asked) -> tuple[str, ...]:
    """Where nothing has been received, one view that says so, beside those that need nothing of it."""
    if not is_empty:
        return asked.views
    apart = tuple(v for v in asked.views if v in (CARD, CITIES))
    return apart if len(apart) == len(asked.views) else (EMPTY, *apart)


def drawn(seen: Seen, name: str) -> list[View]:
    """The screenfuls of one view."""
    if name == EMPTY:
        return [View(EMPTY, say(seen.lang, "wall.nothing_yet"), _awaited(seen))]
    return DRAW[name](seen)


def _awaited(seen: Seen) -> Markup:
    """The feeds that are waited for, as many as there is room for, and when the last file of any day came."""
    lang, day = seen.lang, seen.day
    feeds = [*day.pack.feeds.values()][: seen.room.fitting(seen.room.high, AWAITED)]
    heard = say(lang, "closed.heard", at=f"{day.heard:%Y-%m-%d %H:%M}") if day.heard else say(lang, "wall.nothing")
    rows = joined(
        html('<div class="decision watched unknown"><b>{}</b><span>{}</span></div>', f.name(lang), heard) for f in feeds
    )
    return html('<div class="decisions">{}</div>', rows)


def allowed(names: Sequence[tuple[str, Sequence[View]]], day: Day) -> list[tuple[str, Sequence[View]]]:
    """What the operation's rules let a wall show at this report time; all of it where that would be nothing."""
    start = datetime.combine(day.ops_day, time())
    hour = (day.as_of - start) / timedelta(hours=1) if day.as_of else 0.0
    kept = [
        (name, of)
        for name, of in names
        if all(r.lets({x.state for v in of for x in v.judged.values()}, hour) for r in day.pack.views if r.view == name)
    ]
    return kept or [*names]


def put_together(head: str, views: Sequence[tuple[str, Sequence[View]]], asked: Asked, lang: str) -> Drawn:
    """Their order, and how long each stays, cost nothing: a view is drawn once whatever stands beside it. Where none of
    them has anything to show just now, a sentence stands: a room is never shown an empty picture."""
    each = [(name, view) for name, of in views for view in of]
    each = each or [(EMPTY, View(EMPTY, say(lang, "wall.nothing_now"), html('<div class="empty-view"></div>')))]
    sections = joined(_section(view, asked.dwell_of(name) if name in asked.views else DWELL_S) for name, view in each)
    charts = {slot: figure for _, view in each for slot, figure in view.charts.items()}
    whole = html(
        '<div class="wall" data-key="wall" style="--far:{far}">{head}'
        '<div class="views" data-key="views">{sections}</div></div>',
        far=f"{asked.far:g}",
        head=head,
        sections=sections,
    )
    return Drawn(whole, charts)


def _section(view: View, dwell: int) -> Markup:
    feed = html(' data-feed="{}"', view.feed) if view.feed else ""
    judged = (
        html(' data-judged="{}"', orjson.dumps({id: [*one] for id, one in view.judged.items()}).decode())
        if view.judged
        else ""
    )
    return html(
        '<section class="view {id}-view" data-key="view-{id}" data-dwell="{dwell}"{feed}{judged}><h1>{title}'
        '</h1><div class="body">{body}</div></section>',
        id=view.id,
        dwell=dwell,
        feed=feed,
        judged=judged,
        title=view.title,
        body=view.body,
    )


def head(seen: Seen) -> Markup:
    """Time left, data as of, age of the oldest feed, which view of how many, the clock; and what is wrong, if it is."""
    lang, day = seen.lang, seen.day
    as_of = day.as_of
    short = "" if seen.room.wide >= by_width(lang, *ROOMY) else "_short"
    as_of_text = say(lang, f"wall.as_of{short}", clock=moment(as_of, day.ops_day, lang)) if as_of else ""
    lost = {"told": say(lang, "wall.lost", age="{age}"), "seconds": say(lang, "wall.seconds", s="{s}")} | lengths(lang)
    mock = html('<span class="mock">{}</span>', say(lang, "wall.simulated")) if day.pack.operation.simulated else ""
    mark = day.pack.operation.marked(lang)
    mock = (html('<span class="mark">{}</span>', mark) if mark else "") + mock
    mock += (
        html('<span class="mock">{}</span>', say(lang, "sight.head" if day.pack.districts else "sight.head_none"))
        if day.parted
        else ""
    )
    mock += html('<span class="mock away">{}</span>', say(lang, "wall.unheard")) if day.unheard else ""
    worst = seen.worst if day.lines("headline") else None
    return html(
        '<header class="wall-head" data-key="wall-head" data-day="{day}" data-feeds="{feeds}">'
        '<span class="clock" data-tick="hour"></span><div class="status">'
        '<div class="facts">{why}'
        "{time_left}<span data-fig>{as_of_text}</span>{oldest}</div>{mock}"
        '<span data-key="turn" data-tick="turn" data-paused="{paused}"></span></div>'
        '<div class="lost" role="status" data-tick="lost"{attributes}></div></header>',
        day=day.ops_day,
        why=joined(_why(lang, n) for n in range(CALLS)),
        feeds=_feeds(seen),
        time_left=time_left(day, worst, lang, "wall"),
        as_of_text=as_of_text,
        oldest=_oldest(seen, short),
        mock=mock,
        paused=say(lang, "wall.paused"),
        attributes=attributes(lost),
    )


def _why(lang: str, n: int) -> Markup:
    """Where a wall went to what changed: one of the changes. The last that has no room goes."""
    forms = {"told": say(lang, "wall.why", name="{name}", before="{before}", after="{after}")}
    key = f"why{n}"
    return html('<span class="why" data-key="{}" data-tick="why" data-n="{}"{}></span>', key, n, attributes(forms))


def _oldest(seen: Seen, short: str) -> Markup:
    lang = seen.lang
    reported = [x for x in heard(seen.freshness, seen.day.pack) if x.last]
    if not reported:
        return Markup()
    oldest = min(reported, key=lambda x: x.last)  # type: ignore[arg-type,return-value]
    forms = {"told": say(lang, f"wall.oldest{short}", age="{age}")} | lengths(lang)
    at = milliseconds(oldest.last)  # type: ignore[arg-type]
    return html(
        '<span data-key="oldest-{at}-{lang}" data-tick="age" data-at="{at}"{attributes}></span>',
        at=f"{at:.0f}",
        lang=lang,
        attributes=attributes(forms),
    )


def _feeds(seen: Seen) -> str:
    """Of each feed the next slot it owes, and its cadence: the browser judges how late it is, even alone."""
    owed = {
        x.feed.id: {"next": milliseconds(due), "cadence": x.feed.cadence_min, "name": x.feed.name(seen.lang)}
        for x in heard(seen.freshness, seen.day.pack)
        if (due := x.next_slot)
    }
    withheld = {
        "withheld": say(seen.lang, "wall.withheld"),
        "whole": say(seen.lang, "wall.withheld_view", feed="{feed}"),
    }
    return orjson.dumps({"feeds": owed, "ages": AGES} | withheld).decode()

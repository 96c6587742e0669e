"""What was decided, each with the address of exactly that board, and what stands, each with who has seen it."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from data_pipeline.outlook.alerts import Alert
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.alert import name
from data_pipeline.store.log.decisions import Logged
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html, joined


def decided(day: Day, entries: Sequence[Logged], lang: str) -> Markup:
    return html('<div class="log" data-key="decided">{}</div>', joined(_entry(day, e, lang) for e in entries))


def _entry(day: Day, entry: Logged, lang: str) -> Markup:
    of = day.pack.lines[entry.line].short(lang) if entry.line in day.pack.lines else ""
    address = urlencode({"clock": entry.clock, "line": entry.line, "area": entry.area, "lang": lang})
    return html(
        '<p>{at} · {of} · {what} ({by}) <a href="/?{address}" target="_self">{word}</a></p>',
        at=moment(entry.known_at, day.ops_day, lang),
        of=of,
        what=entry.what,
        by=entry.by,
        address=address,
        word=say(lang, "log.reopen"),
    )


def standing_now(day: Day, standing: Sequence[Alert], seen: Mapping[str, Logged], lang: str) -> Markup:
    lines = joined(_alert(day, alert, seen.get(alert.key), lang) for alert in standing)
    none = html("<p>{}</p>", say(lang, "alert.none"))
    head = html("<h2>{}</h2>", say(lang, "log.alerts"))
    return html('<div class="log" data-key="alerts">{}{}</div>', head, lines or none)


def _alert(day: Day, alert: Alert, first: Logged | None, lang: str) -> Markup:
    text = name(day.pack, alert, day.ops_day, lang)
    if first:
        return html("<p>{} · {}</p>", text, say(lang, "log.seen", by=first.by, at=f"{first.known_at:%H:%M}"))
    way = urlencode({"id": alert.key})
    return html('<p>{} · <a class="open" href="alerts?{}" target="_self">{}</a></p>', text, way, say(lang, "log.see"))

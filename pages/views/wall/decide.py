"""View of what to decide now: where and why, what to do by when, what that buys and whose it is."""

from collections.abc import Sequence

from data_pipeline.outlook.decide import Matter
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.sentences.left_over import DecisionText
from data_pipeline.sentences.phrases import unit
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import count
from pages.components.decide import key
from pages.components.html import Markup, html, joined
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

HIGH = 5.6, 7.2  # em that one matter takes: English names of those who lead need a line more
MOST = 6


def to_decide(seen: Seen) -> list[View]:
    """As many to a view as there is room for; that there is nothing to decide is a sentence. No view before it is
    known: a room is not shown an empty frame."""
    lang = seen.lang
    if not seen.matters:
        none = View(
            "decide",
            say(lang, "sight.no_matters" if seen.day.parted else "decide.none"),
            html('<div class="empty-view"></div>'),
        )
        return [none] if seen.day.outlook else []
    items = [(m, decision_text(seen.day, m, lang)) for m in seen.matters[:MOST]]
    views = parts(items, seen.room.fitting(seen.room.high, by_width(lang, *HIGH)))
    return [View(f"decide{n or ''}", _title(seen, some[0][0], n), _items(seen, some)) for n, some in enumerate(views)]


def _items(seen: Seen, some: Sequence[tuple[Decision, DecisionText]]) -> Markup:
    return html('<div class="decisions">{}</div>', joined(_item(seen, m, t) for m, t in some))


def _title(seen: Seen, first: Decision, page: int) -> str:
    """Of its first matter; the most pressing of all stands on the first page."""
    day, lang = seen.day, seen.lang
    line = day.pack.lines[first.part]
    if isinstance(first, Matter):
        how = "decide.wall_more" if page else "decide.wall"
        return say(lang, how, line=line.short(lang), areas=seen.names([first.area]))
    left = count(first.left, lang)
    counted = left + unit(line, day.pack, lang).behind(left)
    return say(lang, "decide.wall_left", line=line.short(lang), left=counted)


def _item(seen: Seen, m: Decision, t: DecisionText) -> Markup:
    lines = joined(html("<span data-fig>{}</span>", x.strip()) for x in (t.cause, t.what, t.buys + t.who) if x)
    feed = seen.day.pack.lines[m.part].feed
    return html(
        '<div class="decision" data-key="{key}" data-feed="{feed}"><b data-fig>{gap}</b>{lines}</div>',
        key=key(m),
        feed=feed,
        gap=t.gap,
        lines=lines,
    )

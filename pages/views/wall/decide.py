"""View of what to decide now: where and why, what to do by when, what that buys and whose it is."""

from collections.abc import Sequence

from data_pipeline.declare import Line
from data_pipeline.outlook.day import need
from data_pipeline.outlook.decide import Matter
from data_pipeline.sentences.decision import Decision, decision_text
from data_pipeline.sentences.left_over import DecisionText
from data_pipeline.sentences.phrases import unit, unit_of
from data_pipeline.sentences.sentence import outlook
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import count
from pages.components.decide import key
from pages.components.html import Markup, html, joined
from pages.components.marks import mark
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

HIGH = 5.6, 7.2  # em that one matter takes: English names of those who lead need a line more
MOST = 6
LAST = (float("inf"),)  # in order of need: what nobody reported


def to_decide(seen: Seen) -> list[View]:
    """As many to a view as there is room for; where there is nothing to decide, how the lines stand. No view before it
    is known: a room is not shown an empty frame."""
    lang = seen.lang
    if not seen.matters:
        return [_nothing(seen)] if seen.day.outlook else []
    items = [(m, decision_text(seen.day, m, lang)) for m in seen.matters[:MOST]]
    views = parts(items, seen.room.fitting(seen.room.high, by_width(lang, *HIGH)))
    return [View(f"decide{n or ''}", _title(seen, some[0][0], n), _items(seen, some)) for n, some in enumerate(views)]


def _nothing(seen: Seen) -> View:
    """What is watched meanwhile: the headline lines closest to need, what is left, and when it is expected done."""
    day, lang = seen.day, seen.lang
    lines = sorted(day.lines("headline"), key=lambda x: need(row) if (row := day.city(x.id)) else LAST)
    first = lines[: min(MOST, seen.room.fitting(seen.room.high, by_width(lang, *HIGH) / 2))]
    title = say(lang, "sight.no_matters" if day.parted else "decide.none")
    body = html('<div class="decisions">{}</div>', joined(_watched(seen, x) for x in first))
    return View("decide", title, body, judged=seen.judged(first))


def _watched(seen: Seen, line: Line) -> Markup:
    day, lang, row = seen.day, seen.lang, seen.day.city(line.id)
    text = outlook(day, row, line, lang) if row else say(lang, "wall.nothing")
    head = line.name(lang)
    if row and row["open"]:
        left = count(row["open"], lang)
        counted = left + unit_of(row, line, day.pack, lang).behind(left)
        head = say(lang, "wall.of_line", line=head, text=say(lang, "wall.still_left", left=counted))
    state = day.state(line.id)
    return html(
        '<div class="decision watched {}" data-key="{}" data-feed="{}"><b data-fig>{}</b><span data-fig>{}</span>{}'
        "</div>", state, line.id, line.feed, head, text, mark(state, lang, row),
    )  # fmt: skip


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

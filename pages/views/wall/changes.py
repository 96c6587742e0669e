"""What changed since the last meeting: each line then and now, as the meeting saw it and as it is known now."""

from data_pipeline.declare import Line
from data_pipeline.judge.judged import JudgedRow
from data_pipeline.outlook.day import STATES, Day
from data_pipeline.words import say
from data_pipeline.words.numbers import count, moment
from pages.components.html import Markup, html, joined
from pages.components.marks import mark, shape
from pages.views.wall.seen import Seen, View

WORSE = {state: n for n, state in enumerate(("on_track", "at_risk", "will_miss"))}


def since_meeting(seen: Seen) -> list[View]:
    day, before, lang = seen.day, seen.before, seen.lang
    if before is None or seen.meeting is None:
        return [View("changes", say(lang, "wall.changes_first"), html('<div class="empty-view"></div>'))]
    clock = moment(seen.meeting, day.ops_day, lang)
    moved = [_moved(before.state(x.id), day.state(x.id)) for x in day.lines("headline")]
    worse, better = sum(m > 0 for m in moved), sum(m < 0 for m in moved)
    key = "same" if not worse and not better else "moved"
    title = say(lang, f"wall.changes_{key}", clock=clock, worse=worse, better=better)
    head = joined(html("<th>{}</th>", t) for t in ("", say(lang, "wall.then", clock=clock), say(lang, "wall.now"), ""))
    rows = joined(_row(day, before, x, lang) for x in day.lines("headline"))
    return [
        View(
            "changes",
            title,
            html('<table class="changes"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, rows),
        )
    ]


def _moved(then: str, now: str) -> int:
    """Above zero worse, below zero better; without data on one side it is neither."""
    return WORSE[now] - WORSE[then] if {then, now} <= set(WORSE) else 0


def _row(day: Day, before: Day, line: Line, lang: str) -> Markup:
    then, now = before.city(line.id), day.city(line.id)
    old, new = before.state(line.id), day.state(line.id)
    assert {old, new} <= set(STATES)
    moved = _moved(old, new)
    word = say(lang, "wall.worse" if moved > 0 else "wall.better" if moved < 0 else "wall.unmoved")
    return html(
        '<tr data-key="{id}" data-feed="{feed}"><th scope="row">{name}</th><td>{shape} {left}</td>'
        '<td class="now"><span data-fig>{now}</span> {mark}</td><td class="{moved}">'
        "<span data-fig>{word}</span></td></tr>",
        id=line.id,
        feed=line.feed,
        name=line.short(lang),
        shape=shape(old),
        left=_left(then, lang),
        now=_left(now, lang),
        mark=mark(new, lang),
        moved="moved" if moved else "muted",
        word=word,
    )


def _left(row: JudgedRow | None, lang: str) -> str:
    return count(row["open"], lang) if row else "—"

"""View of what to decide now: the gaps that cost the city most, a move for each, what it buys and whose it is."""

from html import escape

from data_pipeline.words import say
from pages.parts.decide import gap, move, owner
from pages.parts.wall.seen import Seen, View

MOST = 4


def to_decide(seen: Seen) -> list[View]:
    """Where there is nothing to decide the view is left out: a room is not shown an empty frame."""
    day, lang = seen.day, seen.lang
    if not seen.matters:
        return []
    items = "".join(
        f'<div class="decision" data-key="{m.line}-{m.area}" data-feed="{day.pack.lines[m.part].feed}">'
        f"<b data-fig>{escape(gap(day, m, lang))}</b><span data-fig>{escape(move(day, m, lang))}</span>"
        f"<span>{escape(owner(day, m, lang).strip())}</span></div>"
        for m in seen.matters[:MOST]
    )
    first = seen.matters[0]
    title = say(
        lang, "decide.wall", line=day.pack.lines[first.part].short(lang), areas=seen.names([first.area])
    )  # fmt: skip
    return [View("decide", title, f'<div class="decisions">{items}</div>')]

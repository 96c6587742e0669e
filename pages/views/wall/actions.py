"""View of what was decided: who has it, what is owed by when and overdue, and what the reports say of its promise."""

from collections.abc import Sequence

from data_pipeline.actions.standing import Standing, tally
from data_pipeline.sentences import action as texts
from data_pipeline.words import say
from data_pipeline.words.language import by_width
from pages.components.html import Markup, html, joined
from pages.views.wall.room import parts
from pages.views.wall.seen import Seen, View

HIGH = 4.2, 5.6  # em that one action takes
MOST = 12


def actions(seen: Seen) -> list[View]:
    """The most pressing first, as many to a view as there is room for; no view while nothing is open."""
    own = [s for s in seen.actions if s.is_open]
    if not own:
        return []
    views = parts(own[:MOST], seen.room.fitting(seen.room.high, by_width(seen.lang, *HIGH)))
    return [View(f"actions{n or ''}", _title(seen, own, n), _items(seen, some)) for n, some in enumerate(views)]


def _title(seen: Seen, own: Sequence[Standing], page: int) -> str:
    found = tally(own)
    if page:
        return say(seen.lang, "action.wall_more")
    how = "action.wall" if found.overdue else "action.wall_clear"
    return say(seen.lang, how, open=found.open, overdue=found.overdue)


def _items(seen: Seen, some: Sequence[Standing]) -> Markup:
    return html('<div class="decisions">{}</div>', joined(_item(seen, s) for s in some))


def _item(seen: Seen, s: Standing) -> Markup:
    lang, action, day = seen.lang, s.action, seen.day
    how = "action.wall_unit" if action.unit else "action.wall_unassigned"
    now = day.now or day.asked
    lines = (texts.owed(s, now, day.ops_day, lang), texts.kept(day.pack, s, day.ops_day, lang))
    return html(
        '<div class="decision {late}" data-key="action-{number}"><b data-fig>{state} {what}</b>{lines}</div>',
        late="late" if s.is_overdue else "",
        number=action.number,
        state=texts.glyph(s),
        what=say(lang, how, unit=action.unit, what=texts.what(day.pack, action, lang)),
        lines=joined(html("<span data-fig>{}</span>", x) for x in lines if x),
    )

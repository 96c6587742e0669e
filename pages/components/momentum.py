"""The second mark: better or worse than at the last meeting."""

from data_pipeline.declare import Line
from data_pipeline.outlook.day import Day
from data_pipeline.words import say
from data_pipeline.words.numbers import moment
from pages.components.html import Markup, html

ARROWS = {"improving": "↗", "worsening": "↘"}


def moved(day: Day, line: Line, area: str | None, lang: str, *, word: bool = False) -> Markup:
    """The mark of momentum as HTML; nothing where it is steady or cannot be told."""
    which = day.momentum(line.id, area)
    if not which or day.outlook is None:
        return Markup()
    since = moment(day.outlook.meeting, day.ops_day, lang)
    hint = say(lang, f"outlook.{which}_since", since=since)
    text = f" {say(lang, f'outlook.{which}')}" if word else ""
    return html(
        '<span class="moved {which}" title="{hint}" aria-label="{hint}">{arrows}{text}</span>',
        which=which,
        hint=hint,
        arrows=ARROWS[which],
        text=text,
    )

"""The four states: a shape, a colour and a word each, never one of them alone."""

from html import escape

from data_pipeline.words import say
from pages.parts.day import STATES

_SHAPES = {
    "on_course": '<circle cx="8" cy="8" r="6.4"/>',
    "tight": '<path d="M8 1.6 15 14.2H1z"/>',
    "will_miss": '<rect x="2" y="2" width="12" height="12"/>',
    "no_data": '<circle cx="8" cy="8" r="5.4" class="hollow"/>',
}
GLYPHS = {"on_course": "●", "tight": "▲", "will_miss": "■", "no_data": "○"}  # for text inside a chart


def shape(state: str) -> str:
    """The shape alone, for where the word stands beside it."""
    return f'<svg class="shape {state}" viewBox="0 0 16 16" aria-hidden="true">{_SHAPES[state]}</svg>'


def mark(state: str, lang: str) -> str:
    return f'<span class="mark {state}">{shape(state)}<span>{escape(say(lang, f"state.{state}"))}</span></span>'


def legend(lang: str) -> str:
    order = ("on_course", "tight", "will_miss", "no_data")
    assert set(order) == set(STATES)
    return f'<span class="legend">{"".join(mark(s, lang) for s in order)}</span>'

"""The four states: a shape, a colour and a word each, never one of them alone.

The word of a line is its state; past the deadline with work open it has missed it. That of an indicator is about its
value: a line is on track, an indicator on target.
"""

from data_pipeline.judge.judged import Said
from data_pipeline.outlook.day import STATES
from data_pipeline.sentences.states import level_word, word
from pages.components.html import Markup, html, joined

_SHAPES = {
    "on_track": html('<circle cx="8" cy="8" r="6.4"/>'),
    "at_risk": html('<path d="M8 1.6 15 14.2H1z"/>'),
    "will_miss": html('<rect x="2" y="2" width="12" height="12"/>'),
    "unknown": html('<circle cx="8" cy="8" r="5.4" class="hollow"/>'),
}


def shape(state: str) -> Markup:
    """The shape alone, for where the word stands beside it."""
    return html('<svg class="shape {}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', state, _SHAPES[state])


def mark(state: str, lang: str, row: Said | None = None, *, brief: bool = False) -> Markup:
    """Of a line of work; `row` and `brief` as for `word`."""
    return _mark(state, word(state, lang, row, brief=brief))


def level_mark(state: str, lang: str) -> Markup:
    """Of an indicator."""
    return _mark(state, level_word(state, lang))


def _mark(state: str, text: str) -> Markup:
    return html(
        '<span class="mark {state}">{shape}<span>{text}</span></span>', state=state, shape=shape(state), text=text
    )


def legend(lang: str) -> Markup:
    order = ("on_track", "at_risk", "will_miss", "unknown")
    assert set(order) == set(STATES)
    return html('<span class="legend">{}</span>', joined(mark(s, lang) for s in order))

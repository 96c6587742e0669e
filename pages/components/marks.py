"""The four states: a shape, a colour and a word each, never one of them alone.

The word of a line is its state; past the deadline with work open it has missed it. That of an indicator is about its
value: a line is on track, an indicator on target.
"""

from data_pipeline.judge.judged import Said
from data_pipeline.judge.verdict import Judge
from data_pipeline.words import say
from pages.components.html import Markup, html, joined
from pages.model.day import STATES, state_told

_SHAPES = {
    "on_track": html('<circle cx="8" cy="8" r="6.4"/>'),
    "at_risk": html('<path d="M8 1.6 15 14.2H1z"/>'),
    "will_miss": html('<rect x="2" y="2" width="12" height="12"/>'),
    "unknown": html('<circle cx="8" cy="8" r="5.4" class="hollow"/>'),
}
GLYPHS = {"on_track": "●", "at_risk": "▲", "will_miss": "■", "unknown": "○"}  # for text inside a chart


def shape(state: str) -> Markup:
    """The shape alone, for where the word stands beside it."""
    return html('<svg class="shape {}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', state, _SHAPES[state])


def word(state: str, lang: str, row: Said | None = None, *, brief: bool = False) -> str:
    """Of a line of work. `row`: of page/day with its verdict; None where only the state is known."""
    missed = state == "will_miss" and row is not None and row.get("judge") == Judge.DEADLINE
    return say(lang, f"{'brief_state' if brief else 'state'}.{'missed' if missed else state_told(state, row)}")


def level_word(state: str, lang: str) -> str:
    """Of an indicator."""
    return say(lang, "level.on_target" if state == "on_track" else f"state.{state}")


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

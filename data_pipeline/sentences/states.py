"""The word of a state. That of a line is its state; past the deadline with work open it has missed it. That of an
indicator is about its value: a line is on track, an indicator on target."""

from data_pipeline.judge.judged import Said
from data_pipeline.judge.verdict import Judge
from data_pipeline.outlook.day import state_told
from data_pipeline.words import say

GLYPHS = {"on_track": "●", "at_risk": "▲", "will_miss": "■", "unknown": "○"}  # for text inside a chart


def word(state: str, lang: str, row: Said | None = None, *, brief: bool = False) -> str:
    """Of a line of work. `row`: of page/day with its verdict; None where only the state is known."""
    missed = state == "will_miss" and row is not None and row.get("judge") == Judge.DEADLINE
    return say(lang, f"{'brief_state' if brief else 'state'}.{'missed' if missed else state_told(state, row)}")


def level_word(state: str, lang: str) -> str:
    """Of an indicator."""
    return say(lang, "level.on_target" if state == "on_track" else f"state.{state}")

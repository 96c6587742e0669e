"""How a target is put into words: how a value is judged by it, and what it rests on."""

from data_pipeline.declare.tables import Target
from data_pipeline.sentences.states import level_word
from data_pipeline.words import say


def levels(target: Target, lang: str) -> str:
    """How a value is judged, in words: 达标 ≥98 · 进度偏紧 ≥90 · 需支援 <90."""
    if target.direction == "clock":
        return _s(lang, "by_clock")
    if target.direction == "none" or (target.amber is None and target.red is None):
        return _s(lang, "not_judged")
    better, worse = ("≥", "<") if target.direction == "up" else ("≤", ">")
    first = target.amber if target.amber is not None else target.red
    parts = [f"{level_word('on_track', lang)} {better}{first:g}"]
    if target.amber is not None and target.red is not None and target.red != target.amber:
        parts.append(f"{say(lang, 'state.at_risk')} {better}{target.red:g}")
    edge, last = (target.amber, "at_risk") if target.red is None else (target.red, "will_miss")
    return " · ".join([*parts, f"{say(lang, f'state.{last}')} {worse}{edge:g}"])


def _s(lang: str, name: str, **facts: object) -> str:
    return say(lang, f"definitions.{name}", **facts)

"""A sequence: one hue in five steps, each with its number and its edges. Never the colours of a state."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from data_pipeline.words import say
from pages.components.html import Markup, html, joined
from pages.components.theme import STEPS

_INK = {
    "light": ("#14202B", "#14202B", "#14202B", "#FFFFFF", "#FFFFFF"),
    "dark": ("#F5F7FA", "#F5F7FA", "#F5F7FA", "#152130", "#152130"),
}


def step(value: float, edges: Sequence[float]) -> int:
    """0 to 4; a value on an edge belongs to the step above it."""
    return bisect_right(list(edges), value)


def scale(theme: str) -> list[list[float | str]]:
    """A colour scale of five even blocks, for steps 0 to 4."""
    blocks: list[list[float | str]] = []
    for i, colour in enumerate(STEPS[theme]):
        blocks += [[i / 5, colour], [(i + 1) / 5, colour]]
    return blocks


def fill(i: int, theme: str) -> str:
    return STEPS[theme][i]


def ink(i: int, theme: str) -> str:
    return _INK[theme][i]


def legend(edges: Sequence[float], lang: str, theme: str) -> Markup:
    """The five steps with their numbers: 1: below 10, 2: 10 to below 100, …"""
    words = [say(lang, "steps.below", edge=f"{edges[0]:,g}")]
    words += [say(lang, "steps.between", low=f"{a:,g}", high=f"{b:,g}") for a, b in pairwise(edges)]
    words.append(say(lang, "steps.from", edge=f"{edges[-1]:,g}"))
    items = joined(
        html(
            '<span><i style="background:{fill};color:{ink}">{number}</i>{t}</span>',
            fill=STEPS[theme][i],
            ink=_INK[theme][i],
            number=i + 1,
            t=t,
        )
        for i, t in enumerate(words)
    )
    return html('<span class="steps">{}</span>', items)

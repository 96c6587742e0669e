"""What is said on a first round of the command page; tour.js knows the part each step stands beside."""

from collections.abc import Sequence
from typing import TypedDict

from data_pipeline.words import say

STEPS = ("time", "tiles", "number", "matrix", "decide")
SAID = ("name", "offer", "start", "no", "leave", "back", "next", "end")
AT, COUNT = "#", "@"  # where a number stands: which step, of how many


class Step(TypedDict):
    id: str
    title: str
    text: str


class Tour(TypedDict):
    """`of`: which step of how many; the rest by their names in the catalogue."""

    steps: Sequence[Step]
    of: str
    name: str
    offer: str
    start: str
    no: str
    leave: str
    back: str
    next: str
    end: str


def tour_words(lang: str) -> Tour:
    steps = [Step(id=s, title=say(lang, f"tour.{s}_title"), text=say(lang, f"tour.{s}_text")) for s in STEPS]
    words = {name: say(lang, f"tour.{name}") for name in SAID}
    return {"steps": steps, "of": say(lang, "tour.of", at=AT, count=COUNT), **words}  # type: ignore[typeddict-item]

"""The sliders of the what-if: two or three for a line, and what they stand at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from data_pipeline.declare import Line
from data_pipeline.forecast.course import AHEAD, Turn
from data_pipeline.outlook import Outlook
from data_pipeline.outlook.bypace import Held
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.whatif import Wish
from data_pipeline.sentences.phrases import short, unit
from data_pipeline.words import say

STEPS = 20  # of a slider that counts units
BEYOND = 10  # ends: nobody lays a slider out further
LONGEST = 12  # letters of what one stands at
PERCENT = "%+d%%"
APART, IS = ",", "~"  # between what sliders stand at, and after the name of each
Stood = Mapping[str, int]  # by the key of a slider


@dataclass(frozen=True)
class Slider:
    key: str
    name: str
    least: int
    most: int
    step: int
    format: str | None = None


def sliders(day: Day, said: Outlook, line: Line, held: Held | None, lang: str) -> list[Slider]:
    """None where there is nothing to be supposed."""
    return _by_pace(held, lang) if held else _of_line(day, said, line, lang)


def _of_line(day: Day, said: Outlook, line: Line, lang: str) -> list[Slider]:
    """For a line with a forecast: pace, arrivals, and one district's own."""
    city = said.of(line.id, day.city_code)
    if city is None:
        return []
    found = [
        Slider(f"pace-{line.id}", say(lang, "outlook.slider_pace"), -50, 100, 5, PERCENT),
        Slider(f"due-{line.id}", say(lang, "outlook.slider_arrivals"), -50, 50, 5, PERCENT),
    ]
    if holder := _holder(said, line, day):
        here = said.any(city.part or line.id, holder)
        word = unit(day.pack.lines[city.part or line.id], day.pack, lang).strip()
        name = say(lang, "outlook.slider_area", area=short(day.pack.area[holder], lang), unit=word)
        found.append(_counted(f"plus-{line.id}-{holder}", name, here.most_to_try() if here else 1.0))
    return found


def _holder(said: Outlook, line: Line, day: Day) -> str:
    city = said.of(line.id, day.city_code)
    return next(iter(getattr(city, "holders", ())), ("", 0.0))[0]


def _by_pace(held: Held, lang: str) -> list[Slider]:
    """The laboratories' capacity and what is brought to them, or places opened and set free."""
    if held.kind == "lab":
        return [
            Slider("lab-capacity", say(lang, "bypace.slider_lab"), -50, 200, 10, PERCENT),
            Slider("lab-tubes", say(lang, "bypace.slider_tubes"), -50, 50, 5, PERCENT),
        ]
    net = max(held.stock.out, 1.0)
    return [
        _counted(f"open-{held.kind}", say(lang, f"bypace.slider_open_{held.kind}"), net * AHEAD),
        _counted(f"free-{held.kind}", say(lang, f"bypace.slider_free_{held.kind}"), net * 1.5),
    ]


def _counted(key: str, name: str, most: float) -> Slider:
    step = step_of(most)
    return Slider(key, name, 0, STEPS * step, step)


def step_of(most: float) -> int:
    """A round step, so that the slider's end is about `most`."""
    size = max(most / STEPS, 1)
    power = 10 ** (len(str(int(size))) - 1)
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= size))


def shown(of: Sequence[Slider]) -> None:
    with st.container(key="outlook-sliders"):
        columns = st.columns(3)
    for column, s in zip(columns, of, strict=False):
        column.slider(s.name, s.least, s.most, 0, s.step, format=s.format, key=s.key)


def stood(of: Sequence[Slider]) -> str:
    """What the sliders of this visit stand at, those that were moved, as an address says it."""
    return written({s.key: int(st.session_state.get(s.key) or 0) for s in of})


def written(at: Stood) -> str:
    """What `read` reads."""
    return APART.join(f"{key}{IS}{value}" for key, value in at.items() if value)


def read(text: str, of: Sequence[Slider]) -> Stood:
    """Of these sliders alone; what is no number is nothing. Ends may have moved since they were laid out: what stands
    there is taken as it stands, within reason."""
    said = dict(part.split(IS, 1) for part in text.split(APART) if IS in part)
    given = {s: said.get(s.key, "") for s in of}
    numbers = {s: int(v) for s, v in given.items() if v.removeprefix("-").isdecimal() and len(v) <= LONGEST}
    return {s.key: min(max(n, s.least), s.most * BEYOND) for s, n in numbers.items()}


def wish(at: Stood, day: Day, said: Outlook, line: Line) -> Wish:
    """Without a change the line as it is."""
    holder = _holder(said, line, day)
    pace, came, plus = (at.get(key, 0) for key in (f"pace-{line.id}", f"due-{line.id}", f"plus-{line.id}-{holder}"))
    return Wish(pace, came, plus, holder)


def turn(at: Stood, held: Held) -> Turn:
    if held.kind == "lab":
        return Turn(into=1 + at.get("lab-tubes", 0) / 100, out=1 + at.get("lab-capacity", 0) / 100)
    return Turn(added=float(at.get(f"open-{held.kind}", 0)), more_in=float(at.get(f"free-{held.kind}", 0)))

"""The sliders of the what-if: two or three for a line, and what they stand at."""

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


def wish(day: Day, said: Outlook, line: Line, lang: str) -> Wish:
    """For a line with a forecast: pace, arrivals, and one district's own; without a change the line as it is."""
    city = said.of(line.id, day.city_code)
    if city is None:
        return Wish()
    holder = next(iter(getattr(city, "holders", ())), ("", 0.0))[0]
    here = said.any(city.part or line.id, holder) if holder else None
    most = here.most_to_try() if here else 1.0
    left, middle, right = _columns(3)
    pace = left.slider(say(lang, "outlook.slider_pace"), -50, 100, 0, 5, format="%+d%%", key=f"pace-{line.id}")
    came = middle.slider(say(lang, "outlook.slider_arrivals"), -50, 50, 0, 5, format="%+d%%", key=f"due-{line.id}")
    area = short(day.pack.area[holder], lang) if holder else ""
    word = unit(day.pack.lines[city.part or line.id], day.pack, lang).strip()
    name = say(lang, "outlook.slider_area", area=area, unit=word)
    plus = _counted(right, name, most, f"plus-{line.id}-{holder}") if holder else 0
    return Wish(pace, came, plus, holder)


def turn(held: Held, lang: str) -> Turn:
    """By pace: the laboratories' capacity and what is brought to them, or places opened and set free."""
    left, right, *_ = _columns(3)
    if held.kind == "lab":
        out = left.slider(say(lang, "bypace.slider_lab"), -50, 200, 0, 10, format="%+d%%", key="lab-capacity")
        came = right.slider(say(lang, "bypace.slider_tubes"), -50, 50, 0, 5, format="%+d%%", key="lab-tubes")
        return Turn(into=1 + came / 100, out=1 + out / 100)
    net = max(held.stock.out, 1.0)
    added = _counted(left, say(lang, f"bypace.slider_open_{held.kind}"), net * AHEAD, f"open-{held.kind}")
    freed = _counted(right, say(lang, f"bypace.slider_free_{held.kind}"), net * 1.5, f"free-{held.kind}")
    return Turn(added=float(added), more_in=float(freed))


def _columns(n: int):
    with st.container(key="outlook-sliders"):
        return st.columns(n)


def _counted(column, name: str, most: float, key: str) -> int:
    step = step_of(most)
    return column.slider(name, 0, STEPS * step, 0, step, key=key)


def step_of(most: float) -> int:
    """A round step, so that the slider's end is about `most`."""
    size = max(most / STEPS, 1)
    power = 10 ** (len(str(int(size))) - 1)
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= size))

"""Small multiples: the day of many lines in one place, one little burn-down each, on one axis of hours.

Lines count different things, so each has its own height from zero; what is left is written on it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from data_pipeline.declare import Line
from data_pipeline.forecast.profile import due_by
from data_pipeline.outlook.day import UNKNOWN, Day
from data_pipeline.sentences.phrases import short, unit_of
from data_pipeline.sentences.states import GLYPHS, word
from data_pipeline.words import say
from data_pipeline.words.numbers import compact, count, exact, known, moment
from pages.components.charts.burndown import due_hours
from pages.components.charts.figure import Palette, base_layout, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.canvas import Canvas

ID = "courses"
ACROSS = 7
GAP = 0.012  # of the figure's width, on each side of a panel
HEAD = 0.27  # of a panel's height, for its name
FOOT = 0.09  # of the figure's height, for the hours
HOURS = (8, 16, 24)
Course = list[tuple[float, float]]  # hour of the day, left


class Spot(NamedTuple):
    """Where a line stands in the figure: its axes, and for its name the edges and the middle, of the whole."""

    axes: tuple[str, str]
    left: float
    right: float
    middle: float


def courses(on: Canvas, lines: Sequence[Line], area: str) -> Drawn:
    day, lang = on.day, on.lang
    facts = {"area": short(day.pack.area[area], lang), "count": len(lines)}
    title = say(lang, "courses.title", **facts)
    judged = [(x, day.at(x.id, area), day.state(x.id, area)) for x in lines]
    rows = [
        (x.short(lang), unit_of(r, x, day.pack, lang).strip(), exact(r["open"]) if r else "—",
         moment(r["deadline_at"], day.ops_day, lang) if r else "—", word(s, lang, r))
        for x, r, s in judged
    ]  # fmt: skip
    alt = say(lang, "courses.alt", title=title, rows="; ".join(" ".join(r) for r in rows))
    twin = table([say(lang, f"courses.{c}") for c in ("line", "unit", "left", "deadline", "state")], rows)
    figure = _figure(on, lines, area)
    return chart_panel(Chart(ID, title, figure, alt, twin), lang, note=say(lang, "courses.note"), css="courses-panel")


def _figure(on: Canvas, lines: Sequence[Line], area: str) -> dict:
    ink = Palette.of(on.theme)
    layout, data, notes, shapes = base_layout(ink), [], [], []
    x_style, y_style = layout.pop("xaxis"), layout.pop("yaxis")
    all_courses = _courses(on.day, area)
    across = min(ACROSS, len(lines))
    down = -(-len(lines) // across)
    for i, line in enumerate(lines):
        row, column = divmod(i, across)
        n = str(i + 1) if i else ""
        left, right = column / across + GAP, (column + 1) / across - GAP
        high = (1 - FOOT) / down
        top, bottom = 1 - row * high, 1 - (row + 1) * high + 0.03
        last = i + across >= len(lines)
        layout[f"xaxis{n}"] = x_style | {
            "domain": [left, right], "anchor": f"y{n}", "range": [0, 25], "showticklabels": last,
            "tickvals": list(HOURS), "ticktext": [f"{h}" for h in HOURS],
        }  # fmt: skip
        course = all_courses.get(line.id, [])
        most = max((v for _, v in course), default=0) or 1
        layout[f"yaxis{n}"] = y_style | {
            "domain": [bottom, top - high * HEAD],
            "anchor": f"x{n}",
            "range": [0, most * 1.15],
            "showticklabels": False,
            "showgrid": False,
        }
        spot = Spot((f"x{n}", f"y{n}"), left, right, top - high * HEAD / 2)
        data += _traces(on, line, area, course, spot)
        notes += _names(on, line, area, course, spot)
    return {
        "data": data,
        "layout": layout | {"annotations": notes, "shapes": shapes, "margin": {"l": 2, "r": 2, "t": 2, "b": 4}},
    }


def _courses(day: Day, area: str) -> dict[str, Course]:
    """By line."""
    here = day.frame.loc[day.frame["area_code"] == area].sort_values(by="as_of", kind="stable")
    found: dict[str, Course] = {}
    for line, at, left in zip(here["line"], here["as_of"], here["open"], strict=True):
        if known(left):
            found.setdefault(str(line), []).append((_hour(day, at), float(left)))
    return found


def _hour(day: Day, at: datetime) -> float:
    return (at - datetime.combine(day.ops_day, datetime.min.time())).total_seconds() / 3600


def _traces(on: Canvas, line: Line, area: str, course: Course, spot: Spot) -> list[dict]:
    day, lang, ink = on.day, on.lang, Palette.of(on.theme)
    row = day.at(line.id, area)
    axes = {"xaxis": spot.axes[0], "yaxis": spot.axes[1], "type": "scatter"}
    if row is None or not course:
        return [axes | {"x": [], "y": []}]
    hours, values = [h for h, _ in course], [v for _, v in course]
    colour = getattr(ink, str(row["state"]))
    hover = [
        say(lang, "burndown.hover", clock=f"{h:02.0f}:00", left=exact(v), unit=unit_of(row, line, day.pack, lang))
        for h, v in course
    ]
    until = min(_hour(day, row["deadline_at"]), 25.0) if known(row["deadline_at"]) else None
    shape = day.profile(line.id)
    along = due_hours(hours[0], until, bent=shape is not None) if until is not None else []
    due = [] if until is None or until <= hours[0] else [
        axes | {"mode": "lines", "x": along, "y": [values[0] * (1 - due_by(shape, hours[0], h, until)) for h in along],
                "hoverinfo": "skip", "line": {"color": ink.muted, "width": 1.3, "dash": "dot"}},
    ]  # fmt: skip
    return [
        *due,
        axes | {"mode": "lines+markers", "x": hours, "y": values, "text": hover, "meta": f"line={line.id}",
                "hovertemplate": "%{text}<extra></extra>", "line": {"color": ink.ink, "width": 2},
                "fill": "tozeroy", "fillcolor": _faint(colour),
                "marker": {"size": [3] * (len(hours) - 1) + [8], "color": [ink.ink] * (len(hours) - 1) + [colour]}},
    ]  # fmt: skip


def _names(on: Canvas, line: Line, area: str, course: Course, spot: Spot) -> list[dict]:
    """Above: name and state, and what is left; at the first point, what it began with."""
    lang, ink, (axes, left, right, middle) = on.lang, Palette.of(on.theme), spot
    row, state = on.day.at(line.id, area), on.day.state(line.id, area)
    sign = html('<span style="color:{}">{}</span>', getattr(ink, state), GLYPHS[state])
    names = [label(html("{} {}", sign, line.short(lang)), left, middle, ink.ink, anchor="left", size=13, paper=True)]
    figure = count(row["open"], lang) if row else word(UNKNOWN, lang)
    names.append(label(html("<b>{}</b>", figure), right, middle, ink.ink, anchor="right", size=13, paper=True))
    if len(course) > 1 and course[0][1]:
        hour, value = course[0]
        names.append(label(compact(value, lang), hour, value, ink.muted, anchor="right", dx=-5, size=11, axes=axes))
    return names


def _faint(colour: str) -> str:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},0.12)"

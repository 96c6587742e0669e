"""Figures across days: bars or lines from zero, the peak and the last day labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data_pipeline.words import say
from data_pipeline.words.numbers import count, exact, known
from data_pipeline.words.numbers import day as day_name
from pages.components.charts.figure import Palette, axis_steps, base_layout, label
from pages.components.charts.svg_text import broad
from pages.components.html import Markup, html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.canvas import Canvas

TICKS = 7
BESIDE = 14  # px between the end of a line and its name, and behind it
NAME = 13  # px: size of a name
WORDS = 0.25  # of the height of a low panel that words above a bar take


@dataclass(frozen=True)
class Days:
    """One figure on each of the chart's days; None where none was published."""

    name: str
    values: Sequence[float | None]
    line: bool = False  # otherwise bars
    strong: bool = True
    shown: str = "{}"  # how a value is written: "{}%"
    digits: int = 0

    def written(self, value: float | None, lang: str) -> str:
        if value is None or not known(value):
            return "—"
        return self.shown.format(f"{value:,.{self.digits}f}" if self.digits else count(value, lang))


@dataclass(frozen=True)
class Course:
    days: Sequence[date]
    series: Sequence[Days]

    @cached_property
    def at(self) -> list[int]:
        """Days since the first, of each."""
        return [(d - self.days[0]).days for d in self.days]


def by_day(on: Canvas, id: str, title: str, of: Course, note: str = "") -> Drawn:
    lang, days, series = on.lang, of.days, of.series
    last = {s.name: s.written(s.values[-1] if len(s.values) else None, lang) for s in series}
    alt = say(lang, "series.alt", title=title, first=day_name(days[0], lang), last=day_name(days[-1], lang),
              rows=", ".join(f"{n} {v}" for n, v in last.items()), peak=_peak_words(days, series[0], lang))  # fmt: skip
    rows = [
        (day_name(d, lang), *(exact(s.values[i]) if not s.digits else s.written(s.values[i], lang) for s in series))
        for i, d in reversed(list(enumerate(days)))
    ]
    twin = table([say(lang, "series.day"), *(s.name for s in series)], rows)
    return chart_panel(Chart(id, title, _figure(on, of), alt, twin), lang, note=note)


def peak(values: Sequence[float | None]) -> int | None:
    """Where the highest stands; of equals the first."""
    there = [(float(v), -i) for i, v in enumerate(values) if v is not None and known(v)]
    return -max(there)[1] if there else None


def _peak_words(days: Sequence[date], first: Days, lang: str) -> str:
    at = peak(first.values)
    if at is None:
        return ""
    return say(lang, "series.peak", day=day_name(days[at], lang), figure=first.written(first.values[at], lang))


def _figure(on: Canvas, of: Course) -> dict:
    ink, lang, days, series, at = Palette.of(on.theme), on.lang, of.days, of.series, of.at
    layout = base_layout(ink)
    span = at[-1] or 1
    top = max((float(v) for s in series for v in s.values if v is not None and known(v)), default=0) * 1.16 or 1
    steps = axis_steps(top)
    ticks = at[:: -max(1, -(-len(at) // TICKS))][::-1]  # equally far apart, the last day among them
    names = dict(zip(at, days, strict=True))
    layout["xaxis"] |= {
        "range": [-0.7, span + 0.7],
        "tickvals": ticks,
        "ticktext": [day_name(names[t], lang) for t in ticks],
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [_tick(v, series[0], lang) for v in steps]}
    layout["margin"] |= {"r": _beside(of, lang) or layout["margin"]["r"]}
    data = [_trace(days, at, s, ink, lang) for s in series]
    return {"data": data, "layout": layout | {"bargap": 0.18, "annotations": _labels(on, of, top)}}


def _beside(of: Course, lang: str) -> float:
    """px at the right that the names of lines take, on a phone as on a wall."""
    ends = [(s, _end(s)) for s in of.series if s.line]
    names = [_ended(s, s.written(s.values[end], lang)) for s, end in ends if end is not None]
    return max((broad(name, NAME) + BESIDE for name in names), default=0)


def _end(s: Days) -> int | None:
    """The last day on which anything was published."""
    return next((i for i in range(len(s.values) - 1, -1, -1) if s.values[i] is not None and known(s.values[i])), None)


def _ended(s: Days, last: str) -> Markup:
    return html("{} <b>{}</b>", s.name, last)


def _tick(value: float, first: Days, lang: str) -> str:
    return first.shown.format(f"{value:,g}" if value < 10 else count(value, lang))


def _trace(days: Sequence[date], at: Sequence[int], s: Days, ink: Palette, lang: str) -> dict:
    dated = zip(days, s.values, strict=True)
    hover = [html("{}<br>{} {}", day_name(d, lang), s.name, s.written(v, lang)) for d, v in dated]
    colour = ink.ink if s.strong else ink.muted
    values = [None if v is None or not known(v) else float(v) for v in s.values]
    base = {"x": list(at), "y": values, "text": hover, "hovertemplate": "%{text}<extra></extra>"}
    if not s.line:
        return base | {"type": "bar", "textposition": "none", "marker": {"color": ink.muted, "opacity": 0.55}}
    return base | {"type": "scatter", "mode": "lines" if len(at) > 20 else "lines+markers", "connectgaps": False,
                   "line": {"color": colour, "width": 2.4 if s.strong else 1.8, "dash": "solid" if s.strong else "dot"},
                   "marker": {"size": 5}}  # fmt: skip


def _is_crossed(others: Sequence[Days], at: int, high: float, top: float) -> bool:
    """Does a line run where words above this height would stand?"""
    values = (s.values[at] for s in others if s.line)
    return any(v is not None and known(v) and 0 <= float(v) - high < WORDS * top for v in values)


def _labels(on: Canvas, of: Course, top: float) -> list[dict]:
    """The peak of the first series; at the end of each line its name and last value, those of bars above the bar."""
    ink, lang, days, series, at = Palette.of(on.theme), on.lang, of.days, of.series, of.at
    placed = []
    first = series[0]
    highest = peak(first.values)
    if highest is not None and first.values[highest] and len(at) > 1:
        side = "right" if at[highest] > 0.8 * at[-1] else "left" if at[highest] < 0.2 * at[-1] else "center"
        high = float(first.values[highest] or 0)
        dy = 11 if _is_crossed(series[1:], highest, high, top) else -11  # in the bar, where a line runs just above it
        placed.append(label(_peak_words(days, first, lang), at[highest], high, ink.ink, anchor=side, dy=dy, size=13))
    ends = []
    for s in (x for x in series if x.line):
        end = _end(s)
        if end is not None:
            ends.append((float(s.values[end] or 0), s, end))
    floor = -top
    for value, s, end in sorted(ends, key=lambda e: e[0]):
        height = max(value, floor + top * 0.085, top * 0.03)  # two names never on one another, none on the axis
        floor = height
        text, colour = _ended(s, s.written(s.values[end], lang)), ink.ink if s.strong else ink.muted
        placed.append(label(text, at[end], height, colour, anchor="left", dx=8, size=13))
    if not ends and highest != len(at) - 1 and first.values[-1] is not None and known(first.values[-1]):
        text = html("<b>{}</b>", first.written(first.values[-1], lang))
        placed.append(label(text, at[-1], float(first.values[-1]), ink.ink, dy=-10, size=13))
    return placed

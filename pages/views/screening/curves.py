"""Tubes through the stages as cumulative curves: the distance from one curve to the next, read across, is the time
a tube takes (first in, first out)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data_pipeline.declare import Gauge
from data_pipeline.outlook.readings import GaugeRow, edge_of, shown, target
from data_pipeline.words import say
from data_pipeline.words.numbers import BLANK, count, exact, known
from pages.components.charts.bars import spread
from pages.components.charts.figure import Palette, axis_steps, base_layout, label
from pages.components.charts.funnel import stages
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.scene import Scene

ID = "curves"
TUBES = "tube"
ROUNDS = "page/rounds"
BELOW = 0.03  # of the height, a length of time is told under its line
LABEL_SHARE = 0.06  # of the picture's height, what a label takes


@dataclass(frozen=True)
class Step:
    """A stage that passes tubes on: how many by when, and how long the last of them took."""

    name: str
    gauge: Gauge
    took: GaugeRow | None
    by: list[tuple[datetime, float]]

    @property
    def hours(self) -> float | None:
        return float(self.took["value"]) if self.took and known(self.took["value"]) else None

    @property
    def against_target(self) -> float:
        held = (edge_of(self.took) if self.took else None) or 0
        return (self.hours or 0) / held if held else self.hours or 0


def curves(scene: Scene) -> Drawn:
    first, of = _steps(scene)
    lang, title = scene.lang, scene.titled(_title(scene, of))
    columns = [say(lang, "curves.time"), say(lang, "curves.sampled"), *(s.name for s in of)]
    slots = [t for t, _ in first]
    by = [dict(s.by) for s in of]
    rows = [(f"{t:%H:%M}", exact(v), *(exact(x.get(t)) for x in by)) for t, v in first if t in slots]
    took = [(say(lang, "curves.took"), BLANK, *(shown(s.took, "h", lang) for s in of))] if of else []
    sentences = [say(lang, "curves.alt_row", stage=s.name, hours=shown(s.took, "h", lang)) for s in of]
    alt = say(lang, "panel.alt", title=title, rows=say(lang, "panel.join").join(sentences))
    twin = table(columns, [*rows, *took])
    return chart_panel(Chart(ID, title, _figure(scene, first, of), alt, twin), lang, note=say(lang, "curves.note"))


def slowest(of: list[Step]) -> Step | None:
    """The step that takes longest for what it is allowed."""
    return max((s for s in of if s.hours), key=lambda s: s.against_target, default=None)


def _steps(scene: Scene) -> tuple[list[tuple[datetime, float]], list[Step]]:
    """What was sampled by when, and the steps that pass tubes on."""
    gauges = {g.item: g for g in scene.readings.of_page("screening", "stage_turnaround")}
    first: list[tuple[datetime, float]] = []
    of: list[Step] = []
    for s in stages(scene.day, scene.readings, scene.place):
        if s.line.unit != TUBES or s.line.item not in gauges:
            continue
        course = scene.day.course(s.line.id, scene.place)
        if not course:
            continue
        if not first:
            first = [(r["as_of"], float(r["due"])) for r in course]
        by = [(r["as_of"], float(r["done"])) for r in course]
        gauge = gauges[s.line.item]
        of.append(Step(s.line.short(scene.lang), gauge, scene.readings.at(gauge.id, scene.place), by))
    return first, of


def _title(scene: Scene, of: list[Step]) -> str:
    worst, lang = slowest(of), scene.lang
    if worst is None or worst.took is None:
        return say(lang, "curves.title_plain")
    hours, held = shown(worst.took, "h", lang), target(worst.gauge, worst.took, scene.pack, lang)
    return say(lang, "curves.title", stage=worst.name, hours=hours, target=held)


def _start(scene: Scene) -> datetime | None:
    """When the round began, if it began today: before it there were no tubes."""
    rounds = scene.ask(ROUNDS, ops_day=scene.day.ops_day, moment=scene.day.asked)
    today = datetime.combine(scene.day.ops_day, datetime.min.time())
    starts = [t.to_pydatetime() for t in rounds["starts_at"]] if not rounds.empty else []
    return starts[0] if len(starts) == 1 and starts[0] >= today else None


def _figure(scene: Scene, first: list[tuple[datetime, float]], of: list[Step]) -> dict:
    ink, lang = Palette.of(scene.theme), scene.lang
    layout = base_layout(ink)
    if not first or not first[-1][1]:
        layout["annotations"] = [label(say(lang, "curves.none"), 0.5, 0.5, ink.muted, paper=True)]
        return {"data": [], "layout": layout | {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}
    start = _start(scene)
    named = [(say(lang, "curves.sampled"), first), *((s.name, s.by) for s in of)]
    top, last = first[-1][1] * 1.1, first[-1][0]
    begin = start or first[0][0]
    span = (last - begin) or timedelta(hours=1)
    data, notes = [], []
    heights = spread([by[-1][1] for _, by in named], top * LABEL_SHARE, top)
    for i, (name, by) in enumerate(named):
        points = [(start, 0.0), *by] if start and start < by[0][0] else by
        text = [say(lang, "curves.hover", clock=f"{t:%H:%M}", stage=name, count=exact(v)) for t, v in points]
        data.append(
            {"type": "scatter", "mode": "lines+markers", "x": [t.isoformat() for t, _ in points],
             "y": [v for _, v in points], "text": text, "hovertemplate": "%{text}<extra></extra>",
             "line": {"color": ink.muted if i % 2 else ink.ink, "width": 2.4}, "marker": {"size": 5}}
        )  # fmt: skip
        notes.append(_end(html("<b>{}</b> {}", name, count(by[-1][1], lang)), (last, heights[i]), ink.ink))
    timed = [s for s in of if s.hours]
    beneath = spread([s.by[-1][1] - top * BELOW for s in timed], top * LABEL_SHARE, top)
    for s, height in zip(timed, beneath, strict=True):
        then = last - timedelta(hours=s.hours or 0)
        y = s.by[-1][1]
        data.append(
            {"type": "scatter", "mode": "lines+markers", "x": [then.isoformat(), last.isoformat()], "y": [y, y],
             "hoverinfo": "skip", "line": {"color": ink.ink, "width": 1.4, "dash": "dot"},
             "marker": {"size": 6, "symbol": ["line-ns-open", "line-ns-open"], "color": ink.ink}}
        )  # fmt: skip
        label_text = say(lang, "curves.hours", stage=s.name, hours=shown(s.took, "h", lang))
        beside = _end(label_text, (last, height), ink.ink, anchor="right")
        notes.append(beside | {"bgcolor": ink.panel, "borderpad": 0})
    steps = axis_steps(top)
    slots = [t for t, _ in first]
    layout["margin"]["l"] = 56
    layout["xaxis"] |= {
        "type": "date",
        "range": [(begin - span * 0.03).isoformat(), (last + span * 0.34).isoformat()],
        "tickvals": [t.isoformat() for t in slots],
        "ticktext": [f"{t:%H:%M}" for t in slots],
    }
    layout["yaxis"] |= {"range": [0, top], "tickvals": steps, "ticktext": [count(v, lang, top) for v in steps]}
    return {"data": data, "layout": layout | {"annotations": notes}}


def _end(text: str, at: tuple[datetime, float], colour: str, *, dy: float = 0, anchor: str = "left") -> dict:
    return label(text, 0, at[1], colour, anchor=anchor, dx=10 if anchor == "left" else -6, dy=dy) | {
        "x": at[0].isoformat()
    }

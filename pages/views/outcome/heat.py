"""District × day: one cell each, in five numbered steps of one hue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data_pipeline.sentences.phrases import short
from data_pipeline.words import say
from data_pipeline.words.numbers import day as day_name
from data_pipeline.words.numbers import known
from pages.components.charts.figure import Palette, base_layout
from pages.components.charts.steps import ink as ink_on
from pages.components.charts.steps import legend, scale, step
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.model.canvas import Canvas

WRITTEN = 12  # days; with more, a cell has no room for its figure
TICKS = 8


@dataclass(frozen=True)
class Cells:
    """`values`: (district, day) -> figure; a cell without one stays empty. `shown`: how a figure is written."""

    days: Sequence[date]
    values: Mapping[tuple[str, date], float | None]
    edges: Sequence[float]
    shown: str = "{:,.0f}"

    @cached_property
    def written(self) -> Mapping[tuple[str, date], str]:
        return {k: self.shown.format(v) for k, v in self.values.items() if v is not None and known(v)}


def heat(on: Canvas, id: str, title: str, of: Cells, note: str = "") -> Drawn:
    lang, areas, days, texts = on.lang, list(on.pack.districts), of.days, of.written
    last = days[-1]
    top = sorted(areas, key=lambda a: -(of.values.get((a.code, last)) or 0))[:3]
    alt = say(lang, "heat.alt", title=title, day=day_name(last, lang),
              rows=", ".join(f"{short(a, lang)} {texts.get((a.code, last), '—')}" for a in top))  # fmt: skip
    columns = [say(lang, "heat.area"), *(day_name(d, lang) for d in reversed(days))]
    rows = [(a.name(lang), *(texts.get((a.code, d), "—") for d in reversed(days))) for a in areas]
    chart, tools = Chart(id, title, _figure(on, of), alt, table(columns, rows)), legend(of.edges, lang, on.theme)
    return chart_panel(chart, lang, note=note, css="heat-panel", tools=tools)


def _figure(on: Canvas, of: Cells) -> dict:
    ink, lang, theme, areas = Palette.of(on.theme), on.lang, on.theme, on.pack.districts
    days, texts = of.days, of.written
    layout = base_layout(ink) | {"margin": {"l": 6, "r": 6, "t": 4, "b": 22}}
    names = [short(a, lang) for a in areas]
    at = list(range(len(days)))
    steps = [[_step(of.values.get((a.code, d)), of.edges) for d in days] for a in areas]
    hover = [
        [html("{} {}<br>{}", a.name(lang), day_name(d, lang), texts.get((a.code, d), "—")) for d in days] for a in areas
    ]
    ticks = sorted({round(i * (len(at) - 1) / (min(TICKS, len(at)) - 1 or 1)) for i in range(min(TICKS, len(at)))})
    layout["xaxis"] |= {"tickvals": ticks, "ticktext": [day_name(days[t], lang) for t in ticks], "showline": False,
                        "range": [-0.5, len(at) - 0.5]}  # fmt: skip
    layout["yaxis"] |= {"tickvals": list(range(len(areas))), "ticktext": names, "range": [len(areas) - 0.5, -0.5],
                        "showgrid": False, "automargin": True}  # fmt: skip
    trace = {"type": "heatmap", "x": at, "y": list(range(len(areas))), "z": steps, "zmin": -0.5, "zmax": 4.5,
             "colorscale": scale(theme), "showscale": False, "xgap": 1, "ygap": 1, "text": hover, "hoverongaps": False,
             "hovertemplate": "%{text}<extra></extra>"}  # fmt: skip
    if len(days) <= WRITTEN:
        layout["annotations"] = [
            {"x": i, "y": j, "text": texts[a.code, d], "showarrow": False,
             "font": {"size": 12, "color": ink_on(int(steps[j][i] or 0), theme)}}
            for j, a in enumerate(areas) for i, d in enumerate(days) if (a.code, d) in texts
        ]  # fmt: skip
    return {"data": [trace], "layout": layout}


def _step(value: float | None, edges: Sequence[float]) -> int | None:
    return step(float(value), edges) if value is not None and known(value) else None

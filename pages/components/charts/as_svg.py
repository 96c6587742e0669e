"""A figure as SVG, without the chart library and without a browser: what the figures of this house are made of, and no
more. Each says its ranges and the names of its ticks, so that nothing is left to be guessed."""

from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from pages.components.charts.plane import Axis, Plane, named, plane, short
from pages.components.charts.svg_marks import NONE, Figure, dash, each, line, mark, rect
from pages.components.charts.svg_text import INK, broad, words
from pages.components.html import Markup, html, joined

SIZE = 12.0  # px of text
BESIDE = 6.0  # px between the names of an axis and the axis


def as_svg(figure: Figure, wide: float, tall: float, ground: str = "") -> Markup:
    """`ground`: its colour behind all; none where it is left out. Raises ValueError for a trace that it cannot draw."""
    layout = figure["layout"]
    on = plane(layout, wide, tall, _left(layout))
    stacks = _Stacks(stacked=layout.get("barmode") in ("stack", "relative"))
    shapes = [(s, _shape(s, on)) for s in layout.get("shapes", ())]
    parts = [
        _axes(layout, on),
        joined(m for s, m in shapes if s.get("layer") == "below"),
        _panes(layout, on),
        joined(_in_pane(layout, t, _trace(t, on, layout, stacks)) for t in _bars_first(figure["data"])),
        joined(m for s, m in shapes if s.get("layer") != "below"),
        joined(_note(a, on) for a in layout.get("annotations", ())),
    ]
    behind = html('<rect width="100%" height="100%" fill="{}"/>', ground) if ground else Markup()
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" color="{ink}" '
        'font-family="{face}" font-size="{size}">{behind}{parts}</svg>',
        w=f"{wide:g}", h=f"{tall:g}", ink=layout["font"]["color"],
        face=layout["font"]["family"], size=f"{SIZE:g}", behind=behind,
        parts=joined(parts),
    )  # fmt: skip


def _bars_first(data: Sequence[Figure]) -> Sequence[Figure]:
    return sorted(data, key=lambda t: t["type"] == "scatter")


class _Stacks:
    """How far bars at one place reach already."""

    def __init__(self, *, stacked: bool) -> None:
        self._stacked, self._reached = stacked, dict[Any, float]()

    def begins(self, at: Any, length: float) -> float:
        begun = self._reached.get(at, 0.0)
        if self._stacked:
            self._reached[at] = begun + length
        return begun


def _panes(layout: Figure, on: Plane) -> Markup:
    """What is drawn by a pair of axes is cut off at their edge. Its name is of this figure alone: several may stand in
    one page."""
    pairs = [(n, on.axes[n], on.axes[n.replace("x", "y")]) for n in on.axes if n[0] == "x"]
    return joined(
        html('<clipPath id="{}">{}</clipPath>', _pane(layout, n), rect((x.first, y.last, x.last, y.first), "#000"))
        for n, x, y in pairs
    )


def _in_pane(layout: Figure, t: Figure, marks: Iterator[Markup]) -> Markup:
    return html('<g clip-path="url(#{})">{}</g>', _pane(layout, t.get("xaxis", "x")), joined(marks))


def _pane(layout: Figure, x: str) -> str:
    return f"pane-{x}-{crc32(repr(layout).encode()):08x}"


def _left(layout: Figure) -> float:
    axis = layout.get("yaxis", {})
    longest = max((broad(str(t), SIZE) for t in axis.get("ticktext", ())), default=0.0)
    return max(layout["margin"]["l"], longest + BESIDE) if axis.get("automargin") else layout["margin"]["l"]


def _axes(layout: Figure, on: Plane) -> Markup:
    parts = []
    for name, of in named(layout):
        if of.get("visible", True):
            draw, crossing = (_across, "y") if name[0] == "x" else (_up, "x")
            other = of.get("anchor") or short(name).replace(name[0], crossing, 1)
            parts += draw(of, on.axes[short(name)], on.axes[other])
    return joined(parts)


def _ticks(of: Figure, axis: Axis) -> Iterator[tuple[float, str]]:
    """px and name of each that lies on the axis."""
    values = of.get("tickvals", ())
    names = of.get("ticktext") or [f"{v:g}{of.get('ticksuffix', '')}" for v in values]
    low, high = sorted((axis.first, axis.last))
    for value, name in zip(values, names, strict=True):
        if low - 1 <= (px := axis.px(value)) <= high + 1:
            yield px, str(name)


def _across(of: Figure, axis: Axis, other: Axis) -> Iterator[Markup]:
    foot, top, grid = other.first, other.last, of.get("gridcolor") if of.get("showgrid", True) else None
    muted = of["tickfont"].get("color")
    for px, name in _ticks(of, axis):
        if grid:
            yield line((px, foot), (px, top), {"color": grid, "width": 1})
        yield words(name, (px, foot + 15), anchor="center", size=SIZE, colour=muted)
    if of.get("showline"):
        yield line((axis.first, foot), (axis.last, foot), {"color": of["linecolor"], "width": 1})


def _up(of: Figure, axis: Axis, other: Axis) -> Iterator[Markup]:
    begin, grid = other.first, of.get("gridcolor") if of.get("showgrid", True) else None
    for px, name in _ticks(of, axis):
        if grid:
            yield line((begin, px), (other.last, px), {"color": grid, "width": 1})
        yield words(name, (begin - BESIDE, px), anchor="right", size=SIZE, colour=of["tickfont"].get("color"))
    if of.get("showline"):
        yield line((begin, axis.first), (begin, axis.last), {"color": of["linecolor"], "width": 1})


def _trace(t: Figure, on: Plane, layout: Figure, stacks: _Stacks) -> Iterator[Markup]:
    x, y = on.axes[t.get("xaxis", "x")], on.axes[t.get("yaxis", "y")]
    if t["type"] == "bar":
        yield from _bars(t, x, y, layout, stacks)
    elif t["type"] == "heatmap":
        yield from _cells(t, x, y)
    elif t["type"] == "scatter":
        yield from _points(t, x, y)
    else:
        raise ValueError(t["type"])


def _points(t: Figure, x: Axis, y: Axis) -> Iterator[Markup]:
    runs: list[list[tuple[float, float]]] = [[]]
    for px, py in zip(t["x"], t["y"], strict=True):
        if px is None or py is None:
            runs += [] if t.get("connectgaps") else [[]]
        else:
            runs[-1].append((x.px(px), y.px(py)))
    seen = [run for run in runs if run]
    opacity = t.get("opacity", 1)
    if "lines" in t["mode"]:
        yield _path(seen, t, opacity)
    if "markers" in t["mode"]:
        for n, at in enumerate(p for run in seen for p in run):
            yield mark(t.get("marker", {}), n, at, opacity, t.get("line", {}).get("color", INK))


def _path(runs: Sequence[Sequence[tuple[float, float]]], t: Figure, opacity: float) -> Markup:
    closed = t.get("fill") == "toself"
    d = "".join(f"M{'L'.join(f'{x:.1f},{y:.1f}' for x, y in run)}{'Z' if closed else ''}" for run in runs)
    fill = t.get("fillpattern", {}).get("bgcolor") or t.get("fillcolor", NONE) if closed else "none"
    edge = t.get("line", {})
    return html(
        '<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dash} opacity="{opacity}" '
        'stroke-linejoin="round"/>',
        d=d, fill=fill, stroke=edge.get("color", NONE), width=f"{edge.get('width', 2):g}", dash=dash(edge),
        opacity=f"{opacity:g}",
    )  # fmt: skip


def _bars(t: Figure, x: Axis, y: Axis, layout: Figure, stacks: _Stacks) -> Iterator[Markup]:
    lying = t.get("orientation") == "h"
    along, across = (x, y) if lying else (y, x)
    lengths, places = (t["x"], t["y"]) if lying else (t["y"], t["x"])
    marker, thick = t.get("marker", {}), t.get("width") or 1 - layout.get("bargap", 0.2)
    for n, (length, place) in enumerate(zip(lengths, places, strict=True)):
        if length is None:
            continue
        begun = stacks.begins(place, float(length))
        half = float(each(thick, n, 0.8)) / 2
        ends = sorted((along.px(begun), along.px(begun + float(length))))
        sides = sorted((across.px(place - half), across.px(place + half)))
        (left, right), (top, foot) = (ends, sides) if lying else (sides, ends)
        yield rect((left, top, right, foot), str(each(marker.get("color"), n, INK)), marker.get("opacity", 1))


def _cells(t: Figure, x: Axis, y: Axis) -> Iterator[Markup]:
    gap = t.get("xgap", 0) / 2
    for row, py in zip(t["z"], t["y"], strict=True):
        for value, px in zip(row, t["x"], strict=True):
            if value is None:
                continue
            left, right = sorted((x.px(px - 0.5), x.px(px + 0.5)))
            top, foot = sorted((y.px(py - 0.5), y.px(py + 0.5)))
            yield rect((left + gap, top + gap, right - gap, foot - gap), _of_scale(t, value))


def _of_scale(t: Figure, value: float) -> str:
    """The colour of the step that it lies in."""
    share = (value - t["zmin"]) / (t["zmax"] - t["zmin"])
    return next((c for at, c in reversed(t["colorscale"]) if at <= share), t["colorscale"][0][1])


def _shape(s: Figure, on: Plane) -> Markup:
    x0, x1 = (on.at(s.get("xref", "x"), s[k], "x") for k in ("x0", "x1"))
    y0, y1 = (on.at(s.get("yref", "y"), s[k], "y") for k in ("y0", "y1"))
    edge = s.get("line", {})
    if s["type"] == "line":
        return line((x0, y0), (x1, y1), edge)
    (left, right), (top, foot) = sorted((x0, x1)), sorted((y0, y1))
    return rect((left, top, right, foot), s.get("fillcolor", NONE), s.get("opacity", 1), edge)


def _note(a: Figure, on: Plane) -> Markup:
    at = on.at(a.get("xref", "x"), a["x"], "x"), on.at(a.get("yref", "y"), a["y"], "y")
    shifted = at[0] + a.get("xshift", 0), at[1] - a.get("yshift", 0)
    font = a.get("font", {})
    put = {"anchor": a.get("xanchor", "center"), "size": font.get("size", SIZE), "colour": font.get("color")}
    return words(a["text"], shifted, ground=a.get("bgcolor", ""), **put)

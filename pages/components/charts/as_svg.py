"""A figure as SVG, without the chart library and without a browser: what the figures of this house are made of, and no
more. Each says its ranges and the names of its ticks, so that nothing is left to be guessed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pages.components.charts.plane import Axis, Plane, named, plane, short
from pages.components.charts.svg_text import broad, words
from pages.components.html import Markup, html, joined

Figure = Mapping[str, Any]
SIZE = 12.0  # px of text
BESIDE = 6.0  # px between the names of an axis and the axis
DASHES = {"dot": "2 3", "dash": "7 4", "dashdot": "7 3 2 3"}
NONE = "rgba(0,0,0,0)"


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
        joined(_in_pane(t, _trace(t, on, layout, stacks)) for t in _bars_first(figure["data"])),
        joined(m for s, m in shapes if s.get("layer") != "below"),
        joined(_note(a, on) for a in layout.get("annotations", ())),
    ]
    behind = html('<rect width="100%" height="100%" fill="{}"/>', ground) if ground else Markup()
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="{face}" '
        'font-size="{size}">{behind}{parts}</svg>',
        w=f"{wide:g}", h=f"{tall:g}", face=layout["font"]["family"], size=f"{SIZE:g}", behind=behind,
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
    """Where there are several pairs of axes, each is cut off at its own edge."""
    if "xaxis2" not in layout:
        return Markup()
    pairs = [(n, on.axes[n], on.axes[n.replace("x", "y")]) for n in on.axes if n[0] == "x"]
    return joined(
        html('<clipPath id="{}">{}</clipPath>', f"pane-{n}", _rect((x.first, y.last, x.last, y.first), "#000"))
        for n, x, y in pairs
    )


def _in_pane(t: Figure, marks: Iterator[Markup]) -> Markup:
    pane = html(' clip-path="url(#{})"', f"pane-{t['xaxis']}") if "xaxis" in t else Markup()
    return html("<g{}>{}</g>", pane, joined(marks))


def _left(layout: Figure) -> float:
    axis = layout.get("yaxis", {})
    longest = max((broad(str(t), SIZE) for t in axis.get("ticktext", ())), default=0.0)
    return max(layout["margin"]["l"], longest + BESIDE) if axis.get("automargin") else layout["margin"]["l"]


def _axes(layout: Figure, on: Plane) -> Markup:
    parts = []
    for name, of in named(layout):
        if of.get("visible", True):
            other = on.axes[short(of.get("anchor") or name.replace(name[0], "y" if name[0] == "x" else "x", 1))]
            parts += (
                _across(of, on.axes[short(name)], other) if name[0] == "x" else _up(of, on.axes[short(name)], other)
            )
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
            yield _line((px, foot), (px, top), {"color": grid, "width": 1})
        yield words(name, (px, foot + 15), anchor="center", size=SIZE, colour=muted)
    if of.get("showline"):
        yield _line((axis.first, foot), (axis.last, foot), {"color": of["linecolor"], "width": 1})


def _up(of: Figure, axis: Axis, other: Axis) -> Iterator[Markup]:
    begin, grid = other.first, of.get("gridcolor") if of.get("showgrid", True) else None
    for px, name in _ticks(of, axis):
        if grid:
            yield _line((begin, px), (other.last, px), {"color": grid, "width": 1})
        yield words(name, (begin - BESIDE, px), anchor="right", size=SIZE, colour=of["tickfont"].get("color"))
    if of.get("showline"):
        yield _line((begin, axis.first), (begin, axis.last), {"color": of["linecolor"], "width": 1})


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
            yield _mark(t.get("marker", {}), n, at, opacity, t.get("line", {}).get("color", "#4E5B68"))


def _path(runs: Sequence[Sequence[tuple[float, float]]], t: Figure, opacity: float) -> Markup:
    closed = t.get("fill") == "toself"
    d = "".join(f"M{'L'.join(f'{x:.1f},{y:.1f}' for x, y in run)}{'Z' if closed else ''}" for run in runs)
    fill = t.get("fillpattern", {}).get("bgcolor") or t.get("fillcolor", NONE) if closed else "none"
    line = t.get("line", {})
    return html(
        '<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dash} opacity="{opacity}" '
        'stroke-linejoin="round"/>',
        d=d, fill=fill, stroke=line.get("color", NONE), width=f"{line.get('width', 2):g}", dash=_dash(line),
        opacity=f"{opacity:g}",
    )  # fmt: skip


def _each(of: Any, n: int, other: Any) -> Any:
    """Of one value for all points, or one for each."""
    if isinstance(of, list | tuple):
        return of[n] if n < len(of) else other
    return other if of is None else of


def _mark(m: Figure, n: int, at: tuple[float, float], opacity: float, ink: str) -> Markup:
    r, colour = float(_each(m.get("size"), n, 6)) / 2, _each(m.get("color"), n, ink)
    edge = m.get("line", {})
    symbol = str(_each(m.get("symbol"), n, "circle"))
    fill = "none" if symbol.endswith("-open") else colour
    stroke = colour if symbol.endswith("-open") else _each(edge.get("color"), n, NONE)
    width = float(_each(edge.get("width"), n, 2 if symbol.endswith("-open") else 0))
    x, y = at
    corners = {"diamond": 4, "square": 4, "triangle": 3}
    kind = symbol.partition("-")[0]
    if kind == "square":
        d = f"M{x - r:.1f},{y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}Z"
    elif kind in corners:
        low = r if kind == "diamond" else 0.7 * r
        d = f"M{x:.1f},{y - r:.1f}L{x + r:.1f},{y + low - r * (kind == 'diamond'):.1f}"
        d += f"L{x:.1f},{y + r:.1f}" if kind == "diamond" else ""
        d += f"L{x - r:.1f},{y + low - r * (kind == 'diamond'):.1f}Z"
    else:
        d = f"M{x - r:.1f},{y:.1f}a{r:.1f},{r:.1f} 0 1,0 {2 * r:.1f},0a{r:.1f},{r:.1f} 0 1,0 {-2 * r:.1f},0Z"
    shown = float(m.get("opacity", 1)) * opacity
    return html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="{}" opacity="{}"/>',
        d,
        fill,
        stroke,
        f"{width:g}",
        f"{shown:g}",
    )


def _bars(t: Figure, x: Axis, y: Axis, layout: Figure, stacks: _Stacks) -> Iterator[Markup]:
    lying = t.get("orientation") == "h"
    along, across = (x, y) if lying else (y, x)
    lengths, places = (t["x"], t["y"]) if lying else (t["y"], t["x"])
    marker, thick = t.get("marker", {}), t.get("width") or 1 - layout.get("bargap", 0.2)
    for n, (length, place) in enumerate(zip(lengths, places, strict=True)):
        if length is None:
            continue
        begun = stacks.begins(place, float(length))
        half = float(_each(thick, n, 0.8)) / 2
        ends = sorted((along.px(begun), along.px(begun + float(length))))
        sides = sorted((across.px(place - half), across.px(place + half)))
        (left, right), (top, foot) = (ends, sides) if lying else (sides, ends)
        yield _rect((left, top, right, foot), str(_each(marker.get("color"), n, "#4E5B68")), marker.get("opacity", 1))


def _cells(t: Figure, x: Axis, y: Axis) -> Iterator[Markup]:
    gap = t.get("xgap", 0) / 2
    for row, py in zip(t["z"], t["y"], strict=True):
        for value, px in zip(row, t["x"], strict=True):
            if value is None:
                continue
            left, right = sorted((x.px(px - 0.5), x.px(px + 0.5)))
            top, foot = sorted((y.px(py - 0.5), y.px(py + 0.5)))
            yield _rect((left + gap, top + gap, right - gap, foot - gap), _of_scale(t, value))


def _of_scale(t: Figure, value: float) -> str:
    """The colour of the step that it lies in."""
    share = (value - t["zmin"]) / (t["zmax"] - t["zmin"])
    return next((c for at, c in reversed(t["colorscale"]) if at <= share), t["colorscale"][0][1])


def _shape(s: Figure, on: Plane) -> Markup:
    x0, x1 = (on.at(s.get("xref", "x"), s[k], "x") for k in ("x0", "x1"))
    y0, y1 = (on.at(s.get("yref", "y"), s[k], "y") for k in ("y0", "y1"))
    line = s.get("line", {})
    if s["type"] == "line":
        return _line((x0, y0), (x1, y1), line)
    (left, right), (top, foot) = sorted((x0, x1)), sorted((y0, y1))
    return _rect((left, top, right, foot), s.get("fillcolor", NONE), s.get("opacity", 1), line)


def _note(a: Figure, on: Plane) -> Markup:
    at = on.at(a.get("xref", "x"), a["x"], "x"), on.at(a.get("yref", "y"), a["y"], "y")
    shifted = at[0] + a.get("xshift", 0), at[1] - a.get("yshift", 0)
    font = a.get("font", {})
    put = {"anchor": a.get("xanchor", "center"), "size": font.get("size", SIZE), "colour": font.get("color")}
    return words(a["text"], shifted, ground=a.get("bgcolor", ""), **put)


def _line(a: tuple[float, float], b: tuple[float, float], of: Figure) -> Markup:
    d, width = f"M{a[0]:.1f},{a[1]:.1f}L{b[0]:.1f},{b[1]:.1f}", f"{of.get('width', 1):g}"
    return html('<path d="{}" stroke="{}" stroke-width="{}"{}/>', d, of.get("color", NONE), width, _dash(of))


def _rect(at: tuple[float, float, float, float], fill: str, opacity: float = 1, line: Figure | None = None) -> Markup:
    left, top, right, foot = at
    edge = html(' stroke="{}" stroke-width="{}"', line.get("color", NONE), f"{line.get('width', 0):g}") if line else ""
    size = f"{max(right - left, 0):.1f}", f"{max(foot - top, 0):.1f}"
    return html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" opacity="{}"{}/>',
        f"{left:.1f}", f"{top:.1f}", *size, fill, f"{opacity:g}", edge,
    )  # fmt: skip


def _dash(line: Figure) -> Markup:
    dash = DASHES.get(line.get("dash", ""))
    return html(' stroke-dasharray="{}"', dash) if dash else Markup()

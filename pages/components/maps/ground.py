"""The ground of a map: quiet outlines of the districts, and where in each there is room for a mark."""

from pathlib import Path

from data_pipeline.declare.boundaries import outlines
from data_pipeline.declare.placing import Point, box, overlap
from pages.components.charts.figure import Palette, base_layout, label
from pages.components.maps.map import View, axes_of, frame_of, points, views
from pages.components.theme import Tokens, tokens
from pages.model.canvas import Canvas


def ground(on: Canvas, none: str, names: dict[str, str], *, inset: bool = True) -> dict:
    """A figure with the outlines alone; `none` is told where the pack has no outlines; `inset`: small ones enlarged."""
    ink, root = Palette.of(on.theme), on.pack.root
    layout = base_layout(ink) | {"margin": {"l": 0, "r": 0, "t": 2, "b": 2}}
    shapes = outlines(root)
    if not shapes:
        layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        layout["annotations"] = [label(none, 0.5, 0.5, ink.muted, paper=True)]
        return {"data": [], "layout": layout}
    whole, near = views(root, on.lang)
    near = near if inset else None
    traces = [
        _outline(shapes[c], view, tokens(on.theme), f"area={c}", names.get(c, ""))
        for view in filter(None, (whole, near))
        for c in shapes
        if overlap(box(shapes[c]), view.box)
    ]
    layout |= axes_of(whole, near)
    if near:
        layout["shapes"] = [frame_of(near, ink)]
    return {"data": traces, "layout": layout | {"annotations": []}}


def _outline(rings: list, view: View, t: Tokens, meta: str, name: str) -> dict:
    """Without a name it is there for bearings alone."""
    xs, ys = points(rings)
    hover = {"hoverinfo": "text", "meta": meta} if name else {"hoverinfo": "skip"}
    return {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines", "fill": "toself", "fillcolor": t.well, "text": name,
        "line": {"color": t.panel, "width": 1.2}, "xaxis": view.axes[0], "yaxis": view.axes[1], "hoveron": "fills",
    } | hover  # fmt: skip


def places(root: Path, lang: str) -> dict[str, tuple[Point, View]]:
    """District → the point of its own label, and the part of the map in which that stands."""
    found = [view for view in views(root, lang) if view] if outlines(root) else []
    return {code: (at, view) for view in found for code, at in view.labels.items()}


def middles(root: Path) -> dict[str, Point]:
    """District → a point well inside its largest outline, on the whole map."""
    return {
        code: ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for code, rings in outlines(root).items() for b in (box(rings),)
    }

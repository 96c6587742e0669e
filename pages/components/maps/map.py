"""District map: filled outlines, no base map. Small districts crowded together are drawn again, enlarged, beside it."""

from dataclasses import dataclass
from pathlib import Path

from data_pipeline.core.caches import remembered
from data_pipeline.declare import Line
from data_pipeline.declare.boundaries import Ring, outlines
from data_pipeline.declare.placing import Box, Point, box, overlap, place, stretch
from data_pipeline.declare.placing import views as parted
from data_pipeline.outlook.day import Day
from data_pipeline.sentences.phrases import short, unit_of, units_of
from data_pipeline.sentences.states import GLYPHS, word
from data_pipeline.words import Unit, say
from data_pipeline.words.language import by_width
from data_pipeline.words.numbers import compact, count, exact, percent
from pages.components.charts.figure import Palette, base_layout, instead, label
from pages.components.html import html
from pages.components.panel import Chart, Drawn, chart_panel, table
from pages.components.theme import Tokens, tokens
from pages.model.canvas import Canvas

ID = "map"
SPLIT = 0.57  # share of the figure's width for the whole map, where there is an enlarged part
# Width and height of a label as shares of the height of the whole map and of the enlarged part, in this order.
LABEL = ((0.19, 0.13), (0.2, 0.14)), ((0.265, 0.145), (0.31, 0.15))
ON_A_WALL = ((0.185, 0.105), (0.2, 0.13)), ((0.25, 0.105), (0.31, 0.13))  # where the map is higher
LOW = 1.3  # times as broad as high


@dataclass(frozen=True)
class View:
    """One pair of axes of the figure and where its districts are labelled."""

    axes: tuple[str, str]
    box: Box
    labels: dict[str, Point]


def district_map(
    on: Canvas, line: Line, area: str | None = None, label_size: float = 1.0, *, brief: bool = False
) -> Drawn:
    """`label_size`: how much larger labels are, against the map, than on the desk. `brief`: labels without figures."""
    day, lang = on.day, on.lang
    name = say(lang, "map.title", line=line.short(lang))
    title = name + say(lang, "map.unit", unit=units_of(day, line, (a.code for a in day.pack.districts), lang))
    rows = [told_of(day, line, a.code, lang) for a in day.pack.districts]
    alt_rows = ", ".join(say(lang, "map.alt_row", **r) for r in rows)
    columns = [say(lang, f"map.col_{c}") for c in ("area", "left", "rate", "state")]
    twin = table(columns, [(r["area"], r["exact"], r["rate"], r["state"]) for r in rows])
    figure = _figure(on, line, area, label_size, brief)
    alt = say(lang, "map.alt", title=title, rows=alt_rows)
    return chart_panel(
        Chart(ID, title, figure, alt, twin), lang, note=say(lang, "map.note"), css=_css(day.pack.root, lang)
    )


def _css(root: Path, lang: str) -> str:
    """A map broader than high needs less height on a phone."""
    if not outlines(root):
        return "map-panel"
    west, south, east, north = at = views(root, lang)[0].box
    return "map-panel low" if east - west > LOW * (north - south) * stretch(at) else "map-panel"


def told_of(day: Day, line: Line, code: str, lang: str) -> dict[str, str]:
    row = day.at(line.id, code)
    return {
        "area": day.pack.area[code].name(lang),
        "left": count(row["open"], lang) if row else "—",
        "exact": exact(row["open"]) if row else "—",
        "rate": percent(row["rate"]) if row else "—",
        "unit": unit_of(row, line, day.pack, lang) if row else Unit("", ""),
        "state": word(day.state(line.id, code), lang, row),
    }


def _figure(on: Canvas, line: Line, chosen: str | None, label_size: float, brief: bool) -> dict:
    t, ink, pack, lang = tokens(on.theme), Palette.of(on.theme), on.pack, on.lang
    layout = base_layout(ink) | {"margin": {"l": 0, "r": 0, "t": 2, "b": 2}}
    shapes = outlines(pack.root)
    if not shapes:
        return instead(ink, say(lang, "map.none"))
    whole, near = views(pack.root, lang, label_size, brief)
    traces, labels = [], []
    for view in filter(None, (whole, near)):
        here = [c for c, rings in shapes.items() if overlap(box(rings), view.box)]
        seen = [c for c in here if c in pack.area]
        traces += [_bare(shapes[c], view, t) for c in here if c not in pack.area]  # not shown to this viewer
        traces += [_area(on, line, c, view, chosen) for c in seen if c != chosen]
        traces += [_area(on, line, c, view, chosen) for c in seen if c == chosen]
        labels += [_label(on, line, c, view, brief) for c in view.labels if c in seen]
    layout |= axes_of(whole, near)
    layout["annotations"] = labels
    if near:
        layout["shapes"] = [frame_of(near, ink)]
        layout["annotations"].append(
            label(say(lang, "map.inset"), 1, 0.99, ink.muted, paper=True, size=11, anchor="right")
        )
    return {"data": traces, "layout": layout}


@remembered("map views", 32)
def views(root: Path, lang: str, label_size: float = 1.0, brief: bool = False) -> tuple[View, View | None]:
    """The whole map, and a closer look at the districts too small to be labelled in it (at least three of them)."""
    shapes = outlines(root)
    whole, near, small = parted(shapes)
    size, size_near = by_width(lang, *(LABEL if label_size == 1 else ON_A_WALL))
    large = _placed({c: r for c, r in shapes.items() if c not in small}, whole, _room(size, brief), label_size)
    if near is None:
        return View(("x", "y"), whole, large), None
    labels = _placed({c: shapes[c] for c in shapes if c in small}, near, _room(size_near, brief), label_size)
    return View(("x", "y"), whole, large), View(("x2", "y2"), near, labels)


def _room(size: tuple[float, float], brief: bool) -> tuple[float, float]:
    """One line, its mark beside the name, in place of two."""
    return (size[0] * 1.15, size[1] / 2) if brief else size


def _placed(
    shapes: dict[str, list[Ring]], within: Box, size: tuple[float, float], label_size: float
) -> dict[str, Point]:
    height = (within[3] - within[1]) * label_size
    return place(shapes, (size[0] * height * stretch(within), size[1] * height), within)


def _area(on: Canvas, line: Line, code: str, view: View, chosen: str | None) -> dict:
    t, state = tokens(on.theme), on.day.state(line.id, code)
    xs, ys = points(outlines(on.pack.root)[code])
    trace = {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines", "fill": "toself", "fillcolor": fill(state, t),
        "line": {"color": t.ink, "width": 2.4} if code == chosen else {"color": t.panel, "width": 1.2},
        "xaxis": view.axes[0], "yaxis": view.axes[1], "hoveron": "fills", "hoverinfo": "text", "meta": f"area={code}",
        "text": say(on.lang, "map.hover", **told_of(on.day, line, code, on.lang)),
    }  # fmt: skip
    if view.axes[0] == "x2" and code not in view.labels:
        trace["opacity"] = 0.4  # a neighbour, shown for bearings
    if state == "unknown":
        trace["fillpattern"] = {
            "shape": "/",
            "fgcolor": t.unknown,
            "bgcolor": t.unknown_soft,
            "size": 6,
            "solidity": 0.2,
        }
    return trace


def _bare(rings: list[Ring], view: View, t: Tokens) -> dict:
    """An outline, for bearings; nothing is told of it."""
    xs, ys = points(rings)
    return {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines", "fill": "toself", "fillcolor": t.well,
        "line": {"color": t.line, "width": 1}, "xaxis": view.axes[0], "yaxis": view.axes[1], "hoverinfo": "skip",
    }  # fmt: skip


def fill(state: str, t: Tokens) -> str:
    large = {"on_track": t.map_on_track, "at_risk": t.map_at_risk, "will_miss": t.will_miss, "unknown": t.unknown_soft}
    return large[state]


def _label(on: Canvas, line: Line, code: str, view: View, brief: bool) -> dict:
    """Name, and under it the state's shape with what is left: colour is never alone."""
    t, at = tokens(on.theme), view.labels[code]
    state, row = on.day.state(line.id, code), on.day.at(line.id, code)
    left = compact(row["open"], on.lang) if row else "—"
    colour = t.on_will_miss if state == "will_miss" else t.on_map
    name = short(on.pack.area[code], on.lang)
    text = (
        f"{GLYPHS[state]}{name}"
        if brief
        else html("{name}<br>{glyphs}<b>{left}</b>", name=name, glyphs=GLYPHS[state], left=left)
    )
    chip = {"bgcolor": fill(state, t), "borderpad": 1}  # readable where a narrow district lets it overhang
    return label(text, at[0], at[1], colour, size=11, axes=view.axes) | chip


def axes_of(whole: View, near: View | None) -> dict:
    hidden = {"visible": False, "fixedrange": True}
    split = SPLIT if near else 1.0
    axes = {
        "xaxis": hidden | {"domain": [0, split], "range": _range(whole.box, 0)},
        "yaxis": hidden | {"range": _range(whole.box, 1), "scaleanchor": "x", "scaleratio": stretch(whole.box)},
    }
    if near:
        scale = {"anchor": "x2", "scaleanchor": "x2", "scaleratio": stretch(near.box)}
        axes["xaxis2"] = hidden | {"domain": [split + 0.02, 1], "range": _range(near.box, 0), "anchor": "y2"}
        axes["yaxis2"] = hidden | scale | {"domain": [0, 0.94], "range": _range(near.box, 1)}
    return axes


def frame_of(near: View, ink: Palette) -> dict:
    """On the whole map, the outline of what is enlarged."""
    west, south, east, north = near.box
    return {
        "type": "rect", "x0": west, "x1": east, "y0": south, "y1": north, "xref": "x", "yref": "y",
        "line": {"color": ink.ink, "width": 1}, "fillcolor": "rgba(0,0,0,0)",
    }  # fmt: skip


def points(rings: list[Ring]) -> tuple[list[float | None], list[float | None]]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [x for x, _ in ring] + [None]
        ys += [y for _, y in ring] + [None]
    return xs[:-1], ys[:-1]


def _range(at: Box, axis: int) -> list[float]:
    return [at[axis], at[axis + 2]]

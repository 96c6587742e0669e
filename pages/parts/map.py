"""District map: filled outlines, no base map. Small districts crowded together are drawn again, enlarged, beside it."""

from dataclasses import dataclass
from math import cos, radians

from data_pipeline.declare import Line
from data_pipeline.declare.boundaries import Ring
from data_pipeline.words import say
from pages.parts.day import Day
from pages.parts.figure import Palette, base_layout, label
from pages.parts.marks import SYMBOLS
from pages.parts.numbers import count, exact, percent
from pages.parts.panel import Drawn, chart_panel, table
from pages.parts.phrases import short, unit
from pages.parts.theme import Tokens, tokens

ID = "map"
SMALL = 0.13  # a district less wide and less high than this share of the map cannot hold its own label
GAP = 0.05
Box = tuple[float, float, float, float]  # west, south, east, north
Outlines = dict[str, list[Ring]]


@dataclass(frozen=True)
class View:
    """One pair of axes of the figure and the districts labelled in it."""

    axes: tuple[str, str]
    box: Box
    labelled: frozenset[str]


def district_map(day: Day, line: Line, outlines: Outlines, lang: str, theme: str, area: str | None = None) -> Drawn:
    name = say(lang, "map.title", line=line.name(lang))
    title = name + say(lang, "map.unit", unit=unit(line, day.pack, lang).strip())
    rows = [_told(day, line, code, lang) for code in (a.code for a in day.pack.districts)]
    alt_rows = ", ".join(say(lang, "map.alt_row", **r) for r in rows)
    columns = [say(lang, f"map.col_{c}") for c in ("area", "left", "rate", "state")]
    twin = table(columns, [(r["area"], r["exact"], r["rate"], r["state"]) for r in rows])
    figure = _figure(day, line, outlines, lang, tokens(theme), Palette.of(theme), area)
    alt = say(lang, "map.alt", title=title, rows=alt_rows)
    return chart_panel(ID, title, figure, alt, twin, lang, note=say(lang, "map.note"), css="map-panel")


def _told(day: Day, line: Line, code: str, lang: str) -> dict[str, str]:
    row = day.at(line.id, code)
    return {
        "area": day.pack.area[code].name(lang),
        "left": count(row["open"], lang) if row else "—",
        "exact": exact(row["open"]) if row else "—",
        "rate": percent(row["rate"]) if row else "—",
        "unit": unit(line, day.pack, lang) if row else "",
        "state": say(lang, f"state.{day.state(line.id, code)}"),
    }


def _figure(
    day: Day, line: Line, outlines: Outlines, lang: str, t: Tokens, ink: Palette, chosen: str | None
) -> dict:  # fmt: skip
    layout = base_layout(ink) | {"margin": {"l": 2, "r": 2, "t": 2, "b": 2}}
    if not outlines:
        layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        layout["annotations"] = [label(say(lang, "map.none"), 0.5, 0.5, ink.muted, paper=True)]
        return {"data": [], "layout": layout}
    whole, inset = views(outlines)
    traces, labels = [], []
    for view in (v for v in (whole, inset) if v):
        for code in outlines:
            if _overlaps(_box(outlines[code]), view.box):
                traces.append(_area(day, line, code, outlines[code], view, lang, t, code == chosen))
        traces.append(_marks(day, line, view, lang, t))
        labels += _labels(day, line, view, lang, t)
    layout |= _axes(whole, inset)
    layout["annotations"] = labels
    if inset:
        layout["shapes"] = [_frame(inset, ink)]
        layout["annotations"].append(_inset_title(lang, ink))
    return {"data": traces, "layout": layout}


def views(outlines: Outlines) -> tuple[View, View | None]:
    """The whole map, and a closer look at the districts too small to be labelled in it (at least three of them)."""
    boxes = {code: _box(rings) for code, rings in outlines.items()}
    whole = _around(list(boxes.values()))
    width, height = whole[2] - whole[0], whole[3] - whole[1]
    small = frozenset(
        code for code, (w, s, e, n) in boxes.items() if e - w < SMALL * width and n - s < SMALL * 1.6 * height
    )
    if len(small) < 3:
        return View(("x", "y"), whole, frozenset(boxes)), None
    near = _around([boxes[c] for c in small])
    return View(("x", "y"), whole, frozenset(boxes) - small), View(("x2", "y2"), near, small)


def _area(
    day: Day, line: Line, code: str, rings: list[Ring], view: View, lang: str, t: Tokens, chosen: bool
) -> dict:  # fmt: skip
    state = day.state(line.id, code)
    xs, ys = _points(rings)
    trace = {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines", "fill": "toself", "fillcolor": _fill(state, t),
        "line": {"color": t.ink if chosen else t.panel, "width": 2.2 if chosen else 1.2}, "xaxis": view.axes[0],
        "yaxis": view.axes[1], "text": say(lang, "map.hover", **_told(day, line, code, lang)), "hoveron": "fills",
        "hoverinfo": "text", "meta": f"area={code}",
    }  # fmt: skip
    if state == "no_data":
        trace["fillpattern"] = {
            "shape": "/",
            "fgcolor": t.no_data,
            "bgcolor": t.no_data_soft,
            "size": 6,
            "solidity": 0.2,
        }
    return trace


def _fill(state: str, t: Tokens) -> str:
    return {
        "on_course": t.map_on_course, "tight": t.map_tight, "will_miss": t.will_miss, "no_data": t.no_data_soft,
    }[state]  # fmt: skip


def _text_colour(state: str, t: Tokens) -> str:
    return t.on_will_miss if state == "will_miss" else t.on_map


def _labels(day: Day, line: Line, view: View, lang: str, t: Tokens) -> list[dict]:
    told = []
    for code in sorted(view.labelled):
        area, state = day.pack.area[code], day.state(line.id, code)
        if area.lon is None or area.lat is None:
            continue
        row = day.at(line.id, code)
        colour = _text_colour(state, t)
        name, left = short(area, lang), count(row["open"], lang) if row else "—"
        told.append(label(f"{name}<br><b>{left}</b>", area.lon, area.lat, colour, size=11, dx=6, axes=view.axes))
    return told


def _marks(day: Day, line: Line, view: View, lang: str, t: Tokens) -> dict:
    """The state's shape beside each label, so that colour is never alone."""
    areas = [day.pack.area[c] for c in sorted(view.labelled) if day.pack.area[c].lon is not None]
    states = [day.state(line.id, a.code) for a in areas]
    shift = (view.box[2] - view.box[0]) * _label_half(lang, view)
    return {
        "type": "scatter", "mode": "markers", "x": [(a.lon or 0) - shift for a in areas], "y": [a.lat for a in areas],
        "marker": {"symbol": [SYMBOLS[s] for s in states], "size": 7, "color": [_text_colour(s, t) for s in states]},
        "hoverinfo": "skip", "xaxis": view.axes[0], "yaxis": view.axes[1],
    }  # fmt: skip


def _label_half(lang: str, view: View) -> float:
    """How far left of its label a mark stands, as a share of the view's width."""
    return (0.055 if lang == "zh" else 0.085) * (1.25 if view.axes[0] == "x2" else 1)


def _axes(whole: View, inset: View | None) -> dict:
    stretch = 1 / cos(radians((whole.box[1] + whole.box[3]) / 2))
    hidden = {"visible": False, "fixedrange": True}
    split = 0.54 if inset else 1.0
    axes = {
        "xaxis": hidden | {"domain": [0, split], "range": _range(whole.box, 0)},
        "yaxis": hidden | {"range": _range(whole.box, 1), "scaleanchor": "x", "scaleratio": stretch},
    }
    if inset:
        axes["xaxis2"] = hidden | {"domain": [split + 0.03, 1], "range": _range(inset.box, 0), "anchor": "y2"}
        axes["yaxis2"] = hidden | {
            "domain": [0, 0.93], "range": _range(inset.box, 1), "anchor": "x2", "scaleanchor": "x2", "scaleratio": stretch,
        }  # fmt: skip
    return axes


def _frame(inset: View, ink: Palette) -> dict:
    """The outline, on the whole map, of what is enlarged."""
    west, south, east, north = inset.box
    return {
        "type": "rect", "x0": west, "x1": east, "y0": south, "y1": north, "xref": "x", "yref": "y",
        "line": {"color": ink.ink, "width": 1}, "fillcolor": "rgba(0,0,0,0)",
    }  # fmt: skip


def _inset_title(lang: str, ink: Palette) -> dict:
    return label(say(lang, "map.inset"), 0.785, 0.985, ink.muted, paper=True, size=11)


def _points(rings: list[Ring]) -> tuple[list[float | None], list[float | None]]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [x for x, _ in ring] + [None]
        ys += [y for _, y in ring] + [None]
    return xs[:-1], ys[:-1]


def _box(rings: list[Ring]) -> Box:
    xs, ys = [x for r in rings for x, _ in r], [y for r in rings for _, y in r]
    return min(xs), min(ys), max(xs), max(ys)


def _around(boxes: list[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _overlaps(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _range(box: Box, axis: int) -> list[float]:
    low, high = box[axis], box[axis + 2]
    margin = (high - low) * GAP / 2
    return [low - margin, high + margin]

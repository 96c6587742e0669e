"""Small multiples: one little course per area in the order given, on one scale for all; of days, each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data_pipeline.words.numbers import compact
from pages.components.charts.figure import Palette, axis_steps, base_layout, label

ACROSS = 4
GAP_X, OWN_GAP_X, GAP_Y = 0.02, 0.045, 0.3  # of a panel's own width and height; each with its own scale beside it
HOVER = {False: "%{x|%H:%M} %{y:,.10~g}<extra></extra>", True: "%{x|%m-%d} %{y:,.10~g}<extra></extra>"}
BASE_PX, ROW_PX = 120, 80


@dataclass(frozen=True)
class Series:
    name: str
    at: Sequence[datetime]
    values: Sequence[float | None]
    limits: tuple[float, float, float] | None = None  # low, mean, high
    beyond: bool = False  # the last value lies outside of them


def multiples(series: Sequence[Series], lang: str, theme: str, *, days: bool = False) -> dict:
    """A figure; every course carries its name and its last value. `days`: its points are days, not hours."""
    ink = Palette.of(theme)
    across = min(ACROSS, len(series))
    down = -(-len(series) // across)
    layout, data, notes, shapes = base_layout(ink), [], [], []
    clock = "%m-%d" if days else "%H:%M"
    x_style, y_style = layout.pop("xaxis"), layout.pop("yaxis")
    shared, gap = _scale(series, lang), OWN_GAP_X if days else GAP_X
    edges = (min(x for s in series for x in s.at), max(x for s in series for x in s.at))
    for i, s in enumerate(series):
        row, column = divmod(i, across)
        end = str(i + 1) if i else ""
        width, height = 1 / across, 1 / down
        x0, y1 = column * width, 1 - row * height
        last = row == down - 1 or i + across >= len(series)
        layout[f"xaxis{end}"] = x_style | {
            "domain": [x0 + (gap if column else 0), x0 + width - GAP_X], "anchor": f"y{end}", "range": _padded(edges),
            "showticklabels": last, "tickvals": [x.isoformat() for x in edges], "tickformat": clock,
        }  # fmt: skip
        layout[f"yaxis{end}"] = y_style | {
            "domain": [y1 - height, y1 - height * GAP_Y],
            "anchor": f"x{end}",
            "showticklabels": days or column == 0,
            **(_scale([s], lang) if days else shared),
        }
        at = [x.isoformat() for x in s.at]
        shapes += _limits(s.limits, end, ink)
        data.append({"type": "scatter", "mode": "lines+markers", "x": at, "y": list(s.values), "xaxis": f"x{end}",
                     "yaxis": f"y{end}", "line": {"color": ink.ink, "width": 2}, "marker": _marker(s, ink),
                     "hovertemplate": HOVER[days]})  # fmt: skip
        latest = next((v for v in reversed(s.values) if v is not None), None)
        middle = y1 - height * GAP_Y / 2
        notes.append(label(s.name, x0 + (gap if column else 0), middle, ink.ink, anchor="left", size=13, paper=True))
        notes.append(
            label(_short(latest, lang), x0 + width - GAP_X, middle, ink.ink, anchor="right", size=13, paper=True)
        )
    layout |= {
        "annotations": notes,
        "shapes": shapes,
        "margin": {"l": 52, "r": 10, "t": 4, "b": 26},
        "height": BASE_PX + down * ROW_PX,
    }
    return {"data": data, "layout": layout}


def _scale(series: Sequence[Series], lang: str) -> dict:
    """Of an axis that holds all of them."""
    top = max((v for s in series for v in (*s.values, *(s.limits or ())) if v is not None), default=1) or 1
    low = min((v for s in series for v in s.values if v is not None), default=0)
    steps = _steps(top, lang) if top >= 2 and low >= 0 else {"nticks": 3, "tickformat": ","}
    return {"range": [min(0, low) * 1.1, top * 1.1], **steps}


def _limits(limits: tuple[float, float, float] | None, end: str, ink: Palette) -> list[dict]:
    """What the days before range in, as a band with its mean."""
    if limits is None:
        return []
    low, mean, high = limits
    across = {"xref": f"x{end} domain", "yref": f"y{end}", "x0": 0, "x1": 1, "layer": "below"}
    band = {"type": "rect", "y0": low, "y1": high, "fillcolor": ink.line, "opacity": 0.8, "line": {"width": 0}}
    middle = {"type": "line", "y0": mean, "y1": mean, "line": {"color": ink.muted, "width": 1, "dash": "dot"}}
    return [across | band, across | middle]


def _marker(s: Series, ink: Palette) -> dict:
    """The last one is larger and of another shape where it lies beyond the limits."""
    last = len(s.values) - 1
    shapes = ["diamond" if s.beyond and n == last else "circle" for n in range(len(s.values))]
    return {"size": [11 if shape == "diamond" else 4 for shape in shapes], "symbol": shapes, "color": ink.ink}


def _short(value: float | None, lang: str) -> str:
    return compact(value, lang) if value is None or abs(value) >= 100 or float(value).is_integer() else f"{value:,.2f}"


def _steps(top: float, lang: str) -> dict:
    at = axis_steps(top, 2)[:3]
    return {"tickvals": at, "ticktext": [compact(v, lang) for v in at]}


def _padded(edges: tuple[datetime, datetime]) -> list[str]:
    first, last = edges
    pad = (last - first) * 0.03
    return [(first - pad).isoformat(), (last + pad).isoformat()]

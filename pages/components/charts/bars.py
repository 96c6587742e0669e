"""Rows of marks on one scale: names on the left, labels straight beside what they name. Rows run from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypedDict, Unpack

from pages.components.charts.figure import Palette, base_layout, label
from pages.components.html import html, joined

Number = float | None
THICK = 0.62  # of a row
LEFT = 76  # px for names as short as a district's


class Scale(NamedTuple):
    """Of the values: its end, where it is marked, and how."""

    top: float
    ticks: Sequence[float]
    labels: Sequence[str]


class Rows(TypedDict, total=False):
    """`left`: px for the names; `at`: heights of the rows, where they are not even; `key`: keeps room above for a line
    of words."""

    left: int
    at: Sequence[float]
    key: bool


def rows_layout(ink: Palette, names: Sequence[str], scale: Scale, **rows: Unpack[Rows]) -> dict:
    layout, heights = base_layout(ink), list(rows.get("at") or range(len(names)))
    layout["margin"] = {"l": rows.get("left", LEFT), "r": 8, "t": 26 if rows.get("key") else 6, "b": 22}
    layout["barmode"] = "stack"
    layout["bargap"] = 1 - THICK
    layout["xaxis"] |= {
        "range": [0, scale.top],
        "tickvals": list(scale.ticks),
        "ticktext": list(scale.labels),
        "showline": False,
        "tickangle": 0,
    }
    layout["yaxis"] |= {
        "range": [max(heights) + 0.6, -0.6] if heights else [1, 0], "tickvals": heights, "ticktext": list(names),
        "showgrid": False, "tickfont": {"size": 12, "color": ink.ink}, "ticks": "outside", "ticklen": 5,
        "tickcolor": "rgba(0,0,0,0)",
    }  # fmt: skip
    return layout


def bar(xs: Sequence[Number], rows: Sequence[float], colour: str | Sequence[str], hover: Sequence[str]) -> dict:
    """A bar in each row; those of a second call go on where the first ended."""
    fill = colour if isinstance(colour, str) else list(colour)
    return {
        "type": "bar", "orientation": "h", "x": list(xs), "y": list(rows), "marker": {"color": fill},
        "text": list(hover), "textposition": "none", "hovertemplate": "%{text}<extra></extra>", "width": THICK,
    }  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """`hollow`: the ground's colour, for a mark drawn in outline."""

    colour: str | Sequence[str]
    symbol: str | Sequence[str] = "circle"
    hollow: str = ""

    def as_dict(self) -> dict:
        fill, shapes = (x if isinstance(x, str) else list(x) for x in (self.colour, self.symbol))
        edge = {"color": fill, "width": 2} if self.hollow else {"width": 0}
        return {"size": 10, "color": self.hollow or fill, "symbol": shapes, "line": edge}


def dots(xs: Sequence[Number], rows: Sequence[float], mark: Mark, hover: Sequence[str]) -> dict:
    return {
        "type": "scatter", "mode": "markers", "x": list(xs), "y": list(rows), "marker": mark.as_dict(),
        "text": list(hover), "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def well(rows: Sequence[float], width: float, colour: str) -> list[dict]:
    """The empty track behind bars that are shares of a whole."""
    return [
        {"type": "rect", "x0": 0, "x1": width, "y0": y - THICK / 2, "y1": y + THICK / 2, "fillcolor": colour,
         "line": {"width": 0}, "layer": "below"}
        for y in rows
    ]  # fmt: skip


def edge(x: float, colour: str, rows: Sequence[float] | None = None, dash: str = "dot") -> list[dict]:
    """A mark on the scale through all rows, or across each of `rows`."""
    style = {"type": "line", "x0": x, "x1": x, "line": {"color": colour, "width": 1.6, "dash": dash}}
    if rows is None:
        return [style | {"y0": 0, "y1": 1, "yref": "paper"}]
    return [style | {"y0": y - 0.42, "y1": y + 0.42} for y in rows]


def key(ink: Palette, parts: Sequence[tuple[str, str]]) -> dict:
    """One line above the rows: (colour, word) in the order in which the parts of a bar stand."""
    words = joined((html('<span style="color:{}">■</span> {}', colour, word) for colour, word in parts), "   ")
    return label(words, 0, 1, ink.muted, paper=True, anchor="left", dy=-13)


def spread(at: Sequence[float], gap: float, top: float = float("inf")) -> list[float]:
    """Heights for labels of marks at these heights: at least `gap` apart, in their order (of two alike the first
    on top), each near its mark, none above `top`."""
    order = sorted(range(len(at)), key=lambda i: (at[i], -i))
    placed = list(at)
    for low, high in pairwise(order):
        placed[high] = max(placed[high], placed[low] + gap)
    ceiling = top
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed

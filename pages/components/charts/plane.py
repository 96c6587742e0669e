"""From the values of a figure to px of a picture: its axes, each with the part of the picture that it spans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Layout = Mapping[str, Any]
DATE = "date"


@dataclass(frozen=True)
class Axis:
    """`low`, `high`: what stands at its first and its last px, which may run downward."""

    low: float
    high: float
    first: float
    last: float
    is_date: bool = False

    def px(self, value: Any) -> float:
        span = self.high - self.low or 1.0
        return self.first + (self.last - self.first) * (number(value, is_date=self.is_date) - self.low) / span

    def share(self, of: float) -> float:
        """Of the axis itself, from its beginning."""
        return self.first + (self.last - self.first) * of


@dataclass(frozen=True)
class Plane:
    """`x` and `y` by name ("x", "x2"). `paper`: left, top, right, bottom of where is drawn."""

    axes: Mapping[str, Axis]
    paper: tuple[float, float, float, float]

    def at(self, ref: str, value: Any, along: str) -> float:
        """`ref`: x, y2, paper, or "y domain"; `along`: x or y."""
        left, top, right, bottom = self.paper
        if ref == "paper":
            return left + (right - left) * float(value) if along == "x" else bottom - (bottom - top) * float(value)
        name, _, domain = ref.partition(" ")
        axis = self.axes[name]
        return axis.share(float(value)) if domain else axis.px(value)


def number(value: Any, *, is_date: bool = False) -> float:
    """A time in seconds."""
    return datetime.fromisoformat(value).timestamp() if is_date else float(value)


def plane(layout: Layout, wide: float, tall: float, left: float) -> Plane:
    """`left`: the margin beside the first axis, where its names need more than the figure says."""
    margin = layout["margin"]
    paper = (left, margin["t"], wide - margin["r"], tall - margin["b"])
    axes = {short(name): _axis(of, paper, name[0]) for name, of in named(layout)}
    for name, of in named(layout):
        if "scaleanchor" in of:
            _kept_in_shape(axes, of["scaleanchor"], short(name), of.get("scaleratio", 1.0))
    return Plane(axes, paper)


def named(layout: Layout) -> list[tuple[str, Mapping[str, Any]]]:
    """xaxis, yaxis, xaxis2, ..., as they are declared."""
    return [(name, of) for name, of in layout.items() if name[1:5] == "axis"]


def short(name: str) -> str:
    return name.replace("axis", "")


def _axis(of: Mapping[str, Any], paper: tuple[float, float, float, float], along: str) -> Axis:
    left, top, right, bottom = paper
    begins, ends = of.get("domain", (0, 1))
    is_date = of.get("type") == DATE
    low, high = (number(v, is_date=is_date) for v in of.get("range", (0, 1)))
    if along == "x":
        return Axis(low, high, left + (right - left) * begins, left + (right - left) * ends, is_date)
    return Axis(low, high, bottom - (bottom - top) * begins, bottom - (bottom - top) * ends, is_date)


def _kept_in_shape(axes: dict[str, Axis], x: str, y: str, ratio: float) -> None:
    """A map keeps its shape: whichever of the two has room to spare shows more."""
    across, up = axes[x], axes[y]
    wide, high = across.last - across.first, up.first - up.last
    scale = min(wide / (across.high - across.low), high / ((up.high - up.low) * ratio))
    axes[x] = _around(across, wide / scale)
    axes[y] = _around(up, high / (scale * ratio))


def _around(of: Axis, span: float) -> Axis:
    middle = (of.low + of.high) / 2
    return Axis(middle - span / 2, middle + span / 2, of.first, of.last, of.is_date)

"""A fan in a burn-down: the band that holds eight times in ten, and its middle."""

from typing import Any

from data_pipeline.forecast.fan import Fan
from pages.components.charts.figure import Palette

PAST_EDGE = 2.0  # hours drawn beyond the picture's edge, so that the band does not end inside it
Traces = list[dict[str, Any]]


def fan_traces(fan: Fan, now: float, end: float, colour: str) -> Traces:
    """`now`, `end`: hours of the axis at which the fan begins and the picture ends."""
    x, low, middle, high = _within(fan, now, end)
    band = {"x": [*x, *reversed(x)], "y": [*high, *reversed(low)], "fill": "toself", "fillcolor": _soft(colour),
            "line": {"width": 0}}  # fmt: skip
    return [_plain() | band, _plain() | {"x": x, "y": middle, "line": {"color": colour, "width": 2.2, "dash": "dash"}}]


def changed_traces(fan: Fan, now: float, end: float, ink: Palette) -> Traces:
    """The middle case with a change, between thin lines for its band: told from the one without by stroke, not hue."""
    x, low, middle, high = _within(fan, now, end)
    thin = {"color": ink.ink, "width": 1, "dash": "dot"}
    edges = [_plain() | {"x": x, "y": y, "line": thin} for y in (low, high)]
    return [*edges, _plain() | {"x": x, "y": middle, "line": {"color": ink.ink, "width": 2.6}}]


def _within(fan: Fan, now: float, end: float) -> tuple[list[float], list[float], list[float], list[float]]:
    inside = now + fan.hours <= end + PAST_EDGE
    x = (now + fan.hours[inside]).tolist()
    low, middle, high = (v[inside].astype(float).tolist() for v in (fan.low, fan.middle, fan.high))
    return x, low, middle, high


def _plain() -> dict[str, Any]:
    return {"type": "scatter", "hoverinfo": "skip", "mode": "lines"}


def _soft(colour: str) -> str:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},.18)"

"""A chart as SVG, and as PNG: drawn from its points alone, without a browser."""

from collections.abc import Sequence

import typst

from data_pipeline.brief.map_picture import mapped
from data_pipeline.brief.model import Chart, Point
from data_pipeline.brief.svg import INK, LINE, MUTED, STATES, rect, sheet, text

WIDE, ROW, LABEL, END = 640, 18, 150, 90  # px of a picture, one bar, its label, the figure behind it
TALL = 210  # of a course


def svg(of: Chart) -> str:
    if of.shape == "map":
        return mapped(of.points)
    return _bars(of.points) if of.shape == "bars" else _course(of)


def png(of: Chart, ppi: int = 144) -> bytes:
    return raster(svg(of), ppi)


def raster(picture: str, ppi: int = 144) -> bytes:
    """An SVG as PNG."""
    page = '#set page(width: auto, height: auto, margin: 8pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.compile(page.encode(), format="png", ppi=ppi, sys_inputs={"svg": picture})
    assert isinstance(made, bytes)
    return made


def _bars(points: Sequence[Point]) -> str:
    most = max(_value(p) for p in points) or 1.0
    room = WIDE - LABEL - END
    parts = []
    for n, p in enumerate(points):
        y, long = n * ROW + 3, room * _value(p) / most
        parts.append(text(LABEL - 8, y + 10, p.label, "end"))
        parts.append(rect(LABEL, y, max(long, 0.8), ROW - 6, STATES[p.state]))
        parts.append(text(LABEL + long + 6, y + 10, p.figure.text, "start"))
    return sheet(parts, WIDE, len(points) * ROW + 8)


def _course(of: Chart) -> str:
    """Over the hours of the day, up to the deadline; each point with its figure."""
    hours = [p.at or 0.0 for p in of.points]
    first, last = hours[0], max(hours[-1], of.deadline or hours[-1])
    left, right, top, foot = 40, WIDE - 60, 34, TALL - 30
    most = max(_value(p) for p in of.points) or 1.0

    def x(hour: float) -> float:
        return left + (right - left) * (hour - first) / (last - first or 1)

    def y(p: Point) -> float:
        return foot - (foot - top) * _value(p) / most

    parts = [f'<line x1="{left}" y1="{foot}" x2="{right}" y2="{foot}" stroke="{LINE}"/>']
    if of.deadline is not None:
        at = x(of.deadline)
        parts.append(
            f'<line x1="{at:.1f}" y1="{top - 16}" x2="{at:.1f}" y2="{foot}" stroke="{INK}" stroke-width="1.2"/>'
        )
        parts.append(text(at, top - 22, of.deadline_text, "middle"))
    line = " ".join(f"{x(h):.1f},{y(p):.1f}" for h, p in zip(hours, of.points, strict=True))
    parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="2.4"/>')
    for h, p in zip(hours, of.points, strict=True):
        parts.append(f'<circle cx="{x(h):.1f}" cy="{y(p):.1f}" r="4" fill="{STATES[p.state]}" stroke="{INK}"/>')
        parts.append(text(x(h), y(p) - 9, p.figure.text, "middle"))
        parts.append(text(x(h), foot + 18, p.label, "middle", MUTED))
    return sheet(parts, WIDE, TALL)


def _value(p: Point) -> float:
    return float(p.figure.value) if isinstance(p.figure.value, int | float) else 0.0

"""The marks of a figure in a picture: lines, rectangles, and the shapes of points."""

from collections.abc import Mapping
from typing import Any

from pages.components.html import Markup, html

Figure = Mapping[str, Any]
DASHES = {"dot": "2 3", "dash": "7 4", "dashdot": "7 3 2 3"}
NONE = "rgba(0,0,0,0)"


def each(of: Any, n: int, other: Any) -> Any:
    """Of one value for all points, or one for each."""
    if isinstance(of, list | tuple):
        return of[n] if n < len(of) else other
    return other if of is None else of


def mark(m: Figure, n: int, at: tuple[float, float], opacity: float, ink: str) -> Markup:
    r, colour = float(each(m.get("size"), n, 6)) / 2, each(m.get("color"), n, ink)
    edge = m.get("line", {})
    symbol = str(each(m.get("symbol"), n, "circle"))
    fill = "none" if symbol.endswith("-open") else colour
    stroke = colour if symbol.endswith("-open") else each(edge.get("color"), n, NONE)
    width = float(each(edge.get("width"), n, 2 if symbol.endswith("-open") else 0))
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


def line(a: tuple[float, float], b: tuple[float, float], of: Figure) -> Markup:
    d, width = f"M{a[0]:.1f},{a[1]:.1f}L{b[0]:.1f},{b[1]:.1f}", f"{of.get('width', 1):g}"
    return html('<path d="{}" stroke="{}" stroke-width="{}"{}/>', d, of.get("color", NONE), width, dash(of))


def rect(at: tuple[float, float, float, float], fill: str, opacity: float = 1, line: Figure | None = None) -> Markup:
    left, top, right, foot = at
    edge = html(' stroke="{}" stroke-width="{}"', line.get("color", NONE), f"{line.get('width', 0):g}") if line else ""
    return html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" opacity="{}"{}/>',
        f"{left:.1f}",
        f"{top:.1f}",
        f"{max(right - left, 0):.1f}",
        f"{max(foot - top, 0):.1f}",
        fill,
        f"{opacity:g}",
        edge,
    )


def dash(line: Figure) -> Markup:
    pattern = DASHES.get(line.get("dash", ""))
    return html(' stroke-dasharray="{}"', pattern) if pattern else Markup()

"""The few marks that pictures are made of, as SVG."""

from collections.abc import Iterable, Sequence

from markupsafe import escape

INK, MUTED, LINE = "#14202b", "#5b6875", "#dde3e9"
STATES = {"on_track": "#2d6fb4", "at_risk": "#d98200", "will_miss": "#b3261e", "unknown": "#9aa5b1", "": "#2d6fb4"}
FACE = "Noto Sans CJK SC, SimHei, Noto Sans, sans-serif"
SIZE = 12  # px of text


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def text(x: float, y: float, text: str, anchor: str, colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def shape(rings: Iterable[Iterable[tuple[float, float]]], fill: str, line: str = "#ffffff") -> str:
    """Closed outlines, in px."""
    path = "".join(f"M{'L'.join(f'{x:.1f},{y:.1f}' for x, y in ring)}Z" for ring in rings)
    return f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="1"/>'


def sheet(parts: Sequence[str], wide: float, tall: float) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}"'
    return f'{head} font-family="{FACE}" font-size="{SIZE}">{"".join(parts)}</svg>'

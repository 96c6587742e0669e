"""What all figures share. A figure is a plain dict in the chart library's own form; sizes are those of a 14 px text,
the browser scales them with the page."""

from collections.abc import Hashable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from plotly.graph_objects import Figure

from data_pipeline.core.caches import Cache
from pages.components.theme import FONT, tokens


@dataclass(frozen=True)
class Palette:
    ink: str
    muted: str
    panel: str
    line: str
    on_track: str
    at_risk: str
    will_miss: str
    unknown: str

    @staticmethod
    def of(theme: str) -> "Palette":
        t = tokens(theme)
        return Palette(t.ink, t.muted, t.panel, t.line, t.on_track, t.at_risk, t.will_miss, t.unknown)


def base_layout(ink: Palette) -> dict:
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": ink.muted},
        "margin": {"l": 46, "r": 8, "t": 8, "b": 22},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": ink.ink, "bordercolor": ink.ink, "font": {"color": ink.panel, "size": 12}},
        "dragmode": False,
        "uirevision": "same",
        "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "linecolor": ink.line,
                  "showline": True, "tickfont": {"size": 12}},
        "yaxis": {"gridcolor": ink.line, "zeroline": False, "fixedrange": True, "ticks": "", "tickfont": {"size": 12}},
    }  # fmt: skip


class Put(TypedDict, total=False):
    """Where a text stands beside its point. `anchor`: which of its ends is there; `dx`, `dy`: px right and down;
    `paper`: x and y are shares of the picture."""

    anchor: str
    dx: float
    dy: float
    size: float
    paper: bool
    axes: tuple[str, str]


def label(text: str, x: float, y: float, colour: str, **put: Unpack[Put]) -> dict:
    """Text put straight beside what it names."""
    xref, yref = ("paper", "paper") if put.get("paper") else put.get("axes", ("x", "y"))
    return {
        "text": text, "x": x, "y": y, "xref": xref, "yref": yref, "showarrow": False,
        "xanchor": put.get("anchor", "center"), "yanchor": "middle", "xshift": put.get("dx", 0),
        "yshift": -put.get("dy", 0), "font": {"color": colour, "size": put.get("size", 12)},
    }  # fmt: skip


def axis_steps(top: float, parts: int = 3) -> list[float]:
    """Round values from zero up to `top`."""
    raw = top / parts
    power = 10 ** (len(str(int(max(raw, 1)))) - 1)
    step = next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw), 10 * power)
    if step < 1:
        step = 1
    return [step * i for i in range(int(top / step) + 1)]


def instead(ink: Palette, text: str) -> dict:
    """Nothing to draw: a sentence where the figure would stand, and no axes of nothing."""
    hidden: dict = {"visible": False}
    said = [label(text, 0.5, 0.5, ink.muted, paper=True)]
    return {"data": [], "layout": base_layout(ink) | {"xaxis": hidden, "yaxis": hidden, "annotations": said}}


FORMS = Cache("figure forms", 2048, idle_s=24 * 3600)  # those the chart library has read without an objection
# What stands under these says figures and words, not form: of it only the type is looked at.
DATA = frozenset({"x", "y", "z", "x0", "x1", "y0", "y1", "base", "text", "hovertext", "name", "meta", "customdata",
                  "tickvals", "ticktext", "range"})  # fmt: skip


def checked(figure: dict) -> dict:
    """The figure as it is, once the chart library has read its like: a property or value that the library does not know
    is a ValueError here, where the browser would drop it without a word. What differs in figures and words alone is
    alike, and is not read again: that takes as long as all else of a drawing."""
    layout = figure.get("layout", {})
    parts = [*figure.get("data", ()), *layout.get("annotations", ()), *layout.get("shapes", ())]
    rest = {k: v for k, v in layout.items() if k not in ("annotations", "shapes")}
    forms = {_form(part) for part in (*parts, rest)}
    if any(FORMS.peek(form) is None for form in forms):
        Figure(deepcopy(figure))  # it takes what it is given apart: the first drawing would have other bytes
        for form in forms:
            FORMS.put(form, True)
    return figure


def _form(of: Any, name: str = "") -> Hashable:
    """Names and types; of what is neither figures nor words the value itself."""
    if isinstance(of, dict):
        return tuple((k, _form(v, k)) for k, v in of.items())
    if name in DATA:
        return type(of)
    if isinstance(of, list | tuple):
        return frozenset(_form(v) for v in of)
    return of if isinstance(of, str | bool | None) else type(of)

"""Layers of a map that can be turned, from rows that say where, how much and in which colour; no ground but our own
outlines, so nothing is asked of another machine.

Columns of a frame: `code`, `told` (what a hover says), `colour` (r, g, b, a), and what each layer names below.
"""

from collections.abc import Sequence
from typing import Any

import orjson
import pandas as pd
import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize
from pydeck.data_utils import compute_view
from pydeck.types import String

from data_pipeline.core.records import records
from data_pipeline.declare.boundaries import Ring
from data_pipeline.declare.placing import Box
from pages.components.theme import FONT, Tokens, rgba

DISTRICTS = "districts"  # the layer in which a press chooses a place
RADIUS = 1_250.0  # metres: of one column
HIGHEST = 22_000.0  # metres: of the column with the most places
WIDEST = 10.0  # px: of the arc with the most people
PITCH, BEARING = 42, 0
LOWER = 0.05  # of the height of the ground: columns stand up from it
CLOSER = 0.2  # of a step of zoom: tilted ground needs less height than the same seen from above


def deck(layers: Sequence[pdk.Layer], within: Box, t: Tokens) -> str:
    """As the browser reads it: the map, and how what a hover says looks."""
    seen = compute_view([[within[0], within[1]], [within[2], within[3]]])
    view = pdk.ViewState(
        longitude=seen.longitude,
        latitude=float(seen.latitude or 0) - LOWER * (within[3] - within[1]),
        zoom=float(seen.zoom or 0) + CLOSER,
        pitch=PITCH,
        bearing=BEARING,
    )
    style = {"backgroundColor": t.ink, "color": t.panel, "fontFamily": FONT, "fontSize": "13px"}
    nobodys: Any = None  # the library's hints know no deck without a map
    shown = pdk.Deck(list(layers), initial_view_state=view, map_provider=nobodys)
    of = {"deck": shown, "hover": {"text": "{told}", "style": style}, "press": DISTRICTS}
    return orjson.dumps(of, default=default_serialize, option=orjson.OPT_SORT_KEYS).decode()


def outlined(rows: pd.DataFrame, shapes: dict[str, list[Ring]], t: Tokens) -> pdk.Layer:
    """Districts: one polygon a ring. `rows` as above."""
    rings = [row | {"ring": ring} for row in records(rows) for ring in shapes[row["code"]]]
    return pdk.Layer(
        "PolygonLayer", rings, id=DISTRICTS, get_polygon="ring", get_fill_color="colour",
        get_line_color=rgba(t.panel), line_width_min_pixels=1.5, pickable=True, auto_highlight=True,
    )  # fmt: skip


def columns(rows: pd.DataFrame, most: float, t: Tokens) -> list[pdk.Layer]:
    """Sites: within the outline of all places, what is taken. `rows` with `at`, `usable`, `used`."""
    shared = {"get_position": "at", "elevation_scale": HIGHEST / max(most, 1), "disk_resolution": 24, "pickable": True}
    data = records(rows)
    return [
        pdk.Layer("ColumnLayer", data, id="taken", get_elevation="used", get_fill_color="colour", radius=RADIUS * 0.8,
                  **shared),
        pdk.Layer("ColumnLayer", data, id="places", get_elevation="usable", get_fill_color=rgba(t.muted, 70),
                  radius=RADIUS, **shared),
    ]  # fmt: skip


def arcs(rows: pd.DataFrame, t: Tokens) -> pdk.Layer:
    """Moves: thin where people leave, strong where they arrive. `rows` with `start`, `end`, `people`."""
    most = max(rows["people"], default=1.0)
    return pdk.Layer(
        "ArcLayer", records(rows), id="moves", get_source_position="start", get_target_position="end",
        get_width="people", width_scale=WIDEST / most, width_min_pixels=1, get_source_color=rgba(t.on_track, 90),
        get_target_color=rgba(t.on_track), pickable=True,
    )  # fmt: skip


def names(rows: pd.DataFrame, t: Tokens) -> pdk.Layer:
    """A word at each place: `rows` with `at`, `name`."""
    letters = sorted({ch for name in rows["name"] for ch in name})
    return pdk.Layer(
        "TextLayer", records(rows), id="names", get_position="at", get_text="name", get_size=13,
        get_color=rgba(t.on_map),
        get_pixel_offset=[0, 16], character_set=String("".join(letters)), font_family=String(FONT),
        background=True, get_background_color=rgba(t.panel, 200), background_padding=[3, 1],
        parameters={"depthCompare": "always"},  # words are never hidden by ground or columns
    )  # fmt: skip

"""The kit's own map and table side by side: turned and enlarged with the pointer, read and sorted by keyboard."""

from collections.abc import Callable

import streamlit as st

from data_pipeline.core.records import records
from data_pipeline.words import say
from pages.app.data_table import data_table
from pages.app.working import heading
from pages.components.data_table import DataTable, Kind, TableColumn
from pages.components.maps.atlas import Atlas
from pages.components.maps.layers import DISTRICTS

KEY = "atlas"
HEIGHT = 520  # px
ROWS = 14  # as high
WIDTHS = {"area": 112, "kind": 142, "usable": 60, "used": 60, "share": 115, "state": 125}


def turnable(found: Atlas, lang: str, theme: str, on_area: Callable[[str], None]) -> None:
    """`on_area` hears the code of a district that was pressed."""
    with st.container(key="atlas-panel"):
        heading(found.title)
        st.caption(found.as_of)
        with st.container(key="atlas-how"):
            st.caption(found.how)
        left, right = st.columns([7, 6])
        with left:
            st.pydeck_chart(found.deck, height=HEIGHT, alt=found.alt, key=KEY, on_select=lambda: _pressed(on_area))
        with right:
            data_table(_table(found, lang), "atlas-table", theme, rows=ROWS)


def _table(found: Atlas, lang: str) -> DataTable:
    kinds: dict[str, Kind] = {"usable": "number", "used": "number", "share": "fill", "state": "state"}
    columns = [TableColumn(c, say(lang, f"atlas.col_{c}"), kinds.get(c, "text"), w) for c, w in WIDTHS.items()]
    rows = [r | {"share": r["share"] / 100} for r in records(found.rows)]
    return DataTable.of("", columns, rows, nothing=say(lang, "atlas.no_sites"), alt=found.as_of)


def _pressed(on_area: Callable[[str], None]) -> None:
    chosen = st.session_state[KEY].selection.objects.get(DISTRICTS, [])
    if chosen:
        on_area(str(chosen[0]["code"]))

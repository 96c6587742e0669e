"""The kit's own map and table side by side: turned and enlarged with the pointer, read and sorted by keyboard."""

from collections.abc import Callable

import streamlit as st

from pages.app.data_table import data_table
from pages.app.working import heading
from pages.components.maps.atlas import Atlas
from pages.components.maps.layers import DISTRICTS

KEY = "atlas"
HEIGHT = 520  # px
ROWS = 14  # as high


def turnable(found: Atlas, theme: str, on_area: Callable[[str], None]) -> None:
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
            data_table(found.table, "atlas-table", theme, rows=ROWS)


def _pressed(on_area: Callable[[str], None]) -> None:
    chosen = st.session_state[KEY].selection.objects.get(DISTRICTS, [])
    if chosen:
        on_area(str(chosen[0]["code"]))

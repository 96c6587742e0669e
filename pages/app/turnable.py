"""The kit's own map and table side by side: turned and enlarged with the pointer, read and sorted by keyboard."""

from collections.abc import Callable

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from data_pipeline.words import say
from pages.app.working import heading
from pages.components.maps.atlas import Atlas
from pages.components.maps.layers import DISTRICTS

KEY = "atlas"
HEIGHT = 520  # px


def turnable(found: Atlas, lang: str, on_area: Callable[[str], None]) -> None:
    """`on_area` hears the code of a district that was pressed."""
    with st.container(key="atlas-panel"):
        heading(found.title)
        st.caption(found.note)
        left, right = st.columns([7, 6])
        with left:
            st.pydeck_chart(found.deck, height=HEIGHT, alt=found.alt, key=KEY, on_select=lambda: _pressed(on_area))
        with right:
            st.dataframe(found.rows, height=HEIGHT, hide_index=True, column_order=ORDER, column_config=_columns(lang))


ORDER = ("area", "kind", "usable", "used", "share", "state")


def _columns(lang: str) -> dict[str, ColumnConfig]:
    of = st.column_config
    name = {c: say(lang, f"atlas.col_{c}") for c in ORDER}
    return {
        **{c: of.TextColumn(name[c]) for c in ("area", "kind", "state")},
        **{c: of.NumberColumn(name[c], format="localized") for c in ("usable", "used")},
        "share": of.ProgressColumn(name["share"], format="%.1f%%", min_value=0, max_value=100),
    }


def _pressed(on_area: Callable[[str], None]) -> None:
    chosen = st.session_state[KEY].selection.objects.get(DISTRICTS, [])
    if chosen:
        on_area(str(chosen[0]["code"]))

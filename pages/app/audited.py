"""Which page somebody looks at, noted once per visit and address: redrawing it is no new reading."""

import streamlit as st

from data_pipeline.core.logs import audited
from pages.app.looking import Looking
from pages.app.person import client, person

_LAST = "audited"


def page_read(page: str, me: Looking) -> None:
    """Who, from where, which page, of which district and line, and whether they looked back."""
    address = {name: me.asked.get(name) for name in ("line", "area", "id", "asof", "known")}
    seen = (page, *address.values())
    if st.session_state.get(_LAST) != seen:
        st.session_state[_LAST] = seen
        who = person()
        audited("page", page, who.name, role=who.role, client=client(), **address)

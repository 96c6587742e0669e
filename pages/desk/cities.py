"""各市 Cities: all cities that finish together, as their boards report; drawn anew as any of them reports more."""

import streamlit as st

from pages.app import live
from pages.app.data_version import data_version
from pages.app.looking import look, looking
from pages.app.nationwide import all_cities, published, together
from pages.views.cities.cities import cities

LOOK_EVERY = "5s"


@st.fragment(key=live.BOARD, run_every=LOOK_EVERY)
def page() -> None:
    me = looking()
    now = data_version(me.clock, me.sight)
    key = ("cities", me.lang, me.theme, now, published(together(me)))
    drawn = live.once(key, lambda: cities(all_cities(me, me.theme), me.lang))
    st.session_state["drawn"] = now
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="cities", on_set=look, fit="page")


page()

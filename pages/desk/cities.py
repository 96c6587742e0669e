"""各市 Cities: all cities that finish together, as their boards report; drawn anew as any of them reports more."""

import streamlit as st

from data_pipeline.core.errors import BoardError
from pages.app import live
from pages.app.data_version import data_version
from pages.app.looking import look, looking
from pages.app.nationwide import all_cities, published, together
from pages.components.panel import Drawn
from pages.views.cities.cities import cities

LOOK_EVERY = "5s"


@st.fragment(key=live.BOARD, run_every=LOOK_EVERY)
def page() -> None:
    me = looking()
    now = data_version(me.clock, me.sight)
    chosen = ("cities", me.lang, me.theme)

    def draw() -> tuple[Drawn, live.View]:
        key = (*chosen, now, published(together(me)))
        made = live.once(key, lambda: cities(all_cities(me, me.theme), me.lang))
        return made, live.View(me.lang, me.theme, me.lang, now)

    drawn, view = live.or_as_before(chosen, draw, _passes)
    st.session_state["drawn"] = view.data_version
    live.board(drawn, view, key="cities", on_set=look, fit="page")


def _passes(why: Exception) -> bool:
    """What all boards write to cannot be reached: what was seen stays, under its own time."""
    return live.waits(why) or (isinstance(why, BoardError) and why.code == "rollups_away")


page()

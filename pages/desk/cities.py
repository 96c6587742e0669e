"""各市 Cities: all cities that finish together, as their boards report; drawn anew as any of them reports more."""

import streamlit as st

from data_pipeline.nation.cities import nation
from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing
from pages.app import live
from pages.app.data_version import data_version
from pages.app.looking import look, looking
from pages.app.moments import moment_of
from pages.app.rows import day_rows
from pages.model.canvas import Canvas
from pages.views.cities.cities import cities
from pages.views.cities.model import Cities

LOOK_EVERY = "5s"


@st.fragment(key=live.BOARD, run_every=LOOK_EVERY)
def page() -> None:
    me = looking()
    now, moment = data_version(me.clock, me.sight), moment_of(me.clock)
    of = nation() if me.sight.is_whole else None
    version = Rollups(of.rollups).version() if of else -1

    def draw() -> object:
        if of is None:
            return cities(None, me.lang)
        canvas = Canvas(day_rows(now, moment), me.lang, me.theme)
        stands = standing(Rollups(of.rollups), moment.ops_day, moment.known_at)
        return cities(Cities(canvas, of, stands, moment.now), me.lang)

    drawn = live.once(("cities", me.lang, me.theme, now, version), draw)
    st.session_state["drawn"] = now
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="cities", on_set=look, fit="page")


page()

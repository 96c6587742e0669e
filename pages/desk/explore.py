"""查询 Explore: what does any line or gauge say, for the areas and slots I choose?"""

import streamlit as st

from data_pipeline.board.board import board
from pages.app import live
from pages.app.data_version import pulse
from pages.app.explored import explored
from pages.app.looking import look, looking
from pages.app.moments import moment_of
from pages.app.questions import question
from pages.views.explore.explore import explore


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    pack = me.sight.pack(board().pack)
    now = pulse(me.clock, me.sight)
    moment = moment_of(me.clock)
    q = question(me.asked, moment, me.sight)
    found = live.once(("explored", now, me.lang, q), lambda: explored(moment, q, me.lang, me.sight))
    drawn = live.once(("explore", now, me.lang, me.theme, q), lambda: explore(pack, found, me.lang, me.theme))
    st.session_state["drawn"] = now
    view = live.View(me.lang, me.theme, f"{me.lang} {q}", now)
    live.board(drawn, view, key="explore", on_set=look, fit="page")


page()

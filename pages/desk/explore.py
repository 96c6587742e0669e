"""查询 Explore: what does any line or gauge say, for the areas and slots I choose?"""

import streamlit as st

from data_pipeline.board import board
from pages import live
from pages.explored import explored
from pages.looking import look, looking
from pages.moments import moment_of
from pages.parts.explore import explore
from pages.pulse import pulse
from pages.questions import question


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

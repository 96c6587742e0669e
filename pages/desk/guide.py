"""使用指南 How do I: where do leadership, analysts and meeting rooms do what they come for?"""

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.core.settings import settings
from data_pipeline.words import say
from pages.app import live
from pages.app.data_version import data_version
from pages.app.looking import looking
from pages.app.working import desk
from pages.views.guide.guide import guide


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    drawn = guide(board().pack, me.lang, together=bool(settings().cities))
    with desk(me.lang, say(me.lang, "page_name.guide"), say(me.lang, "guide.lead")):
        view = live.View(me.lang, me.theme, f"guide {me.lang}", now)
        live.board(drawn, view, key="guide", on_set=lambda _: None, fit="page")


page()

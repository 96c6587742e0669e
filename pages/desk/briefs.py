"""简报 Briefs: which were issued, of which report time, who took them, and did each delivery arrive?"""

import streamlit as st

from data_pipeline.board.moments import moment_of
from data_pipeline.words import say
from pages.app import live
from pages.app.data_version import data_version
from pages.app.issued import issues_of
from pages.app.looking import looking
from pages.app.resending import resending
from pages.app.reviewing import reviewing
from pages.app.working import desk
from pages.views.briefs.issues import issues_page, lead


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    found = issues_of(moment, me.sight)
    with desk(me.lang, say(me.lang, "page_name.briefs"), lead(found, me.lang)):
        reviewing(me, moment)
        view = live.View(me.lang, me.theme, f"briefs {me.lang}", now)
        resending(found, me.lang)
        live.board(issues_page(found, me.lang), view, key="briefs", on_set=lambda _: None, fit="page")


page()

"""口径 Definitions: what does each figure mean, what is it held to, who answers for it, and by which SQL is it made?"""

import streamlit as st

from data_pipeline.board import board
from data_pipeline.query import catalogue
from pages import live
from pages.looking import look, looking
from pages.parts.definitions import definitions, query_names
from pages.parts.panel import Drawn
from pages.pulse import pulse


def _drawn(lang: str) -> Drawn:
    pack = board().pack
    folders = catalogue.folders(pack.queries)
    there = {*catalogue.names(folders, "line"), *catalogue.names(folders, "gauge")}
    figures = (*pack.lines.values(), *pack.gauges.values())
    used = dict.fromkeys(q for f in figures for q in query_names(pack, f) if q in there)
    return definitions(pack, {q: catalogue.text(folders, q) for q in used}, lang)


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = pulse(me.clock)
    drawn = live.once(("definitions", me.lang), lambda: _drawn(me.lang))
    st.session_state["drawn"] = now
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="definitions", on_set=look, fit="page")


page()

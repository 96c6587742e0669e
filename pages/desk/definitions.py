"""口径 Definitions: what does each figure mean, what is it held to, who answers for it, and by which SQL is it made?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare.in_force import on_day
from data_pipeline.store.tables.generated import texts
from pages.app import live
from pages.app.data_version import pulse
from pages.app.looking import look, looking
from pages.app.moments import moment_of
from pages.components.definitions import definitions, query_names
from pages.components.panel import Drawn


def _drawn(moment: AsOf, lang: str) -> Drawn:
    """With the targets in force that day, as known then."""
    held = on_day(board().targets(moment.known_at), moment.ops_day)
    pack = replace(board().pack, targets=tuple(held.values()))
    there = texts(pack, "line", "gauge")
    figures = (*pack.lines.values(), *pack.gauges.values())
    used = dict.fromkeys(q for f in figures for q in query_names(pack, f) if q in there)
    return definitions(pack, {q: there[q] for q in used}, lang)


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = pulse(me.clock, me.sight)
    moment = moment_of(me.clock)
    key = ("definitions", me.lang, moment.ops_day, board().targets_version(moment.known_at))
    drawn = live.once(key, lambda: _drawn(moment, me.lang))
    st.session_state["drawn"] = now
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="definitions", on_set=look, fit="page")


page()

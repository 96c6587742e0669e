"""Remarks beside figures: those in a visitor's sight, and the form that adds one."""

from collections.abc import Sequence

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.declare import Gauge, Line
from data_pipeline.store.log.remarks import LONGEST, Remark
from data_pipeline.trace.remarked import About, remark_of, takes
from data_pipeline.words import say
from pages.app.looking import Looking
from pages.app.working import heading, then, who
from pages.components.remarks import remark_list

NEWEST = 8


def remark_rows(moment: AsOf, about: About, sight: Sight) -> list[Remark]:
    """Known by then, the newest first."""
    pack = board().pack
    return [r for r in board().remarks(moment.known_at) if about.holds(r) and sight.sees(pack, r.area)]


def listed(me: Looking, found: Sequence[Remark], *, with_place: bool) -> None:
    """Nothing where there is none."""
    if found:
        heading(say(me.lang, "remark.title", count=len(found)))
        st.html(remark_list(me.sight.pack(board().pack), found[:NEWEST], me.lang, with_place=with_place))
        if len(found) > NEWEST:
            st.caption(say(me.lang, "remark.more", shown=NEWEST, count=len(found)))


def remarking(me: Looking, moment: AsOf, figure: Line | Gauge, area: str) -> None:
    """Where the figure opens: what was remarked on it up to this day, and the form for whoever may."""
    if not takes(board().pack, area):
        return
    found = remark_rows(moment, About((figure.id,), (area,), until=moment.ops_day), me.sight)
    with st.container(key="panel-remarks"):
        listed(me, found, with_place=False)
        with st.expander(say(me.lang, "remark.new"), key="remark-form"):
            _form(me, moment, figure, area)


def _form(me: Looking, moment: AsOf, figure: Line | Gauge, area: str) -> None:
    of = who(me.lang, "remark")
    if not allowed(of.person, "remark"):
        return
    with st.form(f"remark-{figure.id}-{area}", border=False, clear_on_submit=True):
        says = st.text_input(say(me.lang, "remark.says"), max_chars=LONGEST, key="remark-says")
        pressed = st.form_submit_button(say(me.lang, "remark.enter"), key="remark-enter")
    if pressed:
        now = process_clock(of.board.pack.operation).now()  # when it was made is not the viewer's choice
        asked = {"figure": figure.id, "area": area, "day": f"{moment.ops_day}", "says": says}
        then(lambda: of.remark(remark_of(of.board.pack, asked, max(moment.ops_day, now.date()), now)), me.lang)

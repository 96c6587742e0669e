"""Remarks beside figures: those in a visitor's sight, and the form that adds one."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.declare import Gauge, Line
from data_pipeline.store.log.remarks import LONGEST, Remark
from data_pipeline.trace.remarked import About, remark_of, takes
from data_pipeline.words import say
from pages.app.hosts import Looked
from pages.app.looking import Looking
from pages.app.working import then, who
from pages.components.html import Markup
from pages.components.remarks import newest
from pages.components.said import heading


def remark_rows(moment: AsOf, about: About, sight: Sight) -> list[Remark]:
    """Known by then, the newest first."""
    pack = board().pack
    return [r for r in board().remarks(moment.known_at) if about.holds(r) and sight.sees(pack, r.area)]


def remarking(of: Looked, figure: Line | Gauge, area: str) -> DeltaGenerator | None:
    """Where the figure opens: the place of what was remarked on it, and the form for whoever may."""
    if not takes(board().pack, area):
        return None
    with st.container(key="panel-remarks"):
        place = st.container()
        with st.expander(say(of.me.lang, "remark.new"), key="remark-form"):
            _form(of.me, of.moment, figure, area)
    return place


def remarked(of: Looked, figure: Line | Gauge, area: str) -> Markup:
    """What was remarked on it up to this day."""
    found = remark_rows(of.moment, About((figure.id,), (area,), until=of.moment.ops_day), of.me.sight)
    if not found:
        return Markup()
    title, body = newest(of.me.sight.pack(board().pack), found, of.me.lang, with_place=False)
    return heading(title) + body


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

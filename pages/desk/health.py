"""数据质量 Data health: did every district's file come, in time and whole, and can what came be trusted?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board import board
from data_pipeline.clock import Moment
from data_pipeline.inbox import waiting
from pages import live
from pages.damage import damage
from pages.looking import look, looking
from pages.moments import moment_of
from pages.parts.quality import Quality, quality
from pages.pulse import pulse


def _rows(moment: Moment) -> Quality:
    of, told = board(), {"known_at": moment.known_at, "ops_day": moment.ops_day}
    slots = of.rows("page/slots", moment=moment.as_of, **told)
    unbalanced = of.rows("page/unbalanced", moment=moment.as_of, **told)
    return Quality(slots, of.rows("page/senders", **told), unbalanced, of.pack, moment,
                   of.jumps(moment.known_at), unapproved=len(of.waiting(moment.known_at)))  # fmt: skip


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = pulse(me.clock)
    moment = moment_of(me.clock)
    found = live.once(("quality", now), lambda: _rows(moment))
    waits = waiting()
    hurt = tuple(f.sentence(me.lang) for f in damage())
    drawn = live.once(
        ("health", now, me.lang, waits, hurt),
        lambda: quality(replace(found, waiting=waits, damage=hurt), me.lang),
    )
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="health", on_set=look, fit="page")


page()

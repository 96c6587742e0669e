"""数据质量 Data health: did every district's file come, in time and whole, and can what came be trusted?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import board
from data_pipeline.channels.inbox import waiting
from data_pipeline.core.clock import AsOf
from pages.app import live
from pages.app.damage import damage
from pages.app.data_version import pulse
from pages.app.looking import look, looking
from pages.app.moments import moment_of
from pages.views.health.quality import Quality, quality


def _rows(moment: AsOf, sight: Sight) -> Quality:
    of, told = board(), {"known_at": moment.known_at, "ops_day": moment.ops_day}
    slots, unbalanced = (
        sight.rows(of.pack, of.rows(f"page/{name}", moment=moment.as_of, **told)) for name in ("slots", "unbalanced")
    )
    senders = of.rows("page/senders", **told)
    senders = senders if sight.is_whole else senders.iloc[:0]  # whose files they are is not told by district
    return Quality(slots, senders, unbalanced, sight.pack(of.pack), moment, of.jumps(moment.known_at),
                   unapproved=len(of.waiting(moment.known_at)))  # fmt: skip


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = pulse(me.clock, me.sight)
    moment = moment_of(me.clock)
    found = live.once(("quality", now), lambda: _rows(moment, me.sight))
    waits = waiting() if me.sight.is_whole else ()
    hurt = tuple(f.sentence(me.lang) for f in damage())
    drawn = live.once(
        ("health", now, me.lang, waits, hurt),
        lambda: quality(replace(found, waiting=waits, damage=hurt), me.lang),
    )
    live.board(drawn, live.View(me.lang, me.theme, me.lang, now), key="health", on_set=look, fit="page")


page()

"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

import streamlit as st

from data_pipeline.board import board
from pages import live
from pages.looking import look, looking
from pages.parts.command import command
from pages.pulse import pulse
from pages.replay import replay
from pages.rows import alert_rows, day_rows, freshness_rows, matter_rows


def _set(change: str) -> None:
    moved = replay(change, looking().clock)
    look(f"clock={moved.text()}" if moved else change)
    if moved:
        st.rerun()


@st.fragment(key=live.BOARD)
def page() -> None:
    me, pack = looking(), board().pack
    now = pulse(me.clock)
    moment = me.clock.moment(pack.operation)
    key = ("command", now, me.lang, me.theme, me.line, me.area)
    drawn = live.once(
        key,
        lambda: command(
            day_rows(now, moment),
            freshness_rows(now, moment),
            me.lang,
            me.theme,
            me.line,
            me.area,
            matter_rows(now, moment),
            alert_rows(now, moment),
        ),
    )
    st.session_state["drawn"] = now
    view = live.View(me.lang, me.theme, f"{me.lang} {me.line} {me.area}", now)
    live.board(drawn, view, key="command", on_set=_set)


page()

"""大屏 The wall: a room of people, ten metres away, for hours, nobody touching it."""

import logging
from datetime import datetime, time

import pandas as pd
import streamlit as st

from data_pipeline.board import board
from data_pipeline.clock import Moment, moment_at
from pages import live
from pages.looking import Looking, looking
from pages.parts.day import Day
from pages.parts.meetings import meeting_before
from pages.parts.panel import Drawn
from pages.parts.readings import Readings
from pages.parts.wall.asked import BY_GAUGES, KEYS, Asked
from pages.parts.wall.room import Room
from pages.parts.wall.screen import wall
from pages.parts.wall.seen import Seen
from pages.pulse import pulse, pulse_at
from pages.rows import day_rows, freshness_rows, gauge_rows, matter_rows
from pages.ticking import ticking

LOG = logging.getLogger(__name__)
SHOWN = "shown"
BEAT = "4s"  # three of them missed, and the wall says that it is not live


def _asked() -> Asked:
    return Asked.of({k: st.query_params[k] for k in KEYS if k in st.query_params})


def _theme(me: Looking) -> str:
    return me.theme if me.theme_is_set else "light"


def _last_meeting(moment: Moment) -> Moment | None:
    operation, now = board().pack.operation, moment.known_at
    last = meeting_before(operation, datetime.combine(moment.ops_day, time()), now, board().meetings(now))
    return moment_at(last, operation) if last else None


def _seen(now: str, moment: Moment, me: Looking, asked: Asked) -> Seen:
    last = _last_meeting(moment) if "changes" in asked.views else None
    before: Day | None = day_rows(pulse_at(last), last) if last else None
    day = day_rows(now, moment)
    return Seen(
        day=day.focused(me.area) if me.area else day,
        freshness=freshness_rows(now, moment),
        gauges=gauge_rows(now, moment) if BY_GAUGES & {*asked.views} else Readings(pd.DataFrame(), board().pack),
        before=before.focused(me.area) if before and me.area else before,
        meeting=last.known_at if last else None,
        room=Room(asked.far),
        lang=me.lang,
        theme=_theme(me),
        matters=[] if me.area or "decide" not in asked.views else matter_rows(now, moment),
    )


@st.fragment(key=live.BOARD)
def page() -> None:
    me, asked = looking(), _asked()
    now = pulse(me.clock)
    moment = me.clock.moment(board().pack.operation)

    def draw() -> Drawn:
        return wall(_seen(now, moment, me, asked), asked)

    view = live.View(me.lang, _theme(me), f"{me.lang} {me.area} {asked}", now)
    try:
        drawn = live.once(("wall", now, me.lang, _theme(me), me.area, asked), draw)
    except Exception:
        if SHOWN not in st.session_state:
            raise
        LOG.exception("the wall could not be drawn: it keeps what it shows")
        drawn, view = st.session_state[SHOWN]  # of an older pulse, by which the browser knows
    st.session_state[SHOWN] = drawn, view
    live.board(drawn, view, key="views", on_set=lambda _: None, fit="wall")


@st.fragment(run_every=BEAT)
def driver() -> None:
    """Comes through the same line as the figures, so that its silence is theirs."""
    me, asked = looking(), _asked()
    st.session_state["beats"] = beat = st.session_state.get("beats", 0) + 1
    data = {"lang": me.lang, "theme": _theme(me), "clock": ticking(me.clock), "pulse": pulse(me.clock)}
    districts = [a.code for a in board().pack.districts]
    data |= {"beat": beat, "rotate": asked.rotate, "meeting": asked.meeting, "districts": districts}
    live.wall(data, key="wall")


driver()
page()

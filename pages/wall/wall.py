"""大屏 The wall: a room of people, ten metres away, for hours, nobody touching it."""

import logging

import streamlit as st

from data_pipeline.board.board import board
from pages.app import live
from pages.app.data_version import data_version
from pages.app.looking import Looking, looking
from pages.app.moments import moment_of
from pages.app.nationwide import moved
from pages.app.scenes import drawing
from pages.app.ticking import ticking
from pages.app.walls import THEME, Wall
from pages.views.wall.asked import CITIES, KEYS, Asked

LOG = logging.getLogger(__name__)
BEAT = "4s"  # three of them missed, and the wall says that it is not live


def _asked(me: Looking) -> Asked:
    """A screen with a token shows what was chosen when the token was made, whatever its address says."""
    return Asked.of(me.asked if me.screen else {k: st.query_params[k] for k in KEYS if k in st.query_params})


def _wall(me: Looking, asked: Asked) -> Wall:
    area = me.area if me.area in {a.code for a in me.sight.pack(board().pack).districts} else None
    return Wall(me.lang, me.theme if me.theme_is_set else THEME, area, asked, me.clock, me.sight)


def _kept(why: Exception) -> bool:
    """Whatever it is: a room goes on seeing the older data version, and the browser knows it for that."""
    LOG.error("the wall could not be drawn: it keeps what it shows", exc_info=None if live.waits(why) else why)
    return True


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    asked = _asked(me)
    now = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)

    wall = _wall(me, asked)
    view = live.View(me.lang, wall.theme, f"{me.lang} {wall.area} {asked}", now)
    whole, view = live.or_as_before(("wall",), lambda: (drawing(wall, now, moment), view), _kept)
    live.board(whole, view, key="views", on_set=lambda _: None, fit="wall")


@st.fragment(run_every=BEAT)
def driver() -> None:
    """Comes through the same line as the figures, so that its silence is theirs. A wall that could not be drawn even
    once (trouble.py says so) is tried again."""
    if st.session_state.pop("drawn", None) == "":
        st.rerun()
    me = looking()
    asked = _asked(me)
    before = st.session_state.get("published")
    if CITIES in asked.views and (now := moved(me, before)) != before:
        st.session_state["published"] = now
        st.rerun()
    st.session_state["beats"] = beat = st.session_state.get("beats", 0) + 1
    data: live.WallData = {
        "lang": me.lang,
        "theme": _wall(me, asked).theme,
        "clock": ticking(me.clock),
        "version": data_version(me.clock, me.sight),
        "beat": beat,
        "rotate": asked.rotate,
        "meeting": asked.meeting,
        "districts": [a.code for a in me.sight.pack(board().pack).districts],
    }
    live.wall(data, key="wall")


driver()
page()

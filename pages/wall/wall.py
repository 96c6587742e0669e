"""大屏 The wall: a room of people, ten metres away, for hours, nobody touching it."""

import logging
from datetime import datetime, time

import pandas as pd
import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.board.meetings import meeting_before
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.outlook.day import Day
from data_pipeline.outlook.readings import Readings
from pages.app import live
from pages.app.data_version import data_version, data_version_at
from pages.app.looking import Looking, looking
from pages.app.nationwide import all_cities, moved, published, together
from pages.app.rows import day_rows, freshness_rows, gauge_rows, matter_rows
from pages.app.ticking import ticking
from pages.components.panel import Drawn
from pages.views.wall.asked import BY_GAUGES, CITIES, KEYS, Asked
from pages.views.wall.room import Room
from pages.views.wall.screen import drawn, head, put_together, shown
from pages.views.wall.seen import Seen, View

LOG = logging.getLogger(__name__)
BEAT = "4s"  # three of them missed, and the wall says that it is not live


def _asked(me: Looking) -> Asked:
    """A screen with a token shows what was chosen when the token was made, whatever its address says."""
    return Asked.of(me.asked if me.screen else {k: st.query_params[k] for k in KEYS if k in st.query_params})


def _theme(me: Looking) -> str:
    return me.theme if me.theme_is_set else "light"


def _last_meeting(moment: AsOf) -> AsOf | None:
    operation, now = board().pack.operation, moment.known_at
    last = meeting_before(operation, datetime.combine(moment.ops_day, time()), now, board().meetings(now))
    return moment_at(last, operation) if last else None


def _seen(now: str, moment: AsOf, me: Looking, far: float, view: str) -> Seen:
    """What one view, or the head, is made from."""
    last = _last_meeting(moment) if view == "changes" else None
    before: Day | None = day_rows(data_version_at(last, me.sight), last) if last else None
    day, area = day_rows(now, moment), _area(me)
    return Seen(
        day=day.focused(area) if area else day,
        freshness=freshness_rows(now, moment),
        gauges=gauge_rows(now, moment) if view in BY_GAUGES else Readings(pd.DataFrame(), board().pack),
        before=before.focused(area) if before and area else before,
        meeting=last.known_at if last else None,
        room=Room(far),
        lang=me.lang,
        theme=_theme(me),
        matters=[] if area or view != "decide" else matter_rows(now, moment),
        cities=all_cities(me, _theme(me)) if view == CITIES else None,
    )


def _area(me: Looking) -> str | None:
    """A wall speaks of the city or of one district."""
    return me.area if me.area in {a.code for a in me.sight.pack(board().pack).districts} else None


def _drawn(now: str, moment: AsOf, me: Looking, asked: Asked) -> Drawn:
    """Each view once for all walls that show it, in whatever order and for how long."""
    like = (now, me.lang, _theme(me), _area(me), asked.far)

    def of(view: str) -> list[View]:
        like_it = (*like, published(together(me))) if view == CITIES else like
        return live.once(("wall", view, *like_it), lambda: drawn(_seen(now, moment, me, asked.far, view), view))

    top = live.once(("wall head", *like), lambda: head(_seen(now, moment, me, asked.far, "")))
    return put_together(top, [(v, of(v)) for v in shown(day_rows(now, moment).is_empty, asked)], asked)


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

    view = live.View(me.lang, _theme(me), f"{me.lang} {_area(me)} {asked}", now)
    whole, view = live.or_as_before(("wall",), lambda: (_drawn(now, moment, me, asked), view), _kept)
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
        "theme": _theme(me),
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

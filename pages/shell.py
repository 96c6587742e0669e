"""What every page of the desk does alike: reads the moment's rows once for all viewers, draws, hears presses."""

from collections.abc import Callable

import streamlit as st

from data_pipeline.board import board
from pages import live
from pages.looking import Looking, look, looking
from pages.parts.panel import Drawn
from pages.parts.scene import Scene
from pages.pulse import pulse
from pages.replay import replay
from pages.rows import day_rows, freshness_rows, gauge_rows


def desk(id: str, draw: Callable[[Scene], Drawn], *, fit: str = "page") -> None:
    """`draw` makes the page of a scene; `fit`: "screen" for one that never scrolls, "page" for one that may."""

    @st.fragment(key=live.BOARD)
    def page() -> None:
        me = looking()
        now = pulse(me.clock)
        drawn = live.once((id, now, me.lang, me.theme, me.line, me.area), lambda: draw(scene(me, now)))
        st.session_state["drawn"] = now
        view = live.View(me.lang, me.theme, f"{me.lang} {me.line} {me.area}", now)
        live.board(drawn, view, key=id, on_set=_set, fit=fit)

    page()


def scene(me: Looking, now: str) -> Scene:
    moment = me.clock.moment(board().pack.operation)
    return Scene(
        day_rows(now, moment), gauge_rows(now, moment), freshness_rows(now, moment), me.lang, me.theme, me.line, me.area
    )


def _set(change: str) -> None:
    moved = replay(change, looking().clock)
    look(f"clock={moved.text()}&asof=&known=" if moved else change)
    if moved:
        st.rerun()

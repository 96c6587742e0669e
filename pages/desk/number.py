"""溯源 Number: how is this number made, of which rows, from whose file, and what did they say before?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board import board
from data_pipeline.clock import Moment
from data_pipeline.declare import Gauge, Line
from data_pipeline.trace import in_bands, original, versions
from pages import live
from pages.looking import Looking, look, looking
from pages.parts.number import Opened, OpenedLine, no_number, number
from pages.parts.number_rows import row_key
from pages.parts.numbers import moment as told
from pages.parts.panel import Drawn
from pages.pulse import pulse
from pages.traces import figure_of, opened_figure


def _drawn(me: Looking, now: str, moment: Moment, of: Line | Gauge, area: str) -> Drawn:
    pack = board().pack
    opened = live.once(("opened", now, of.id, area, me.lang), lambda: opened_figure(moment, of, area, me.lang))
    if opened is None:
        return no_number(pack, of, area, told(moment.as_of, moment.ops_day, me.lang), me.lang)
    return number(pack, replace(opened, line=_line(opened, moment, me.asked.get("row", ""))), me.lang)


def _line(opened: Opened, moment: Moment, asked: str) -> OpenedLine | None:
    """The row the address asks for, where it is one of this figure's."""
    t = opened.trace
    at = next((i for i in range(len(t.rows)) if row_key(t.rows.iloc[i]) == asked), None)
    if at is None:
        return None
    row = t.rows.iloc[at]
    feed = board().pack.feeds[row["feed"]]
    banded = bool(in_bands(board().pack, t.rows.iloc[[at]]).iloc[0])
    before = versions(board(), feed, t.rows.iloc[[at]], moment.known_at)
    return OpenedLine(at, original(board(), int(row["load_id"]), int(row["row_no"])), banded, before)


@st.fragment(key=live.BOARD)
def page() -> None:
    me, pack = looking(), board().pack
    now = pulse(me.clock)
    moment = me.clock.moment(pack.operation)
    of, area = figure_of(me.asked.get("id")), me.area or pack.operation.city_code
    key = ("number", now, me.lang, of.id, area, me.asked.get("row"))
    drawn = live.once(key, lambda: _drawn(me, now, moment, of, area))
    st.session_state["drawn"] = now
    view = live.View(me.lang, me.theme, f"{me.lang} {of.id} {area} {me.asked.get('row')}", now)
    live.board(drawn, view, key="number", on_set=look, fit="page")


page()

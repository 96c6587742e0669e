"""溯源 Number: how is this number made, of which rows, from whose file, and what did they say before?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Gauge, Line
from data_pipeline.publish.disclosure_control import counts
from data_pipeline.trace import in_bands, original, versions
from data_pipeline.words.numbers import moment as told
from pages.app import live
from pages.app.data_version import pulse
from pages.app.looking import Looking, look, looking
from pages.app.moments import moment_of
from pages.app.traces import figure_of, opened_figure
from pages.components.opened.number import Opened, OpenedLine, no_number, number
from pages.components.opened.number_rows import row_key
from pages.components.panel import Drawn


def _drawn(me: Looking, opened: Opened | None, moment: AsOf, of: Line | Gauge, area: str, at: int | None) -> Drawn:
    pack = me.sight.pack(board().pack)
    if opened is None:
        return no_number(pack, of, area, told(moment.as_of, moment.ops_day, me.lang), me.lang)
    return number(pack, opened if at is None else replace(opened, line=_line(opened, moment, at)), me.lang)


def _row(opened: Opened | None, asked: str) -> int | None:
    """The row the address asks for, where it is one of this figure's: another costs no drawing of its own."""
    if opened is None or not asked:
        return None
    rows = opened.trace.rows
    return next((i for i in range(len(rows)) if row_key(rows.iloc[i]) == asked), None)


def _line(opened: Opened, moment: AsOf, at: int) -> OpenedLine:
    t = opened.trace
    row = t.rows.iloc[at]
    feed = board().pack.feeds[row["feed"]]
    own = t.rows.iloc[[at]]
    banded = counts(own).iloc[0] if in_bands(board().pack, own).iloc[0] else None
    before = versions(board(), feed, own, moment.known_at)
    return OpenedLine(at, original(board(), int(row["load_id"]), int(row["row_no"])), banded, before)


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    pack = me.sight.pack(board().pack)
    now = pulse(me.clock, me.sight)
    moment = moment_of(me.clock)
    of, area = figure_of(me.asked.get("id")), me.area or pack.operation.city_code
    opened = live.once(
        ("opened", now, of.id, area, me.lang), lambda: opened_figure(moment, of, area, me.lang, me.sight)
    )
    at = _row(opened, me.asked.get("row", ""))
    drawn = live.once(("number", now, me.lang, of.id, area, at), lambda: _drawn(me, opened, moment, of, area, at))
    st.session_state["drawn"] = now
    view = live.View(me.lang, me.theme, f"{me.lang} {of.id} {area} {at}", now)
    live.board(drawn, view, key="number", on_set=look, fit="page")


page()

"""溯源 Number: how is this number made, of which rows, from whose file, and what did they say before?"""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.publish.disclosure_control import counts
from data_pipeline.trace import in_bands, original, versions
from data_pipeline.words.numbers import moment as moment_text
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.looking import Looking, look, looking
from pages.app.remarked import remarking
from pages.app.traces import Wanted, figure_of, opened_figure
from pages.app.working import ground
from pages.components.opened.number import NumberPage, Opened, OpenedLine, no_number, number
from pages.components.opened.number_rows import row_key
from pages.components.panel import Drawn

TURN = "number-rows"


def _drawn(me: Looking, opened: Opened | None, wanted: Wanted) -> NumberPage:
    pack, moment = me.sight.pack(board().pack), wanted.moment
    if opened is None:
        as_of = moment_text(moment.as_of, moment.ops_day, me.lang)
        return no_number(pack, wanted.of, wanted.area, as_of, me.lang)
    line = None if wanted.row is None else _line(opened, moment, wanted.row)
    return number(pack, replace(opened, line=line) if line else opened, me.lang)


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
    now = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    of, area = figure_of(me.asked.get("id")), me.area or pack.operation.city_code
    opened = live.once(
        ("opened", now, of.id, area, me.lang), lambda: opened_figure(moment, of, area, me.lang, me.sight)
    )
    at = _row(opened, me.asked.get("row", ""))
    drawn = live.once(
        ("number", now, me.lang, of.id, area, at), lambda: _drawn(me, opened, Wanted(of, area, moment, at))
    )
    st.session_state["drawn"] = now
    view = live.View(me.lang, me.theme, f"{me.lang} {of.id} {area} {at}", now)
    with ground(me.lang):
        head = st.container(key="asked")
        if opened and drawn.rows:
            left, right = st.columns([7, 3], gap="small")
            with left, st.container(key="panel-rows"):
                data_table(drawn.rows, _key(at), me.theme, on_row=lambda row: _choose(opened, row))
            _part(drawn.side, view, right.container(key="number-side"), "side")
            with right:
                remarking(me, moment, of, area)
            _part(drawn.foot, view, st.container(key="number-foot"), "foot")
        else:
            remarking(me, moment, of, area)
        _part(drawn.head, view, head, "number")


def _part(of: Drawn | None, view: live.View, place: DeltaGenerator, key: str) -> None:
    """After the rows: it tells the browser of which moment all of the page is."""
    if of:
        with place:
            live.board(of, view, key=key, on_set=look, fit="page")


def _choose(opened: Opened, row: int | None) -> None:
    rows = opened.trace.rows
    look(f"row={row_key(rows.iloc[row])}" if row is not None and row < len(rows) else "row=")


def _key(at: int | None) -> str:
    """Another table wherever the address names another row than the one chosen in it: after a step back, or where rows
    have moved."""
    turn = st.session_state.setdefault(TURN, 0)
    state = st.session_state.get(f"{TURN}-{turn}")
    if state is not None and next(iter(state.selection.rows), None) != at:
        turn = st.session_state[TURN] = turn + 1
    return f"{TURN}-{turn}"


page()

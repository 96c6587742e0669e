"""查询 Explore: what does any line or gauge say, for the areas and slots I choose?"""

from datetime import timedelta
from functools import partial

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.declare import Pack
from data_pipeline.trace.question import Question
from data_pipeline.trace.remarked import About
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.explored import explored
from pages.app.explored_days import explored_days
from pages.app.looking import Looking, look, looking
from pages.app.questions import question
from pages.app.remarked import listed, remark_rows
from pages.app.working import ground, headed
from pages.views.explore.days import Days, explore_days
from pages.views.explore.explore import Answer, Chart, Explored, explore, ways

# A picture of it would be a file without its moment; the axes stand still.
CONFIG = {"modeBarButtonsToRemove": ["toImage"], "displaylogo": False}


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    pack = me.sight.pack(board().pack)
    now = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    q = question(me.asked, moment, me.sight)
    found = live.once(("explored", now, me.lang, q), lambda: _found(moment, q, me))
    answer = live.once(("explore", now, me.lang, me.theme, q), lambda: _answer(pack, found, me))
    st.session_state["drawn"] = now
    with ground(me.lang):
        asked = st.container(key="asked")
        for n, (chart, way) in enumerate(zip(answer.charts, ways(pack, q, me.lang, me.along), strict=True)):
            with st.container(key=f"panel-course{n or ''}"):
                of = (f"course{n or ''}", answer.table.serial, me.along)  # it was made with its table
                live.still(of, partial(_course, chart, way, f"explore-course{n or ''}"))
        _remarks(me, moment, q)
        with st.container(key="panel-answer"):
            data_table(answer.table, "explore-rows", me.theme)
        with asked:  # last: it tells the browser of which moment all of the page is
            view = live.View(me.lang, me.theme, f"{me.lang} {q}", now)
            live.board(answer.asked, view, key="explore", on_set=look, fit="page")


def _found(moment: AsOf, q: Question, me: Looking) -> Explored | Days:
    return (explored_days if q.days else explored)(moment, q, me.lang, me.sight)


def _answer(pack: Pack, found: Explored | Days, me: Looking) -> Answer:
    if isinstance(found, Days):
        return explore_days(pack, found, me.lang, me.theme)
    return explore(pack, found, me.lang, me.theme)


def _remarks(me: Looking, moment: AsOf, q: Question) -> None:
    """On what was asked for, of the days shown."""
    areas = [board().pack.operation.city_code] if q.level == "city" else q.areas
    since = moment.ops_day - timedelta(days=max(q.days, 1) - 1)
    about = About([of.id for of in q.figures], areas, since, moment.ops_day)
    if found := remark_rows(moment, about, me.sight):
        with st.container(key="panel-remarks"):
            listed(me, found, with_place=True)


def _course(chart: Chart, way: str, key: str) -> None:
    if chart.figure is None:
        headed(chart.title, ways=way)
        st.text(chart.note)
        return
    headed(chart.title, chart.note, way)
    st.plotly_chart(chart.figure, theme=None, key=key, alt=chart.alt, config=CONFIG)


page()

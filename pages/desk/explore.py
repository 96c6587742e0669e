"""查询 Explore: what does any line or gauge say, for the areas and slots I choose?"""

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.explored import explored
from pages.app.looking import look, looking
from pages.app.questions import question
from pages.app.working import ground, headed
from pages.views.explore.explore import Chart, explore, way

# A picture of it would be a file without its moment; the axes stand still.
CONFIG = {"modeBarButtonsToRemove": ["toImage"], "displaylogo": False}


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    pack = me.sight.pack(board().pack)
    now = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    q = question(me.asked, moment, me.sight)
    found = live.once(("explored", now, me.lang, q), lambda: explored(moment, q, me.lang, me.sight))
    answer = live.once(("explore", now, me.lang, me.theme, q), lambda: explore(pack, found, me.lang, me.theme))
    st.session_state["drawn"] = now
    with ground(me.lang):
        asked = st.container(key="asked")
        with st.container(key="panel-course"):
            of = ("course", answer.table.serial, me.along)  # it was made with its table
            live.still(of, lambda: _course(answer.chart, way(pack, q, me.lang, me.along)))
        with st.container(key="panel-answer"):
            data_table(answer.table, "explore-rows", me.theme)
        with asked:  # last: it tells the browser of which moment all of the page is
            view = live.View(me.lang, me.theme, f"{me.lang} {q}", now)
            live.board(answer.asked, view, key="explore", on_set=look, fit="page")


def _course(chart: Chart, way: str) -> None:
    if chart.figure is None:
        headed(chart.title, ways=way)
        st.text(chart.note)
        return
    headed(chart.title, chart.note, way)
    st.plotly_chart(chart.figure, theme=None, key="explore-course", alt=chart.alt, config=CONFIG)


page()

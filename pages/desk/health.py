"""数据质量 Data health: did every district's file come, in time and whole, and can what came be trusted?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board.moments import moment_of
from data_pipeline.channels.inbox import waiting
from data_pipeline.words import say
from pages.app import live
from pages.app.damage import damage
from pages.app.data_table import data_table, on_paper
from pages.app.data_version import data_version
from pages.app.described_rows import quality_rows
from pages.app.doubted import doubt_rows
from pages.app.looking import looking
from pages.app.tried import set_aside
from pages.app.working import desk, heading, say_it
from pages.views.health.quality import Health
from pages.views.health.tables import health


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    found = live.once(("quality", now), lambda: quality_rows(moment, me.sight, doubt_rows(now, moment)))
    waits = waiting() if me.sight.is_whole else ()
    hurt = tuple(f.sentence(me.lang) for f in damage())
    tried = set_aside(me)
    of = live.once(
        ("health", now, me.lang, waits, hurt, tried),
        lambda: health(replace(found, waiting=waits, damage=hurt, tried=tried), me.lang),
    )
    with desk(me.lang, say(me.lang, "page_name.health"), of.lead):
        _head(of)
        with st.container(key="panel-feeds"):
            data_table(of.feeds, "health-feeds", me.theme)
        with st.container(key="panel-slots"):
            _grids(of, me.lang, me.theme)
        _low(of, me.lang, me.theme)
        live.stands(me.lang, me.theme, now)


def _head(of: Health) -> None:
    for sentence in of.damage:
        say_it(sentence, "bad")
    for sentence in of.notices:
        say_it(sentence, "warn")
    with st.grid(len(of.heads), min_column_width=130):
        for label, figure in of.heads:
            st.metric(label, figure, border=True)


def _grids(of: Health, lang: str, theme: str) -> None:
    heading(say(lang, "quality.by_slot"))
    st.caption(of.legend)
    if not of.grids:
        return
    tabs = st.tabs([name for name, _ in of.grids], key="health-slots", on_change="rerun")
    for n, (tab, (_, grid)) in enumerate(zip(tabs, of.grids, strict=True)):
        if tab.open:  # the others are drawn when they are asked for
            with tab:
                data_table(grid, f"health-slots-{n}", theme)
    on_paper(of.papers, "health-every")  # a tab that is not open is not in the page, nor on its paper


def _low(of: Health, lang: str, theme: str) -> None:
    with st.container(key="panel-senders"):
        data_table(of.senders, "health-senders", theme, rows=12)
    with st.container(key="panel-unbalanced"):
        data_table(of.unbalanced, "health-unbalanced", theme, rows=12)
    with st.container(key="panel-again"):
        data_table(of.again, "health-again", theme, rows=12)
    if of.seconds:
        with st.container(key="panel-seconds"):
            data_table(of.seconds, "health-seconds", theme, rows=12)
    if of.jumps:
        with st.container(key="panel-jumps"):
            heading(say(lang, "jumped.title"))
            st.caption(of.jumps_note)
            for sentence in of.jumps:
                st.text(sentence)


page()

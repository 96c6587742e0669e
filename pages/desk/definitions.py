"""口径 Definitions: what does each figure mean, what is it held to, who answers for it, and by which SQL is it made?"""

from dataclasses import replace

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.declare.in_force import on_day
from data_pipeline.store.tables.generated import texts
from data_pipeline.words import say
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.looking import looking
from pages.app.working import desk, heading
from pages.components.data_table import DataTable
from pages.views.definitions.definitions import (
    Definitions,
    Entry,
    entries_table,
    figures_table,
    queries_of,
    query_names,
)


def _definitions(moment: AsOf, lang: str) -> Definitions:
    """With the targets in force that day, as known then."""
    held = on_day(board().targets(moment.known_at), moment.ops_day)
    pack = replace(board().pack, targets=tuple(held.values()))
    there = texts(pack, "line", "gauge")
    figures = (*pack.lines.values(), *pack.gauges.values())
    used = dict.fromkeys(q for f in figures for q in query_names(pack, f) if q in there)
    return Definitions(pack, {q: there[q] for q in used}, lang)


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    moment = moment_of(me.clock)
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    targets = live.once(("targets version", now), lambda: board().targets_version(moment.known_at))
    key = ("definitions", me.lang, moment.ops_day, targets)
    of = live.once(key, lambda: _definitions(moment, me.lang))
    with desk(me.lang, say(me.lang, "page_name.definitions"), of.lead):
        for sentence in of.left_out:
            st.text(sentence)
        typed, group = _asked(of)
        found = live.once((*key, typed, group), lambda: of.found(typed, group))
        with st.container(key="panel-entries"):
            entries = live.once((*key, "entries", typed, group), lambda: entries_table(of, found))
            data_table(entries, "definitions-entries", me.theme, rows=8)
        along = (*key, "figures", typed, group, me.along)
        _used(of, found, live.once(along, lambda: figures_table(of, found, me.along)), me.theme)
        live.stands(me.lang, me.theme, now)


def _asked(of: Definitions) -> tuple[str, str]:
    """What is searched for, and the group that is chosen."""
    left, right = st.columns([3, 1])
    typed = left.text_input(of.say("search"), key="definitions-search")
    group = right.selectbox(
        of.say("group"),
        ["", *of.groups],
        key="definitions-group",
        format_func=lambda g: of.group_name(g) if g else of.say("all_groups"),
    )
    return typed, group


def _used(of: Definitions, found: list[Entry], figures: DataTable, theme: str) -> None:
    left, right = st.columns([11, 10], gap="medium")
    with left, st.container(key="panel-figures"):
        data_table(figures, "definitions-figures", theme)
    with right, st.container(key="panel-queries"):
        heading(of.say("queries"))
        st.caption(of.say("queries_note"))
        if queries := queries_of(of, found):
            chosen = st.selectbox(
                of.say("choose_sql"), queries, key="definitions-query", format_func=lambda q: f"{q}.sql"
            )
            # no colours: those the kit gives to SQL are too faint; wrapped: what scrolls here no key reaches
            st.code(of.sql[chosen], language=None, wrap_lines=True)


page()

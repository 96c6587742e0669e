"""口径 Definitions: what does each figure mean, what is it held to, who answers for it, and by which SQL is it made?"""

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.words import say
from pages.app import live
from pages.app.data_table import data_table
from pages.app.described_rows import definitions_in_force
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.working import heading
from pages.components.data_table import DataTable
from pages.components.panel import Drawn
from pages.components.said import titled
from pages.views.definitions.definitions import (
    Definitions,
    Entry,
    entries_table,
    figures_table,
    queries_of,
)


def _found(of: Looked) -> Definitions:
    targets = board().targets_version(of.moment.known_at)
    key = ("definitions", of.me.lang, of.moment.ops_day, targets)
    return live.once(key, lambda: definitions_in_force(of.moment, of.me.lang))


def make(of: Looked) -> Hosts:
    """Reports change none of it; where a target was set or a day begins, its script runs."""
    lead = titled(say(of.me.lang, "page_name.definitions"), _found(of).lead)
    version = board().targets_version(of.moment.known_at)
    return Hosts({"definitions-top": Drawn(lead)}, f"{version} {of.moment.ops_day}")


def lay(of: Looked, _: Hosts) -> Places:
    found_all, me, top = _found(of), of.me, st.container()
    for sentence in found_all.left_out:
        st.text(sentence)
    typed, group = _asked(found_all)
    key = ("definitions found", me.lang, make(of).laid, typed, group)
    found = live.once(key, lambda: found_all.found(typed, group))
    with st.container(key="panel-entries"):
        entries = live.once((*key, "entries"), lambda: entries_table(found_all, found))
        data_table(entries, "definitions-entries", me.theme, rows=8)
    figures = live.once((*key, "figures", me.along), lambda: figures_table(found_all, found, me.along))
    _used(found_all, found, figures, me.theme)
    return {"definitions-top": top}


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


hosted(Page("definitions", make), lay)

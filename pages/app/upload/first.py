"""While nothing was ever received: the workbook to begin with, and a simulated day to look at before."""

import streamlit as st

from data_pipeline.access.permission import Person, allowed
from data_pipeline.core.settings import operations_here
from data_pipeline.declare import Pack
from data_pipeline.declare.first import first_feed, trains
from data_pipeline.declare.template import template_xlsx
from data_pipeline.propose.guarded import GuardedOperations
from data_pipeline.propose.training import BESIDE
from data_pipeline.words import say
from pages.app.operation.after import open_beside
from pages.app.person import signs_in
from pages.app.upload.card import XLSX
from pages.app.working import heading


def first_file(pack: Pack, person: Person, lang: str) -> None:
    feed = first_feed(pack)
    with st.container(key="panel-first"):
        heading(say(lang, "first.panel"))
        st.text(say(lang, "first.panel_book"))
        st.download_button(
            say(lang, "first.book_get", feed=feed.name(lang)), lambda: template_xlsx(pack, feed, lang, locked=True),
            f"{feed.id}.xlsx", XLSX, key="first-book", on_click="ignore",
        )  # fmt: skip
        if trains(pack):
            _train(pack, person, lang)


def _train(pack: Pack, person: Person, lang: str) -> None:
    """By a press for whoever sits at this machine and may make operations; for others by the command."""
    st.text(say(lang, "first.panel_try"))
    if allowed(person, "operation") and not signs_in():
        of = GuardedOperations(person)
        open_beside(
            pack.root.name + BESIDE, say(lang, "first.make"), say(lang, "first.making"),
            lambda: of.train(pack.root).settings, lang,
        )  # fmt: skip
    if pack.root in operations_here():
        st.caption(say(lang, "first.command"))
        st.code(f"python -m data_pipeline pack demo {pack.root.name}", language=None, wrap_lines=True)

"""上报 Upload: is this file understood, what is wrong with it, and what would the board show if it were loaded?"""

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.clock import process_clock
from data_pipeline.core.records import records
from data_pipeline.declare.template import template_csv, template_xlsx
from data_pipeline.words import say
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.loaded import shown_loads
from pages.app.looking import Looking, looking
from pages.app.person import signs_in
from pages.app.rows import nothing_came
from pages.app.tried import set_aside
from pages.app.upload.card import XLSX, card
from pages.app.upload.doubts import confirm_all
from pages.app.upload.files import Card, Dropped
from pages.app.upload.first import first_file
from pages.app.upload.rehearsal import receipts, rehearsal
from pages.app.working import desk, heading, say_it, who
from pages.components.loads import records_table

ROUND = "upload_round"  # a new uploader after each load: what was loaded is put away
MANY, RECENT = 1, 16


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    st.session_state["drawn"] = data_version(me.clock, me.sight)
    with desk(me.lang, say(me.lang, "page_name.upload"), say(me.lang, "upload.told")):
        left, right = st.columns([5, 7], gap="medium")
        with left, st.container(key="panel-who"):
            of = who(me.lang, "receive")
            _templates(of, me.lang)
        with right, st.container(key="panel-drop"):
            if nameless(of):
                say_it(say(me.lang, "upload.name_first"), "warn")
            files = _dropped(me.lang) if allowed(of.person, "receive") else []
            receipts(of.board.pack, me.lang)
        if files:
            _work(of, files, me.lang, me.clock.text())
        elif nothing_came():
            first_file(of.board.pack, of.person, me.lang)
        else:
            _recent(of, me)


def nameless(of: GuardedBoard) -> bool:
    """Must this visitor still say who they are?"""
    return allowed(of.person, "receive") and not of.person.name.strip() and not signs_in()


def _recent(of: GuardedBoard, me: Looking) -> None:
    """So that nobody sends what has come already."""
    now = data_version(me.clock, me.sight)
    ledger = live.once(("loads", now, of.board.published()), lambda: of.board.loads(moment_of(me.clock).known_at))
    found = shown_loads(ledger.iloc[::-1], now).head(RECENT)
    if tried := set_aside(me):
        say_it(tried)
    if len(found):
        with st.container(key="panel-recent"):
            heading(say(me.lang, "upload.recent"))
            key = ("loads recent", now, of.board.published(), me.lang)
            recent = live.once(key, lambda: records_table(records(found, LoadRow), of.board.pack, me.lang))
            data_table(recent, "upload-recent", me.theme)


def _dropped(lang: str) -> list[Dropped]:
    given = st.file_uploader(
        say(lang, "upload.drop"), accept_multiple_files=True, key=f"drop-{st.session_state.get(ROUND, 0)}"
    )
    return [Dropped(f.name, f.getvalue()) for f in given]


def _templates(of: GuardedBoard, lang: str) -> None:
    """An empty file of any feed, to be filled in."""
    pack = of.board.pack
    with st.expander(say(lang, "upload.templates")):
        chosen = st.selectbox(
            say(lang, "upload.feed"), list(pack.feeds), format_func=lambda id: pack.feeds[id].name(lang), key="template"
        )
        feed = pack.feeds[chosen]
        one, two = st.columns(2)
        one.download_button(
            say(lang, "upload.template_xlsx"), lambda: template_xlsx(pack, feed, lang), f"{feed.name(lang)}.xlsx", XLSX,
            key="template-xlsx", on_click="ignore",
        )  # fmt: skip
        two.download_button(
            say(lang, "upload.template_csv"), lambda: template_csv(pack, feed, lang), f"{feed.name(lang)}.csv",
            "text/csv", key="template-csv", on_click="ignore",
        )  # fmt: skip


def _work(of: GuardedBoard, files: list[Dropped], lang: str, viewers_clock: str) -> None:
    clock = process_clock(of.board.pack.operation)  # when a file came is not the viewer's choice
    version, cards = of.board.version(), []
    progress = st.progress(0.0) if len(files) > MANY else None
    for done, file in enumerate({f.id: f for f in files}.values(), start=1):
        with st.container(key=f"panel-{file.id}"):
            cards.append(_card(of, file, lang, version))
        if progress:
            progress.progress(done / len(files), say(lang, "upload.progress", done=done, files=len(files)))
    if progress:
        progress.empty()
    cards = confirm_all(cards, of.board.pack, lang)
    with st.container(key="panel-rehearsal"):
        if viewers_clock != clock.text():
            say_it(say(lang, "upload.at", at=f"{clock.now():%Y-%m-%d %H:%M}"))
        if nameless(of):
            say_it(say(lang, "upload.name_needed"), "warn")
        if rehearsal(of, cards, clock.now(), version, lang):
            st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
            st.rerun()


def _card(of: GuardedBoard, file: Dropped, lang: str, version: str) -> Card:
    st.text(say(lang, "upload.file", name=file.name, kb=max(1, len(file.data) // 1024)))
    return card(of, file, lang, version)


page()

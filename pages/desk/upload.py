"""上报 Upload: is this file understood, what is wrong with it, and what would the board show if it were loaded?"""

from collections.abc import Hashable
from dataclasses import replace

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.clock import process_clock
from data_pipeline.core.records import records
from data_pipeline.declare.template import template_csv, template_xlsx
from data_pipeline.words import say
from pages.app import live
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.loaded import shown_loads
from pages.app.looking import Looking
from pages.app.person import signs_in
from pages.app.rows import nothing_came
from pages.app.tried import set_aside
from pages.app.upload.card import XLSX, card
from pages.app.upload.doubts import confirm_all
from pages.app.upload.files import Card, Dropped
from pages.app.upload.first import first_file
from pages.app.upload.rehearsal import receipts, rehearsal, rehearsed_on
from pages.app.working import say_it, who
from pages.components.html import Markup
from pages.components.loads import records_table
from pages.components.panel import Drawn
from pages.components.said import said, titled
from pages.components.sheet import tabled

ROUND = "upload_round"  # a new uploader after each load: what was loaded is put away
MANY, RECENT = 1, 16


def make(of: Looked) -> Hosts:
    """What came lately, so that nobody sends what has come already; none of it while somebody works on files. A file
    that is being looked at is held against the newest data when it is sent, and not before; a rehearsal says as soon
    as it no longer holds."""
    lang = of.me.lang
    top = Drawn(titled(say(lang, "page_name.upload"), say(lang, "upload.told")))
    if of.me.asked.get("files"):
        return Hosts({"upload-top": top}, "files outdated" if of.me.asked.get("rehearsed") else "files")
    if nothing_came():
        return Hosts({"upload-top": top}, "first")
    return Hosts({"upload-top": top, "upload-recent": Drawn(_recent(of))})


def _recent(of: Looked) -> Markup:
    ledger = live.once(("loads", of.now, board().published()), lambda: board().loads(of.moment.known_at))
    found = shown_loads(ledger.iloc[::-1], of.now).head(RECENT)
    body = Markup()
    if tried := set_aside(of.me):
        body += said(tried)
    if len(found):
        table = records_table(records(found, LoadRow), board().pack, of.me.lang)
        body += tabled("recent", replace(table, title=say(of.me.lang, "upload.recent"), presses=()))
    return body


def lay(of: Looked, hosts: Hosts) -> Places:
    lang, top = of.me.lang, st.container()
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="panel-who"):
        mine = who(lang, "receive")
        _templates(mine, lang)
    with right, st.container(key="panel-drop"):
        if nameless(mine):
            say_it(say(lang, "upload.name_first"), "warn")
        files = _dropped(lang) if allowed(mine.person, "receive") else []
        receipts(mine.board.pack, lang)
    if files:
        _work(mine, files, lang, of.me.clock.text())
    elif hosts.laid == "first":
        first_file(mine.board.pack, mine.person, lang)
    return {"upload-top": top}


def _drop_key() -> str:
    return f"drop-{st.session_state.get(ROUND, 0)}"


def chosen(_: Looking) -> dict[str, str]:
    if not st.session_state.get(_drop_key()):
        return {}
    return {"files": "on", "rehearsed": rehearsed_on()}


def also(of: Looked) -> Hashable:
    return board().published(), set_aside(of.me)


def nameless(of: GuardedBoard) -> bool:
    """Must this visitor still say who they are?"""
    return allowed(of.person, "receive") and not of.person.name.strip() and not signs_in()


def _dropped(lang: str) -> list[Dropped]:
    given = st.file_uploader(say(lang, "upload.drop"), accept_multiple_files=True, key=_drop_key())
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


def means(of: Looked) -> dict[str, str]:
    """Of a rehearsal, only whether the board has moved since."""
    files, held_on = of.me.asked.get("files"), of.me.asked.get("rehearsed")
    moved_on = files and held_on and held_on != board().version()
    return {"files": "on" if files else "", "rehearsed": "before" if moved_on else ""}


hosted(Page("upload", make, keys=("files", "rehearsed"), means=means, also=also), lay, chosen=chosen)

"""What a person has once the operation is kept: its board, one press away at this machine, and the command for it."""

from collections.abc import Callable, Mapping

import streamlit as st

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import own_pack, own_store
from data_pipeline.declare import Pack
from data_pipeline.declare.template import template_xlsx
from data_pipeline.propose.founded import Founded
from data_pipeline.words import say
from pages.app import beside
from pages.app.person import signs_in
from pages.app.upload.card import XLSX
from pages.app.working import heading, say_it
from pages.components.html import html, joined

PORTS = "operations_open"  # of this visit: name -> port


def templates(pack: Pack, lang: str) -> None:
    """One workbook a feed, areas filled in, as `pack template` writes it."""
    heading(say(lang, "operation.templates"))
    for feed in pack.feeds.values():
        st.download_button(
            say(lang, "operation.template", feed=feed.name(lang)), lambda feed=feed: template_xlsx(
                pack, feed, lang, locked=True), f"{feed.id}.xlsx", XLSX, key=f"template-{feed.id}", on_click="ignore",
        )  # fmt: skip


def kept(name: str, of: Founded, lang: str) -> None:
    facts = {"name": name, "rows": f"{of.rows:,}"}
    say_it(say(lang, "operation.kept", **facts), "good", [say(lang, "operation.kept_folder", folder=of.folder)])
    if not signs_in():
        word, working = say(lang, "operation.open"), say(lang, "operation.opening")
        open_beside(name, word, working, lambda: of.settings, lang)
    st.caption(say(lang, "operation.command"))
    st.code(_command(name, of), language=None, wrap_lines=True)
    st.caption(say(lang, "operation.live"))


def open_beside(name: str, word: str, working: str, settings: Callable[[], Mapping[str, str]], lang: str) -> None:
    """By a process of its own at this machine; who sits elsewhere, or signs in, has the command. `word` of the button,
    `working` while it begins; `settings`: of the board, made where that is pressed."""
    ports = st.session_state.setdefault(PORTS, {})
    if st.button(word, type="primary", key="open-beside"):
        try:
            with st.spinner(working):
                ports[name] = beside.serve(name, settings())
        except BoardError as why:
            say_it(why.sentence(lang), "bad")
    if name not in ports:
        return
    root = f"http://{beside.HERE}:{ports[name]}"
    ways = {"open_command": f"{root}/command?lang={lang}", "open_wall": f"{root}/wall?lang={lang}"}
    links = joined(
        html('<a data-key="{}" href="{}" target="_blank" rel="noopener">{}</a>', key, to, say(lang, f"operation.{key}"))
        for key, to in ways.items()
    )
    said = say(lang, "operation.opened", name=name)
    st.html(html('<div class="dk head"><span>{}</span><span class="ways">{}</span></div>', said, links))


def _command(name: str, of: Founded) -> str:
    """By its name where it lies where names are looked for."""
    if (of.folder, of.store) == (own_pack(name), own_store(name)):
        return f"make run OPERATION={name} BOARD_CLOCK={of.clock}"
    return " ".join([*(f"{k}={v}" for k, v in of.settings.items()), "make run"])

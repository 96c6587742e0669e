"""The frame of every page: who is looking, the bar on top, and the page itself."""

import streamlit as st

from data_pipeline.board import board
from data_pipeline.words import say
from pages import live
from pages.audited import page_read
from pages.looking import look, looking
from pages.menu import MENU, WALLS
from pages.parts.bar import bar
from pages.pulse import pulse
from pages.replay import replay
from pages.ticking import ticking

TURNED = "turned"  # the bar was told something that the whole page must follow


def main() -> None:
    me = looking()
    st.set_page_config(
        page_title=say(me.lang, "frame.board"),
        page_icon=live.mark_icon(),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    pages = {
        id: st.Page(file, title=say(me.lang, f"page_name.{id}"), url_path="" if first else id, default=first)
        for id, file, first in MENU
    }
    walls = [st.Page(file, title=say(me.lang, f"page_name.{id}"), url_path=id) for id, file in WALLS]
    here = st.navigation([*pages.values(), *walls], position="hidden")
    page_read(here.url_path or MENU[0][0], me)
    if here in walls:
        return here.run()
    _bar(pages, here)
    if going := st.session_state.pop("going", None):
        st.switch_page(pages[going])
    here.run()
    _heartbeat()


@st.fragment
def _bar(pages: dict, here: object) -> None:
    """A fragment of its own: what it sends (that the board has moved, above all) waits until a press on the page has
    been answered. Sent from outside a fragment it would end that run, and the press with it."""
    if st.session_state.pop(TURNED, False):
        st.rerun()
    me, pack = looking(), board().pack
    menu = [(id, page.title, page is here) for id, page in pages.items()]
    place = pack.area[pack.operation.city_code].name(me.lang) if pack.operation.city_code in pack.area else ""
    html = bar(pack.operation, place, menu, me.clock, me.lang, me.theme, board().meetings(me.clock.now()))
    data = {
        "lang": me.lang,
        "theme": me.theme,
        "theme_is_set": me.theme_is_set,
        "clock": ticking(me.clock),
        "pulse": pulse(me.clock),
        "skip": say(me.lang, "frame.skip"),
        "past": me.clock.looks_back,
    }
    live.bar(html, data, key="bar", on_set=_set, on_go=_go)


def _set(change: str) -> None:
    moved = replay(change, looking().clock)
    look(f"clock={moved.text()}&asof=&known=" if moved else change)
    st.session_state[TURNED] = True


def _go(id: str) -> None:
    if any(id == known for known, _, _ in MENU):
        st.session_state["going"] = id
        st.session_state[TURNED] = True


@st.fragment(run_every="20s")
def _heartbeat() -> None:
    """Where the event stream cannot reach the browser, a moved board is noticed here."""
    now = pulse(looking().clock)
    if st.session_state.get("drawn", now) != now:
        st.rerun()


main()

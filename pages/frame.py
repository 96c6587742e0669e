"""The frame of every page: who is looking, the bar on top, and the page itself."""

from contextlib import nullcontext
from urllib.parse import urlencode

import streamlit as st

from data_pipeline.board.board import board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.keeping_up import DRAWINGS
from data_pipeline.core.settings import settings
from data_pipeline.publish.provenance import told_sight
from data_pipeline.words import say
from pages.app import live
from pages.app.audited import page_read
from pages.app.data_version import data_version
from pages.app.kit import kit_words
from pages.app.looking import Looking, closed, look, looking
from pages.app.person import a_hand, person, signs_in
from pages.app.replay import replay
from pages.app.ticking import ticking
from pages.app.tour import tour_words
from pages.app.trouble import address, trouble
from pages.components.bar import Bar, Beside, bar
from pages.model.menu import MENU, in_menu

FRESH = "fresh"  # the page is being made just now
OVER = "over"  # the bar says that the replay has ended
TURNED = "turned"  # the bar was told something that the whole page must follow
WORKING = ("upload", "loads", "targets", "operation")  # a press there is work of its own, as long as the file is


def main() -> None:
    if why := closed():
        return _closed(why)
    me = looking()
    a_hand()
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
    if me.screen:  # its token opens the wall, which is no page of these, whatever its line asks for
        return st.navigation([st.Page(_nothing, title=say(me.lang, "frame.board"))], position="hidden").run()
    here = st.navigation([*pages.values()], position="hidden")
    page_read(here.url_path or MENU[0][0], me)
    _bar(pages, here)
    if going := st.session_state.pop("going", None):
        st.switch_page(pages[going], query_params=dict(me.asked))
    st.session_state[FRESH] = True
    _heartbeat()  # before the page: one that fails is asked for again
    with nullcontext() if here.url_path in WORKING else DRAWINGS.one():
        here.run()


def _closed(why: BoardError) -> None:
    """No page, at any of their addresses."""
    names = [id for id, *_ in MENU]
    st.navigation([st.Page(_nothing), *(st.Page(_nothing, url_path=id) for id in names)], position="hidden")
    trouble(why)


def _nothing() -> None:
    """Where a screen would land that asks for another page than its wall."""


@st.fragment
def _bar(pages: dict, here: object) -> None:
    """A fragment of its own: what it sends (that the board has moved, above all) waits until a press on the page has
    been answered. Sent from outside a fragment it would end that run, and the press with it."""
    if st.session_state.pop(TURNED, False):
        st.rerun()
    me, pack = looking(), board().pack
    st.session_state[OVER] = me.clock.ended
    shown = in_menu(pack, together=bool(settings().cities))
    menu = [(id, pages[id].title, pages[id] is here) for id in shown]
    place = pack.area[pack.operation.city_code].name(me.lang) if pack.operation.city_code in pack.area else ""
    of = Bar(pack.operation, place, menu, me.clock, board().meetings(me.clock.now()), _beside(me))
    html = bar(of, me.lang, me.theme)
    data: live.BarData = {
        "lang": me.lang,
        "theme": me.theme,
        "theme_is_set": me.theme_is_set,
        "clock": ticking(me.clock),
        "version": data_version(me.clock, me.sight),
        "skip": say(me.lang, "frame.skip"),
        "sideways": say(me.lang, "frame.sideways"),
        "kit": kit_words(me.lang),
        "tour": tour_words(me.lang),
        "past": me.clock.looks_back or me.clock.ended,
        "own": not me.sight.is_whole,
    }
    live.bar(html, data, key="bar", on_set=_set, on_go=_go)


def _beside(me: Looking) -> Beside:
    """Who is signed in and the way out, or the way in; and that other districts are not shown."""
    own = "" if me.sight.is_whole else told_sight(board().pack, me.sight, me.lang)
    if not signs_in():
        return Beside(own)
    of = person()
    if not of.name:
        return Beside(own, "", (f"/auth/login?{urlencode({'next': address()})}", say(me.lang, "person.sign_in")))
    role = say(me.lang, f"person.{of.role}")
    signed_in = say(me.lang, "person.signed_in", name=of.name, role=role)
    return Beside(own, signed_in, ("/auth/logout", say(me.lang, "person.sign_out")))


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
    """Where the event stream cannot reach the browser, a moved board is noticed here, and a page that could not be
    drawn is tried again."""
    if st.session_state.pop(FRESH, False):
        return
    me = looking()
    now = data_version(me.clock, me.sight)
    if st.session_state.get("drawn", now) != now or st.session_state.get(OVER) != me.clock.ended:
        st.rerun()


main()

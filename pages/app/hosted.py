"""The script of a page of hosts: lays them out with what one chooses by, and hears presses. It runs when a viewer
chooses something, and not because data moved."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_pipeline.words import say
from pages.app import live
from pages.app.data_version import data_version
from pages.app.desk_scenes import Desk, Made, made, meant
from pages.app.hosts import PAGES, PART, Hosts, Looked, Page
from pages.app.looking import Looking, look, looking
from pages.app.working import ground

Places = Mapping[str, AbstractContextManager]
# lay(looked, hosts): draws what one chooses by, and gives the places of hosts; those without one follow below. `looked`
# is asked for all that the address says, and for what was chosen.
Lay = Callable[[Looked, Hosts], Places]
Chosen = Callable[[Looking], Mapping[str, str]]


def _by_address(me: Looking) -> Mapping[str, str]:
    return me.asked


def _nowhere(_: Looked, __: Hosts) -> Places:
    return {}


def hosted(
    page: Page,
    lay: Lay = _nowhere,
    *,
    chosen: Chosen = _by_address,
    hear: Callable[[str], None] = look,
    may: Callable[[Exception], bool] = live.waits,
) -> None:
    """`chosen`: what the page is asked for by its own keys; it may look into the visit. `hear`: what a press asks for.
    `may`: where it fails so, what was shown stays. Where no viewer looks, the page is declared and no more."""
    PAGES[page.id] = page
    if not looked_at():
        return

    @st.fragment(key=live.BOARD)
    def run() -> None:
        if "going" in st.session_state:
            st.rerun()  # the frame turns the page
        me = looking()
        desk = Desk.of(page, me, chosen(me))
        of, view = live.or_as_before(desk.chosen, lambda: _drawn(desk), may)
        st.session_state.pop("drawn", None)  # the frame's own look finds nothing behind: it comes as a scene
        now = view.data_version
        view = replace(view, follows=desk.follows(me.asked), scene=of.scene.name, laid=of.hosts.layout)
        with ground(me.lang, page.drop and say(me.lang, page.drop)) if page.fit == PART else nullcontext():
            seen = replace(me, asked={**me.asked, **dict(desk.asked)})
            places = lay(Looked(seen, now, desk.looked(now).moment), of.hosts)
            for key, drawn in of.hosts.parts.items():  # last: they tell the browser of which moment all of the page is
                with places.get(key, nullcontext()):
                    live.board(drawn, view, key=key, on_set=hear, fit=page.fit)

    run()


def _drawn(desk: Desk) -> tuple[Made, live.View]:
    now = data_version(desk.clock, desk.sight)
    means = meant(desk, now)
    return made(means, now), means.view(now)


def looked_at() -> bool:
    """Whether a viewer's run draws this page, or it is only asked how it is drawn."""
    return get_script_run_ctx(suppress_warning=True) is not None

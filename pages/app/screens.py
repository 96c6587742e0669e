"""Screens in rooms, for whoever may set them up: a token for what was chosen, all that there are, and revoking."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from data_pipeline.access.permission import NAME_LENGTH
from data_pipeline.access.screens import KEY, asked_of
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.log.state import Screen
from data_pipeline.words import say
from pages.app import live
from pages.app.looking import Looking
from pages.app.working import plain, say_it
from pages.components.html import html
from pages.components.panel import Drawn, panel, table
from pages.views.wall.asked import VIEWS, Asked

TOLD = "screen_told"
COLUMNS = ("number", "name", "shows", "area", "made", "seen", "state")


def screens_panel(of: GuardedBoard, me: Looking, address: str, area: str) -> None:
    """`address`: of the wall as chosen above; `area`: the district it speaks of, "" the whole city."""
    with st.container(key="screens"):
        _make(of, me.lang, address, area)
        found = of.screens()
        view = live.View(me.lang, me.theme, f"screens {me.lang}", str(hash(tuple(found))))
        live.board(listed(found, of.board.pack, me.lang), view, key="screens-list", on_set=lambda _: None, fit="page")
        _revoke(of, [s for s in found if s.revoked is None], me.lang)


def _make(of: GuardedBoard, lang: str, address: str, area: str) -> None:
    st.markdown(f"**{say(lang, 'screens.title')}**")
    st.caption(say(lang, "screens.lead"))
    left, _ = st.columns(2)
    with left, st.form("screen", border=False, clear_on_submit=True):
        name = st.text_input(say(lang, "screens.name"), max_chars=NAME_LENGTH, key="screen-name")
        pressed = st.form_submit_button(say(lang, "screens.make"), key="screen-make")
    if pressed:
        st.session_state.pop(TOLD, None)
        try:
            st.session_state[TOLD] = of.add_screen(name, address, area)
        except BoardError as why:
            say_it(why.sentence(lang), "bad")
    if token := st.session_state.get(TOLD):
        here = urlsplit(st.context.url or "")
        say_it(say(lang, "screens.once"), "warn")
        st.code(f"{here.scheme}://{here.netloc}/wall?{KEY}={token}", language=None, wrap_lines=True)


def _revoke(of: GuardedBoard, standing: Sequence[Screen], lang: str) -> None:
    if not standing:
        return
    left, right, _ = st.columns([3, 2, 5], vertical_alignment="bottom")
    names = {s.number: plain(f"{s.number} · {s.name}") for s in standing}
    chosen = left.selectbox(say(lang, "screens.which"), list(names), format_func=names.__getitem__, key="screen-which")
    if right.button(say(lang, "screens.revoke"), key="screen-revoke"):
        of.revoke_screen(chosen)
        st.rerun()


def listed(found: Sequence[Screen], pack: Pack, lang: str) -> Drawn:
    rows = [_row(s, pack, lang) for s in found]
    none = html('<p class="nothing">{}</p>', say(lang, "screens.none"))
    body = table([say(lang, f"screens.col_{c}") for c in COLUMNS], rows) if rows else none
    return Drawn(panel("screens", say(lang, "screens.listed", count=len(found)), body))


def _row(s: Screen, pack: Pack, lang: str) -> tuple[str, ...]:
    asked = Asked.of(asked_of(s))
    views = (
        say(lang, "screens.all_views")
        if asked.views == VIEWS
        else say(lang, "forecast.several").join(say(lang, f"wall_setup.view_{v}") for v in asked.views)
    )
    area = pack.area.get(s.area or pack.operation.city_code)
    state = "seen_never" if s.seen is None else "standing"
    state_text = (
        say(lang, "screens.revoked", at=_at(s.revoked, pack), by=s.revoked_by)
        if s.revoked
        else (say(lang, f"screens.{state}"))
    )
    made = say(lang, "screens.made", at=_at(s.made, pack), by=s.made_by)
    return str(s.number), s.name, views, area.name(lang) if area else "", made, _at(s.seen, pack) or "—", state_text


def _at(seconds: float | None, pack: Pack) -> str:
    if seconds is None:
        return ""
    return f"{datetime.fromtimestamp(seconds, ZoneInfo(pack.operation.timezone)):%m-%d %H:%M}"

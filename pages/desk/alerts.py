"""提醒 Alerts: what stands, who has seen it, what is silenced until when, and where does it go?"""

from collections.abc import Callable

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.actions.hour import hour_of
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.notice import Notice
from data_pipeline.store.log.decisions import LONGEST
from data_pipeline.store.log.silences import Silence
from data_pipeline.words import say
from pages.app import live
from pages.app.alerted import alerts_of, cards_of, sent_of
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.looking import Looking, look, looking
from pages.app.working import desk, heading, say_it, then, who
from pages.components.alerts import Alerts, state
from pages.components.html import html
from pages.components.offers import listed
from pages.views.alerts.listed import alerts_table, channels, lead, one

UNSEEN, STANDING, ALL = "unseen", "standing", "all"
SHOWS: dict[str, Callable[[Alerts, Notice], bool]] = {
    STANDING: lambda of, n: not n.eased,
    UNSEEN: lambda of, n: not n.eased and not of.seen_by(n),
    ALL: lambda of, n: True,
}


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    of = alerts_of(now, moment_of(me.clock))
    with desk(me.lang, say(me.lang, "page_name.alerts"), lead(of, me.lang)):
        with st.container(key="panel-alerts"):
            mine = _list(of, me)
        left, right = st.columns([7, 5], gap="medium")
        with left, st.container(key="panel-alert"):
            _one(mine, of, me, now)
        with right, st.container(key="panel-channels"):
            heading(say(me.lang, "alert.channels"))
            if me.sight.is_whole:
                st.html(channels(*sent_of(now, moment_of(me.clock)), me.lang))
        live.stands(me.lang, me.theme, now)


def _list(of: Alerts, me: Looking) -> GuardedBoard:
    """The table, and the board as whoever looks may use it."""
    one, two = st.columns([7, 5], vertical_alignment="bottom")
    view = one.segmented_control(
        say(me.lang, "alert.view"), list(SHOWS), default=STANDING, key="alerts-view", required=True,
        format_func=lambda v: say(me.lang, f"alert.view_{v}"), label_visibility="collapsed",
    )  # fmt: skip
    with two:
        mine = who(me.lang, "acknowledge")
    shown = [n for n in of.notices if SHOWS[view or STANDING](of, n)]
    data_table(alerts_table(of, shown, me.lang), "alerts-list", me.theme, on_row=lambda row: _choose(shown, row))
    return mine


def _choose(shown: list[Notice], row: int | None) -> None:
    if row is not None and row < len(shown):
        look(f"id={shown[row].after or shown[row].key}")


def _one(mine: GuardedBoard, of: Alerts, me: Looking, now: str) -> None:
    """The one that the address names, as a link in a message does; else the first that nobody has seen."""
    lang, asked = me.lang, me.asked.get("id", "")
    unseen = [n for n in of.standing if not of.seen_by(n)]
    chosen = of.of(asked) if asked else next(iter(unseen or of.standing), None)
    if chosen is None:
        heading(say(lang, "alert.one"))
        st.text(say(lang, "alert.no_such" if asked else "alert.none"))
        return
    heading(state(of, chosen, lang))
    st.html(one(of, chosen, lang))
    if own := cards_of(now, moment_of(me.clock), chosen):
        st.html(html('<div class="dk">{}</div>', listed(own, board().pack, lang, me.along)))
    open_to = allowed(mine.person, "acknowledge") and not of.seen_by(chosen)
    if open_to and st.button(say(lang, "alert.see"), key="alert-see", type="primary"):
        then(lambda: _see(mine, chosen), lang)
    if allowed(mine.person, "silence"):
        _silence(mine, of, chosen, lang)


def _see(mine: GuardedBoard, of: Notice) -> None:
    """When it was seen is not the viewer's choice."""
    mine.acknowledge(of.after or of.key, mine.person.name, moment_of(process_clock(board().pack.operation)))


def _silence(mine: GuardedBoard, of: Alerts, chosen: Notice, lang: str) -> None:
    quiet = of.silence(chosen)
    with st.form(f"silence-{chosen.subject}", border=False, clear_on_submit=True):
        one, two = st.columns([3, 2])
        says = one.text_input(say(lang, "alert.reason"), max_chars=LONGEST, key="silence-says")
        until = "" if quiet else two.text_input(say(lang, "alert.until"), max_chars=30, key="silence-until")
        word = say(lang, "alert.speak" if quiet else "alert.silence")
        pressed = st.form_submit_button(word, key="alert-silence")
    if pressed:
        then(lambda: _keep(mine, chosen.subject, says, "" if quiet else until, ends=quiet is not None), lang)
    elif not quiet:
        say_it(say(lang, "alert.silence_note"))


def _keep(mine: GuardedBoard, subject: str, says: str, until: str, *, ends: bool) -> None:
    at = process_clock(board().pack.operation).now()
    end = at if ends else hour_of(until, at)
    if end is None:
        raise BoardError("step_hour")
    mine.silence(Silence(subject, "", at, end, says))


page()

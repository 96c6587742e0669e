"""What waits for a second person, and the two ways on: approve, or decline with a reason."""

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import Sight
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import process_clock
from data_pipeline.declare import Pack
from data_pipeline.store.log.two_keys import Waiting
from data_pipeline.words import say
from pages.app.working import heading, then
from pages.components.loads import feed_name, when


def approving(of: GuardedBoard, lang: str, sight: Sight) -> None:
    """Nothing where nothing waits. Who may not approve sees what waits, and no button; by district, of files those that
    speak of one's own alone."""
    waits = [w for w in of.board.waiting() if w.kind == "target" or sight.sees_all(of.board.scope_of(w.line)[1])]
    if not waits:
        return
    with st.container(key="panel-waiting"):
        heading(say(lang, "waiting.title", count=len(waits)))
        for one in waits:
            st.text(described(one, of.board.pack, lang))
            if allowed(of.person, "approve"):
                _ways(of, one, lang)


def described(one: Waiting, pack: Pack, lang: str) -> str:
    facts = {"line": one.line, "by": one.by, "at": when(one.at), "what": one.what, "count": one.count}
    return say(lang, f"waiting.{one.kind}", feed=feed_name(pack, one.feed, lang), **facts)


def _ways(of: GuardedBoard, one: Waiting, lang: str) -> None:
    at = process_clock(of.board.pack.operation).now()  # when it happened is not the viewer's choice
    with st.form(f"close-{one.line}", border=False):
        left, middle, right = st.columns([8, 1, 1], vertical_alignment="bottom")
        reason = left.text_input(say(lang, "waiting.why"), max_chars=200, key=f"why-decline-{one.line}")
        with middle:
            yes = st.form_submit_button(say(lang, "waiting.approve"), key=f"approve-{one.line}")
        with right:
            no = st.form_submit_button(say(lang, "waiting.decline"), key=f"decline-{one.line}")
    if yes:
        then(lambda: of.approve(one.line, at), lang)
    if no:
        then(lambda: of.decline(one.line, at, reason), lang)

"""Rehearse what was decided, show what it would do, and load it while that still holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import streamlit as st

from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery, Receipt
from data_pipeline.store.diff.rehearsal import Rehearsal
from data_pipeline.words import say
from pages.app.data_table import data_table
from pages.app.looking import looking
from pages.app.upload.doubts import confirm, to_confirm
from pages.app.upload.files import Card
from pages.app.working import heading, say_it
from pages.components import moved

STATE, SENT = "rehearsal", "sent"
FEW = 12  # restated cells shown without a press


def rehearsal(of: GuardedBoard, cards: Sequence[Card], at: datetime, version: str, lang: str) -> bool:
    """True when something was loaded."""
    left = [line for c in cards for line in c.left]
    ready = [replace(c.delivery, at=at) for c in cards if c.delivery]
    if left:
        say_it(say(lang, "upload.todo"), "warn", left)
    if not ready:
        return False
    asked = [(d.feed, d.name, d.sheet, d.mapping, d.strict, hash(d.data)) for d in ready]
    pressed = st.button(say(lang, "upload.rehearse", files=len(ready)), key="rehearse", disabled=bool(left))
    if pressed:
        with st.spinner(say(lang, "upload.rehearsing")):
            found = _rehearse(of, ready, lang)
        st.session_state[STATE] = (asked, version, found)
        if found:
            st.rerun()  # the page follows from now on whether it still holds
    held_for, held_on, rehearsed = st.session_state.get(STATE, (None, None, None))
    if rehearsed is None or held_for != asked or left:
        return False
    _show(rehearsed, ready, of.board.pack, lang)
    if held_on != version:
        say_it(say(lang, "error.rehearsal_outdated"), "warn")
        return False
    return _load(of, rehearsed, ready, cards, lang)


def rehearsed_on() -> str:
    """The data version that this visit's rehearsal was made of; "" without one."""
    _, version, found = st.session_state.get(STATE, (None, "", None))
    return version if found else ""


def _rehearse(of: GuardedBoard, ready: Sequence[Delivery], lang: str) -> Rehearsal | None:
    try:
        return of.rehearse(ready)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return None


def _show(rehearsed: Rehearsal, ready: Sequence[Delivery], pack: Pack, lang: str) -> None:
    theme = looking().theme
    left, right = st.columns([5, 7], gap="medium")
    with left:
        for n, (delivery, receipt) in enumerate(zip(ready, rehearsed.receipts, strict=True)):
            _effect(delivery, receipt, pack, lang, alone=len(ready) == 1)
            _cells(delivery, receipt, pack, lang, n if len(ready) > 1 else None)
    with right:
        say_it(moved.summary(rehearsed.moves, lang), "good" if rehearsed.moves.empty else "")
        if len((lines := moved.lines_table(rehearsed.moves, pack, lang)).frame):
            heading(say(lang, "upload.lines"))
            data_table(lines, "rehearsed-lines", theme)
        if len((gauges := moved.gauges_table(rehearsed.moves, pack, lang)).frame):
            with st.expander(say(lang, "upload.gauges")):
                data_table(gauges, "rehearsed-gauges", theme)
        if len(rehearsed.days) > len(rehearsed.days_drawn):
            st.caption(say(lang, "upload.days", drawn=len(rehearsed.days_drawn), days=len(rehearsed.days)))


def _effect(delivery: Delivery, receipt: Receipt, pack: Pack, lang: str, *, alone: bool) -> None:
    feed = pack.feeds[delivery.feed]
    if not alone or receipt.status != "loaded":
        say_it(_status(receipt, delivery.name, lang), "" if receipt.status == "loaded" else "warn")
    if receipt.status != "loaded":
        return
    st.html(moved.effect_counts(receipt.effect, lang))
    if gone := moved.taken(receipt.effect, lang):
        say_it(gone, "warn")
    if receipt.jump:
        say_it(receipt.jump.sentence(lang), "warn")
    if other := moved.gone(receipt.effect, pack, feed, lang):
        st.html(other)


def _cells(delivery: Delivery, receipt: Receipt, pack: Pack, lang: str, of_many: int | None) -> None:
    """Cell by cell what is restated."""
    cells = receipt.effect.cells
    if receipt.status != "loaded" or not cells:
        return
    title = say(lang, "upload.restated", cells=f"{len(cells):,}")
    with st.expander(title, expanded=of_many is None and len(cells) <= FEW):
        table = moved.restated_table(receipt.effect, pack, pack.feeds[delivery.feed], lang, exactly=True)
        data_table(table, f"rehearsed-cells-{of_many or 0}", looking().theme)


def _load(of: GuardedBoard, rehearsed: Rehearsal, ready: Sequence[Delivery], cards: Sequence[Card], lang: str) -> bool:
    """What only the rehearsal could see (a file beside another) is confirmed here."""
    seen = {(c.delivery.name, _mark(p)) for c in cards if c.delivery and c.examined for p in c.examined.report.doubts}
    left = 0
    for delivery, receipt in zip(ready, rehearsed.receipts, strict=True):
        more = [p for p in to_confirm(receipt.report.doubts) if (delivery.name, _mark(p)) not in seen]
        left += confirm(more, of.board.pack.feeds[delivery.feed], lang, f"rehearsed-{delivery.name}")
    if not any(r.status == "loaded" for r in rehearsed.receipts):
        return False
    rows = sum(r.effect.rows for r in rehearsed.receipts)
    label = say(lang, "upload.load", rows=rows)
    if not st.button(label, type="primary", key="load", disabled=left > 0):
        return False
    try:
        with st.spinner(say(lang, "upload.loading")):
            receipts = of.receive_together(ready, rehearsed.token)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return False
    st.session_state[SENT] = [
        (d.name, d.feed, r.status, r.load_id, r.effect, r.report.refused, r.jump)
        for d, r in zip(ready, receipts, strict=True)
    ]
    st.session_state.pop(STATE, None)
    return True


def _status(receipt: Receipt, name: str, lang: str) -> str:
    return say(lang, f"upload.status_{receipt.status}", name=name, load_id=receipt.load_id or "")


def _mark(p) -> tuple:
    return (p.line, p.column, p.code, p.value)


def receipts(pack: Pack, lang: str) -> None:
    """What was loaded last in this visit."""
    for name, feed, status, load_id, effect, refused, jump in st.session_state.get(SENT, ()):
        facts = {"name": name, "load_id": load_id or "", "feed": pack.feeds[feed].name(lang)}
        lines = [say(lang, "upload.receipt_rows", new=effect.new, restated=effect.restated, unchanged=effect.unchanged)]
        if refused:
            lines.append(say(lang, "upload.receipt_refused_rows", rows=refused))
        if jump:
            lines.append(jump.sentence(lang))
        kind = "good" if status == "loaded" else "warn"
        say_it(say(lang, f"upload.receipt_{status}", **facts), kind, lines if status in ("loaded", "waits") else ())

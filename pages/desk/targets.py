"""目标 Targets: what is each figure held to, since when and by whom, and what would another level recolour?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo
from data_pipeline.sentences.held_here import coming_here, held_here
from data_pipeline.targets.recolour import Recoloured, recoloured
from data_pipeline.targets.sheet import changes_of, targets_csv
from data_pipeline.words import say
from pages.app import live
from pages.app.data_table import data_table
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.target_form import target_form
from pages.app.working import say_it, who
from pages.components import targets as parts
from pages.components.panel import Drawn
from pages.components.said import titled
from pages.components.sheet import tabled

DRAFT, ROUND, SAID = "targets_draft", "targets_round", "targets_said"


def _held(of: Looked) -> HeldTo:
    return live.once(("targets", of.now, board().published()), lambda: board().held_to(of.moment.known_at))


def make(of: Looked) -> Hosts:
    held, lang, day, pack = _held(of), of.me.lang, of.moment.ops_day, board().pack
    now = on_day(held.targets, day)
    coming = [t for t in held.targets if t.valid_from > day and t not in now.values()]
    body = tabled("force", parts.in_force(pack, list(now.values()), coming, lang))
    if own := [*held_here(pack, held, day, lang), *coming_here(pack, held, day, lang)]:
        body += tabled("places", parts.by_place(own, lang))
    changes = board().target_changes()
    changes = changes.loc[changes["known_from"] <= of.moment.known_at]
    if len(changes):
        history = parts.history_table(changes, pack, now, lang)
        body += tabled("history", replace(history, title=say(lang, "targets.history")))
    return Hosts({"targets": Drawn(body)}, f"{held.version} {day}")


def lay(of: Looked, _: Hosts) -> Places:
    lang, moment, held = of.me.lang, of.moment, _held(of)
    st.html(titled(say(lang, "page_name.targets")))
    left, right = st.columns([7, 4], gap="medium")
    with right, st.container(key="panel-who"):
        mine = who(lang, "target")
        _sheet(mine, held, moment, lang)
    with left, st.container(key="panel-edit"):
        _lead(held, moment, lang)
        if allowed(mine.person, "target"):
            target_form(mine.board.pack, held, moment, lang, lambda make: _take(make, lang))
    if words := st.session_state.get(SAID):
        say_it(words, "good")
    if st.session_state.get(DRAFT) and allowed(mine.person, "target"):
        with st.container(key="panel-draft"):
            _draft(mine, st.session_state[DRAFT], of)
    return {}


def _lead(held: HeldTo, moment: AsOf, lang: str) -> None:
    later = [*held.targets, *(r for r in held.local if not r.withdrawn)]
    coming = [t for t in later if t.valid_from > moment.ops_day]
    text = say(lang, "targets.lead", count=len(on_day(held.targets, moment.ops_day)), version=held.version)
    say_it(text + (say(lang, "targets.lead_coming", count=len(coming)) if coming else ""))


def _sheet(of: GuardedBoard, held: HeldTo, moment: AsOf, lang: str) -> None:
    """A sheet out and in again, for those who change many at once."""
    st.download_button(
        say(lang, "targets.csv_out"), lambda: targets_csv(held, moment.ops_day),
        f"targets-{held.version}.csv", "text/csv", key="targets-out", on_click="ignore",
    )  # fmt: skip
    if not allowed(of.person, "target"):
        return
    given = st.file_uploader(
        say(lang, "targets.csv_in"), type="csv", key=f"targets-in-{st.session_state.get(ROUND, 0)}"
    )
    first = moment.ops_day + timedelta(days=1)
    if given and st.button(say(lang, "targets.preview"), key="sheet-preview"):
        _take(lambda: changes_of(given.getvalue(), of.board.pack, held, first), lang)


def _take(make: Callable[[], list[AnyChange]], lang: str) -> None:
    st.session_state.pop(SAID, None)  # stood until the next change, through every redrawing
    try:
        st.session_state[DRAFT] = make()
    except BoardError as why:
        st.session_state.pop(DRAFT, None)
        say_it(why.sentence(lang), "bad")


def _draft(of: GuardedBoard, changes: list[AnyChange], looked: Looked) -> None:
    """What would be set, what would change colour, and the two ways on; by the data of when it was asked for."""
    lang, theme, moment, held = looked.me.lang, looked.me.theme, looked.moment, _held(looked)
    try:
        with st.spinner(say(lang, "targets.reckoning")):
            key = ("recoloured", looked.now, tuple(changes))
            found = live.once(key, lambda: _seen(recoloured(of.board, changes, moment), looked))
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    data_table(parts.drafted(changes, of.board.pack, held, lang), "targets-drafted", theme)
    if any(c.valid_from <= moment.ops_day for c in changes):
        say_it(say(lang, "targets.already"), "warn")
    say_it(
        say(lang, "targets.recolour" if found else "targets.recolour_none", count=len(found)), "warn" if found else ""
    )
    if found:
        data_table(parts.colours(found, of.board.pack, lang), "targets-colours", theme)
    reason = st.text_input(say(lang, "targets.reason"), key="target-reason", max_chars=200)
    one, two, _ = st.columns([2, 2, 8])
    if one.button(say(lang, "targets.save"), type="primary", key="target-save"):
        _save(of, changes, reason, lang)
    if two.button(say(lang, "targets.drop"), key="target-drop"):
        _done()
        st.rerun()


def _seen(found: Sequence[Recoloured], of: Looked) -> list[Recoloured]:
    return [r for r in found if of.me.sight.sees(board().pack, r.area)]


def _save(of: GuardedBoard, changes: list[AnyChange], reason: str, lang: str) -> None:
    """At the process's own time: when a target was set is not the viewer's choice."""
    try:
        of.set_targets(changes, process_clock(of.board.pack.operation).now(), reason)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    st.session_state[SAID] = say(lang, "targets.saved", count=len(changes), version=of.board.targets_version())
    _done()
    st.rerun()


def _done() -> None:
    st.session_state.pop(DRAFT, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


hosted(Page("targets", make, also=lambda _: board().published(), drop="targets.drop_here"), lay)

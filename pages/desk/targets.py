"""目标 Targets: what is each figure held to, since when and by whom, and what would another level recolour?"""

from collections.abc import Callable, Sequence
from datetime import timedelta

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.access.sight import parted
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import AnyChange, HeldTo
from data_pipeline.sentences.held_here import coming_here, held_here
from data_pipeline.targets.recolour import Recoloured, recoloured
from data_pipeline.targets.sheet import changes_of, targets_csv
from data_pipeline.words import say
from pages.app import live
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.looking import looking
from pages.app.target_form import target_form
from pages.app.working import desk, heading, say_it, who
from pages.components import targets as parts

DRAFT, ROUND, TOLD = "targets_draft", "targets_round", "targets_told"


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    of = None
    with desk(me.lang, say(me.lang, "page_name.targets"), drop=say(me.lang, "targets.drop_here")):
        left, right = st.columns([7, 4], gap="medium")
        with right, st.container(key="panel-who"):
            of = who(me.lang, "target")
            moment = moment_of(me.clock)
            held = live.once(("targets", now), lambda: of.board.held_to(moment.known_at))
            _sheet(of, held, moment, me.lang)
        with left, st.container(key="panel-edit"):
            _lead(held, moment, me.lang)
            if allowed(of.person, "target"):
                target_form(of.board.pack, held, moment, me.lang, lambda make: _take(make, me.lang))
        if said := st.session_state.get(TOLD):
            say_it(said, "good")
        if st.session_state.get(DRAFT) and allowed(of.person, "target"):
            with st.container(key="panel-draft"):
                _draft(of, st.session_state[DRAFT], held, moment, me.lang)
        _tables(of, held, moment, me.lang, me.theme)
        live.stands(me.lang, me.theme, now)


def _lead(held: HeldTo, moment: AsOf, lang: str) -> None:
    later = [*held.targets, *(r for r in held.local if not r.withdrawn)]
    coming = [t for t in later if t.valid_from > moment.ops_day]
    count = len(on_day(held.targets, moment.ops_day))
    text = say(lang, "targets.lead", count=count, version=held.version)
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
    st.session_state.pop(TOLD, None)  # stood until the next change, through every redrawing
    try:
        st.session_state[DRAFT] = make()
    except BoardError as why:
        st.session_state.pop(DRAFT, None)
        say_it(why.sentence(lang), "bad")


def _draft(of: GuardedBoard, changes: list[AnyChange], held: HeldTo, moment: AsOf, lang: str) -> None:
    """What would be set, what would change colour, and the two ways on."""
    try:
        with st.spinner(say(lang, "targets.reckoning")):
            key = ("recoloured", st.session_state["drawn"], tuple(changes))
            found = live.once(key, lambda: _seen(recoloured(of.board, changes, moment), of.board.pack))
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    theme = looking().theme
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


def _seen(found: Sequence[Recoloured], pack: Pack) -> list[Recoloured]:
    sight = parted(st.session_state["drawn"])[0]
    return [r for r in found if sight.sees(pack, r.area)]


def _save(of: GuardedBoard, changes: list[AnyChange], reason: str, lang: str) -> None:
    """At the process's own time: when a target was set is not the viewer's choice."""
    try:
        of.set_targets(changes, process_clock(of.board.pack.operation).now(), reason)
    except BoardError as why:
        say_it(why.sentence(lang), "bad")
        return
    st.session_state[TOLD] = say(lang, "targets.saved", count=len(changes), version=of.board.targets_version())
    _done()
    st.rerun()


def _done() -> None:
    st.session_state.pop(DRAFT, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _tables(of: GuardedBoard, held: HeldTo, moment: AsOf, lang: str, theme: str) -> None:
    now = on_day(held.targets, moment.ops_day)
    coming = [t for t in held.targets if t.valid_from > moment.ops_day and t not in now.values()]
    with st.container(key="panel-force"):
        key = ("targets in force", st.session_state["drawn"], lang)
        table = live.once(key, lambda: parts.in_force(of.board.pack, list(now.values()), coming, lang))
        data_table(table, "targets-force", theme)
    of_day = of.board.pack, held, moment.ops_day, lang
    if own := [*held_here(*of_day), *coming_here(*of_day)]:
        with st.container(key="panel-places"):
            data_table(parts.by_place(own, lang), "targets-places", theme)
    changes = of.board.target_changes()
    changes = changes.loc[changes["known_from"] <= moment.known_at]
    if len(changes):
        with st.container(key="panel-history"):
            heading(say(lang, "targets.history"))
            data_table(parts.history_table(changes, of.board.pack, now, lang), "targets-history", theme)


page()

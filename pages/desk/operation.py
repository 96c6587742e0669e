"""新建行动 New operation: from the spreadsheet that is there, which board would stand here, and is it right?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_pipeline.access.permission import allowed
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import pack_named
from data_pipeline.propose.guarded import TRIED, GuardedOperations, Tried
from data_pipeline.propose.named import identifier
from data_pipeline.words import listed, say
from pages.app import live
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.operation.after import kept, templates
from pages.app.operation.form import Given, ask
from pages.app.operation.scene import drawn
from pages.app.working import headed, heading, say_it, who
from pages.components.html import html, joined
from pages.components.panel import Drawn
from pages.components.said import titled

ROUND, GIVEN, KEPT, NAMED = "operation_round", "operation_given", "operation_kept", "operation_named"
STEPS = range(1, 5)


@dataclass(frozen=True)
class Sheets:
    files: tuple[tuple[str, bytes], ...]
    boundaries: str
    digest: str


def make(of: Looked) -> Hosts:
    """What is tried here is of one's own sheets: no report of this board changes it."""
    lead = titled(say(of.me.lang, "page_name.operation"), say(of.me.lang, "operation.lead"))
    return Hosts({"operation-top": Drawn(lead)})


def lay(of: Looked, _: Hosts) -> Places:
    me, top = of.me, st.container()
    left, right = st.columns([5, 7], gap="medium")
    with left:
        with st.container(key="panel-who"):
            mine = GuardedOperations(who(me.lang, "operation").person)
        below = st.container()
    with right, st.container(key="panel-drop"):
        sheets = _dropped(below, me.lang) if allowed(mine.person, "operation") else None
    if sheets is None:
        _steps(me.lang)
    else:
        _work(mine, sheets, me)
    return {"operation-top": top}


def _dropped(below: DeltaGenerator, lang: str) -> Sheets | None:
    """`below`: where outlines may be given, once there are areas."""
    n = st.session_state.get(ROUND, 0)
    given = st.file_uploader(
        say(lang, "operation.drop"), ["csv", "xlsx", "txt"], accept_multiple_files=True, key=f"sheets-{n}"
    )
    if not given:
        return None
    with below, st.container(key="panel-outlines"):
        outlines = st.file_uploader(say(lang, "operation.outlines"), ["geojson", "json"], key=f"outlines-{n}")
    files = tuple({f.name: (f.name, f.getvalue()) for f in given}.values())
    boundaries = outlines.getvalue().decode("utf-8", "replace") if outlines else ""
    digest = hashlib.sha256(boundaries.encode())
    for name, data in files:
        digest.update(name.encode() + b"\0" + data)
    return Sheets(files, boundaries, digest.hexdigest()[:16])


def _steps(lang: str) -> None:
    with st.container(key="panel-steps"):
        heading(say(lang, "operation.steps"))
        items = joined(html("<li>{}</li>", say(lang, f"operation.step_{n}")) for n in STEPS)
        st.html(html('<ol class="dk">{}</ol>', items))


def _work(of: GuardedOperations, sheets: Sheets, me: Looking) -> None:
    first = Given(st.session_state.setdefault(f"{NAMED}-{sheets.digest}", _name(sheets.files)))
    given: Given = st.session_state.setdefault(GIVEN, {}).get(sheets.digest, first)
    try:
        begun, tried = _tried(of, sheets, first, me.lang), _tried(of, sheets, given, me.lang)
    except BoardError as why:
        return say_it(why.sentence(me.lang), "bad")
    left, right = st.columns([7, 5], gap="medium")
    with left, st.container(key="panel-questions"):
        headed(say(me.lang, "operation.questions"), say(me.lang, "operation.questions_note"))
        if answered := ask(given, begun.of, tried.of, sheets.digest, me.lang):
            st.session_state[GIVEN] = {sheets.digest: answered}
            st.session_state.pop(KEPT, None)
            st.rerun()
    with right:
        with st.container(key="panel-said"):
            _said(tried, me.lang)
        if tried.board is not None:
            with st.container(key="panel-keep"):
                _keep(of, sheets, given, tried, me.lang)
    _preview(tried, f"{sheets.digest} {given.key}", me)


def _name(files: Sequence[tuple[str, bytes]]) -> str:
    """A name that no operation has yet, of the first sheet's."""
    taken: set[str] = set()
    while True:
        name = identifier("", Path(files[0][0]).stem, taken, "operation").replace("_", "-").strip("-")
        if not pack_named(name).exists():
            return name


def _tried(of: GuardedOperations, sheets: Sheets, given: Given, lang: str) -> Tried:
    """Raises BoardError for a file that cannot be read or an answer that cannot be used."""
    answers = given.answers(sheets.boundaries, Clock().now().year)

    def made() -> Tried:
        with st.spinner(say(lang, "operation.reading")):
            return of.trial(given.name, sheets.files, answers)

    return TRIED.get((of.person.name, sheets.digest, given.key), made)


def _said(tried: Tried, lang: str) -> None:
    """What was understood, or why there is no board."""
    trial = tried.of
    if trial.why:
        code, facts = trial.why
        heading(say(lang, "operation.no_board"))
        say_it(BoardError(code, **facts).sentence(lang), "bad", [say(lang, "operation.no_board_say")])
        return
    heading(say(lang, "operation.said"))
    lines = (trial.said or {}).get(lang, ())
    st.html(html('<ul class="dk">{}</ul>', joined(html("<li>{}</li>", line) for line in lines)))
    with st.expander(say(lang, "operation.areas", count=len(trial.areas))):
        names = [
            say(lang, "operation.also", name=name, aliases=listed(lang, aliases)) if aliases else name
            for name, aliases in trial.areas
        ]
        st.text("\n".join(names))


def _preview(tried: Tried, choice: str, me: Looking) -> None:
    made, board = tried.of.made, tried.board
    if made is None or board is None:
        return
    sentence, page = drawn(board, made.clock, me)
    headed(say(me.lang, "operation.preview"), say(me.lang, "operation.preview_note"))
    st.html(html('<p class="dk">{} {}</p>', sentence, say(me.lang, "operation.loaded", rows=f"{made.rows:,}")))
    view = live.View(me.lang, me.theme, f"operation {choice}", str(made.folder))
    with st.container(key="trial"):
        live.board(page, view, key="trial-board", on_set=lambda _: None, fit="screen")


def _keep(of: GuardedOperations, sheets: Sheets, given: Given, tried: Tried, lang: str) -> None:
    made, board, done = tried.of.made, tried.board, st.session_state.get(KEPT)
    assert made is not None
    assert board is not None
    templates(board.pack, lang)
    if made.refused:
        say_it(say(lang, "operation.refused"), "bad", [p.sentence(lang) for p in made.problems])
    if done is None:
        named = bool(of.person.name.strip())
        if not named:
            say_it(say(lang, "operation.nameless"), "warn")
        ready = named and not made.refused
        pressed = st.button(say(lang, "operation.keep"), type="primary", key="keep", disabled=not ready)
        if not pressed:
            return
        try:
            with st.spinner(say(lang, "operation.keeping")):
                done = of.keep(given.name, sheets.files, given.answers(sheets.boundaries, Clock().now().year))
        except BoardError as why:
            return say_it(why.sentence(lang), "bad")
        st.session_state[KEPT] = done = (given.name, done)
    name, of_it = done
    kept(name, of_it, lang)
    if st.button(say(lang, "operation.another"), key="another"):
        for name in (KEPT, GIVEN):
            st.session_state.pop(name, None)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.rerun()


hosted(Page("operation", make, drop="operation.drop_hint"), lay)

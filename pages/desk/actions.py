"""督办 Actions: who has what was decided, what is overdue and at which level, what was promised, and was it kept?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.actions.hour import hour_of
from data_pipeline.actions.standing import Standing, tally
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.sentences import action as texts
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME
from data_pipeline.store.log.steps import NAMES_UNIT, STEPS, Step, StepName
from data_pipeline.words import say
from pages.app.acted import action_rows, eased_rows, promise_rows, worth_of
from pages.app.acting import NEXT, level_box, new_action
from pages.app.data_version import data_version
from pages.app.hosted import Places, hosted
from pages.app.hosts import Hosts, Looked, Page
from pages.app.looking import Looking
from pages.app.working import then, who
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn
from pages.components.said import heading, said, titled
from pages.components.sheet import rows_of, tabled
from pages.views.actions.listed import actions_table
from pages.views.actions.listed import one as action_body
from pages.views.actions.promises import promises_table

CHOSEN, VIEW, UNIT = "action_chosen", "actions-view", "actions-unit"
OPEN, OVERDUE, ALL = "open", "overdue", "all"
SHOWS: dict[str, Callable[[Standing], bool]] = {
    OPEN: lambda s: s.is_open, OVERDUE: lambda s: s.is_overdue, ALL: lambda s: True,
}  # fmt: skip


def chosen(me: Looking) -> dict[str, str]:
    """One action: opened by a row, or by its number from the keyboard; the most pressing at first."""
    if NEXT in st.session_state:
        st.session_state[CHOSEN] = st.session_state.pop(NEXT)
    elif CHOSEN not in st.session_state:
        found = action_rows(data_version(me.clock, me.sight), moment_of(me.clock))
        st.session_state[CHOSEN] = found[0].action.number if found else 1
    view, unit = (st.session_state.get(key) or "" for key in (VIEW, UNIT))
    return {"view": view or OPEN, "unit": unit, "number": str(int(st.session_state[CHOSEN]))}


def hear(change: str) -> None:
    for name, value in parse_qsl(change):
        if name == "number" and value.isdecimal():
            st.session_state[NEXT] = int(value)


def _one_of(of: Looked, found: Sequence[Standing]) -> Standing | None:
    return next((s for s in found if str(s.action.number) == of.me.asked.get("number")), None)


def make(of: Looked) -> Hosts:
    found, lang, asked = action_rows(of.now, of.moment), of.me.lang, of.me.asked
    shows, unit, pack = SHOWS.get(asked.get("view", ""), SHOWS[OPEN]), asked.get("unit"), board().pack
    shown = [s for s in found if shows(s) and (not unit or s.action.unit == unit)]
    one = _one_of(of, found)
    table = actions_table(shown, pack, of.moment.now, of.moment.ops_day, lang)
    marked = next((at for at, s in enumerate(shown) if s is one), None)
    none = html('<p class="nothing">{}</p>', say(lang, "action.none"))
    promises = promises_table(promise_rows(of.now, of.moment), pack, of.moment.ops_day, lang)
    parts = {
        "actions-top": titled(say(lang, "action.title"), texts.lead(tally(found), bool(found), lang)),
        "actions-list": rows_of("actions", replace(table, chosen=marked)) if found else none,
        "actions-one": _one(of, one, found),
        "actions-promises": tabled("promises", promises),
    }
    return Hosts({key: Drawn(body) for key, body in parts.items()}, _laid(found, one))


def _laid(found: Sequence[Standing], one: Standing | None) -> str:
    """Who has any, and what can be done with the one that is open."""
    step = f"{one.action.number} {one.action.state} {one.owed and one.owed.step}" if one else ""
    return " ".join((step, *_units(found)))


def _units(found: Sequence[Standing]) -> list[str]:
    return sorted({s.action.unit for s in found if s.action.unit})


def _one(of: Looked, one: Standing | None, found: Sequence[Standing]) -> Markup:
    lang, moment = of.me.lang, of.moment
    if one is None:
        return html('<p class="nothing">{}</p>', say(lang, "action.no_such" if found else "action.lead_none"))
    number = one.action.number
    parts = [heading(f"{say(lang, 'action.number', number=number)} · {texts.state(one, lang)}")]
    if owed := texts.owed(one, moment.now, moment.ops_day, lang):
        parts.append(said(owed, "bad" if one.is_overdue else ""))
    if number in eased_rows(of.now, moment):
        parts.append(said(say(lang, "card.eased"), "good"))
    return joined([*parts, action_body(one, board().pack, worth_of(of.now, one), moment.ops_day, lang)])


def lay(of: Looked, _: Hosts) -> Places:
    found, lang, places = action_rows(of.now, of.moment), of.me.lang, {"actions-top": st.container()}
    with st.container(key="panel-actions"):
        mine = _asking(found, lang)
        places["actions-list"] = st.container()
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="panel-action"):
        st.number_input(say(lang, "action.open_number"), 1, step=1, key=CHOSEN)
        places["actions-one"] = st.container()
        if one := _one_of(of, found):
            _steps(mine, one, lang)
    with right, st.container(key="panel-new"):
        new_action(mine, of.me, of.moment, of.now)
    return places


def _asking(found: Sequence[Standing], lang: str) -> GuardedBoard:
    """By what the table is narrowed, and the board as whoever looks may use it."""
    one, two, three = st.columns([5, 4, 4], vertical_alignment="bottom")
    one.segmented_control(
        say(lang, "action.view"), list(SHOWS), default=OPEN, key=VIEW, required=True,
        format_func=lambda v: say(lang, f"action.view_{v}"), label_visibility="collapsed",
    )  # fmt: skip
    two.selectbox(
        say(lang, "action.unit"), ["", *_units(found)], key=UNIT,
        format_func=lambda u: u or say(lang, "action.all_units"),
    )  # fmt: skip
    with three:
        return who(lang, "step")


def _steps(of: GuardedBoard, one: Standing, lang: str) -> None:
    steps: list[StepName] = [name for name in STEPS if one.action.may(name)]
    if steps and allowed(of.person, "step"):
        _step(of, one, steps, lang)
    elif not steps:
        st.text(say(lang, "action.over"))


def _step(of: GuardedBoard, chosen: Standing, steps: Sequence[StepName], lang: str) -> None:
    """The step that is owed stands first; what it needs is asked for."""
    number = chosen.action.number
    owed = chosen.owed.step if chosen.owed else steps[0]
    name: StepName = st.selectbox(
        say(lang, "action.step"), steps, index=steps.index(owed) if owed in steps else 0,
        format_func=lambda s: say(lang, f"action.step_{s}"), key=f"step-{number}-{chosen.action.state}",
    )  # fmt: skip
    with st.form(f"step-form-{number}-{name}", border=False):
        unit, level = "", None
        if name in NAMES_UNIT:
            unit = st.text_input(say(lang, "action.to_unit"), max_chars=LONGEST_NAME, key=f"unit-{number}-{name}")
            level = level_box(lang, chosen.action.level, f"level-{number}-{name}")
        hour = ""
        if name in ("assign", "promise", "take_up"):
            hour = st.text_input(say(lang, "action.promise"), max_chars=30, key=f"hour-{number}-{name}")
        says = st.text_input(say(lang, "action.says"), max_chars=LONGEST, key=f"says-{number}-{name}")
        pressed = st.form_submit_button(say(lang, "action.do"), key=f"do-{number}-{name}")
    if pressed:
        at = process_clock(of.board.pack.operation).now()  # when it happened is not the viewer's choice
        then(lambda: of.step(number, Step(name, "", at, unit, level, hour_of(hour, at), says)), lang)


def means(of: Looked) -> dict[str, str]:
    found, asked = action_rows(of.now, of.moment), of.me.asked
    view, unit, one = asked.get("view", ""), asked.get("unit", ""), _one_of(of, found)
    return {
        "view": view if view in SHOWS else OPEN,
        "unit": unit if unit in _units(found) else "",
        "number": str(one.action.number) if one else "",
    }


hosted(Page("actions", make, keys=("view", "unit", "number"), means=means), lay, chosen=chosen, hear=hear)

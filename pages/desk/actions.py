"""督办 Actions: who has what was decided, what is overdue and at which level, what was promised, and was it kept?"""

from collections.abc import Callable, Sequence

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.actions.hour import hour_of
from data_pipeline.actions.standing import Standing, tally
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.sentences import action as texts
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME
from data_pipeline.store.log.steps import NAMES_UNIT, STEPS, Step, StepName
from data_pipeline.words import say
from pages.app import live
from pages.app.acted import action_rows, eased_rows, promise_rows, worth_of
from pages.app.acting import NEXT, level_box, new_action
from pages.app.data_table import data_table
from pages.app.data_version import data_version
from pages.app.looking import Looking, looking
from pages.app.working import desk, heading, say_it, then, who
from pages.views.actions.listed import actions_table, one
from pages.views.actions.promises import promises_table

CHOSEN = "action_chosen"
OPEN, OVERDUE, ALL = "open", "overdue", "all"
SHOWS: dict[str, Callable[[Standing], bool]] = {
    OPEN: lambda s: s.is_open, OVERDUE: lambda s: s.is_overdue, ALL: lambda s: True,
}  # fmt: skip


@st.fragment(key=live.BOARD)
def page() -> None:
    me = looking()
    now = st.session_state["drawn"] = data_version(me.clock, me.sight)
    moment = moment_of(me.clock)
    found = action_rows(now, moment)
    with desk(me.lang, say(me.lang, "action.title"), texts.lead(tally(found), bool(found), me.lang)):
        with st.container(key="panel-actions"):
            of = _list(found, me, moment)
        left, right = st.columns([5, 7], gap="medium")
        with left, st.container(key="panel-action"):
            _one(of, found, me, moment, now)
        with right, st.container(key="panel-new"):
            new_action(of, me, moment, now)
        with st.container(key="panel-promises"):
            table = promises_table(promise_rows(now, moment), of.board.pack, moment.ops_day, me.lang)
            data_table(table, "actions-promises", me.theme, rows=12)
        live.stands(me.lang, me.theme, now)


def _list(found: Sequence[Standing], me: Looking, moment: AsOf) -> GuardedBoard:
    """The table, and the board as whoever looks may use it."""
    lang, every = me.lang, ""
    one, two, three = st.columns([5, 4, 4], vertical_alignment="bottom")
    view = one.segmented_control(
        say(lang, "action.view"), list(SHOWS), default=OPEN, key="actions-view", required=True,
        format_func=lambda v: say(lang, f"action.view_{v}"), label_visibility="collapsed",
    )  # fmt: skip
    units = sorted({s.action.unit for s in found if s.action.unit})
    unit = two.selectbox(
        say(lang, "action.unit"), [every, *units], key="actions-unit",
        format_func=lambda u: u or say(lang, "action.all_units"),
    )  # fmt: skip
    with three:
        of = who(lang, "step")
    shown = [s for s in found if SHOWS[view or OPEN](s) and (not unit or s.action.unit == unit)]
    if not found:
        st.text(say(lang, "action.none"))
        return of
    table = actions_table(shown, of.board.pack, moment.now, moment.ops_day, lang)
    data_table(table, "actions-list", me.theme, on_row=lambda row: _choose(shown, row))
    return of


def _choose(shown: Sequence[Standing], row: int | None) -> None:
    if row is not None and row < len(shown):
        st.session_state[NEXT] = shown[row].action.number


def _one(of: GuardedBoard, found: Sequence[Standing], me: Looking, moment: AsOf, now: str) -> None:
    """One action: opened by a row, or by its number from the keyboard; the most pressing at first."""
    lang = me.lang
    if NEXT in st.session_state:
        st.session_state[CHOSEN] = st.session_state.pop(NEXT)
    elif CHOSEN not in st.session_state:
        st.session_state[CHOSEN] = found[0].action.number if found else 1
    number = int(st.number_input(say(lang, "action.open_number"), 1, step=1, key=CHOSEN))
    chosen = next((s for s in found if s.action.number == number), None)
    if chosen is None:
        st.text(say(lang, "action.no_such" if found else "action.lead_none"))
        return
    heading(f"{say(lang, 'action.number', number=number)} · {texts.state(chosen, lang)}")
    if owed := texts.owed(chosen, moment.now, moment.ops_day, lang):
        say_it(owed, "bad" if chosen.is_overdue else "")
    if number in eased_rows(now, moment):
        say_it(say(lang, "card.eased"), "good")
    st.html(one(chosen, of.board.pack, worth_of(now, chosen), moment.ops_day, lang))
    steps: list[StepName] = [name for name in STEPS if chosen.action.may(name)]
    if steps and allowed(of.person, "step"):
        _step(of, chosen, steps, lang)
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


page()

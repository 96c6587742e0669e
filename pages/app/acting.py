"""The form that gives somebody what was decided: from what the board says is to be decided, or in one's own words."""

from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from data_pipeline.access.permission import allowed
from data_pipeline.actions.cards import Offered
from data_pipeline.actions.hour import hour_of
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import AsOf, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.sentences import action as texts
from data_pipeline.sentences import cards
from data_pipeline.sentences.decision import decision_text
from data_pipeline.sentences.left_over import responsible
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME
from data_pipeline.store.log.steps import LEVELS, Level, Step, note
from data_pipeline.trace.question import BELOW
from data_pipeline.words import say
from pages.app.acted import card_rows
from pages.app.looking import Looking
from pages.app.rows import day_rows, matter_rows
from pages.app.working import heading, say_it, then

NEXT, SAID = "action_next", "action_said"  # the action to open in the next run, and what is said above the form
BEGUN, OWN_WORDS = "action_begun", "0"


@dataclass(frozen=True)
class Suggested:
    """What the form holds at first. `gap`: what the board says is wrong, by which it is chosen."""

    gap: str = ""
    what: str = ""
    line: str = ""
    area: str = ""
    card: Offered | None = None

    @property
    def key(self) -> str:
        """Its card's; else of what and where, as long as the board says so."""
        if self.card:
            return self.card.key
        return f"{self.line} {self.area} {self.gap}" if self.gap else OWN_WORDS


@dataclass(frozen=True)
class Wanted:
    """What was filled in. `hour`: as written."""

    what: str
    by: str
    line: str
    area: str
    unit: str
    level: Level
    hour: str
    card: str


def new_action(of: GuardedBoard, me: Looking, moment: AsOf, now: str) -> None:
    lang = me.lang
    heading(say(lang, "action.new"))
    if said := st.session_state.get(SAID):
        say_it(said, "good")
    if not (allowed(of.person, "decide") and allowed(of.person, "step")):
        st.caption(say(lang, "action.read_only"))
        return
    own = Suggested("", "", me.line or "", me.area or "")
    found = {x.key: x for x in (own, *_suggested(me, moment, now))}
    asked = me.asked.get("id", "") if me.asked.get("id") in found else OWN_WORDS
    source = f"action-source-{asked}"
    # what is being filled in stays as it was when it was begun, whatever the board says by now
    begun: Suggested = st.session_state.get(BEGUN, own)
    if begun.key == st.session_state.get(source, asked) != OWN_WORDS:
        found[begun.key] = begun
    options = list(found)
    key = st.selectbox(
        say(lang, "action.source"), options, options.index(asked), key=source,
        format_func=lambda x: found[x].gap or say(lang, "action.own_words"),
    )  # fmt: skip
    st.session_state[BEGUN] = found[key]
    with st.form(f"action-new-{key}", clear_on_submit=True, border=False):
        wanted = _fields(of.board.pack, me, found[key], key)
        pressed = st.form_submit_button(say(lang, "action.open"), key=f"action-open-{key}")
    if pressed:
        st.session_state.pop(BEGUN)
        st.session_state.pop(SAID, None)  # stood until the next press, through every redrawing
        then(lambda: _open(of, moment, wanted, lang), lang)


def level_box(lang: str, at_first: Level, key: str) -> Level:
    """Without one for places below the districts, where the operation has none."""
    levels: list[Level] = [x for x in LEVELS if x != BELOW or x == at_first or board().pack.has_subdistricts]
    return st.selectbox(
        say(lang, "action.level"), levels, index=levels.index(at_first), key=key,
        format_func=lambda x: texts.level(x, lang),
    )  # fmt: skip


def _suggested(me: Looking, moment: AsOf, now: str) -> list[Suggested]:
    day, found, pack = day_rows(now, moment), [], board().pack
    for matter in matter_rows(now, moment):
        text = decision_text(day, matter, me.lang)
        found.append(Suggested(text.gap, text.what.strip(), matter.part, getattr(matter, "area", "")))
    return found + [_of_card(o, pack, me.lang) for o in card_rows(now, moment)]


def _of_card(of: Offered, pack: Pack, lang: str) -> Suggested:
    return Suggested(cards.source(of, pack, lang), of.card.name(lang), of.card.line, of.area, of)


def _fields(pack: Pack, me: Looking, at_first: Suggested, key: str) -> Wanted:
    lang, lines = me.lang, ["", *pack.lines]
    areas = ["", *(d.code for d in me.sight.pack(pack).districts)]
    lead = responsible(pack, pack.lines[at_first.line], lang) if at_first.line else ""
    card = at_first.card.card if at_first.card else None
    lead = card.unit(lang) if card else lead
    owed = process_clock(pack.operation).now() + timedelta(hours=card.hours) if card else None
    what = st.text_input(say(lang, "action.what"), at_first.what[:LONGEST], max_chars=LONGEST, key=f"new-what-{key}")
    one, two, three = st.columns(3)
    four, five, six = st.columns(3)
    line = one.selectbox(
        say(lang, "action.line"), lines, lines.index(at_first.line), key=f"new-line-{key}",
        format_func=lambda x: pack.lines[x].short(lang) if x else say(lang, "action.no_line"),
    )  # fmt: skip
    area = two.selectbox(
        say(lang, "action.area"), areas, areas.index(at_first.area) if at_first.area in areas else 0,
        key=f"new-area-{key}", format_func=lambda x: pack.area[x or pack.operation.city_code].name(lang),
    )  # fmt: skip
    unit = three.text_input(say(lang, "action.to_unit"), lead, max_chars=LONGEST_NAME, key=f"new-unit-{key}")
    with four:
        own = card.level if card else "district" if at_first.area else "city"
        level = level_box(lang, own, f"new-level-{key}")
    by = five.text_input(say(lang, "action.decided_by"), max_chars=LONGEST_NAME, key=f"new-by-{key}")
    shown = f"{owed:%Y-%m-%d %H:%M}" if owed else ""
    hour = six.text_input(say(lang, "action.promise"), shown, max_chars=30, key=f"new-hour-{key}")
    return Wanted(what, by, line, area, unit, level, hour, at_first.card.key if at_first.card else "")


def _open(of: GuardedBoard, moment: AsOf, wanted: Wanted, lang: str) -> None:
    """Nothing is written before all of it can be: a decision that nobody gets is not what was asked for."""
    at = process_clock(of.board.pack.operation).now()
    if not wanted.unit.strip():
        raise BoardError("step_unit")
    given = Step("assign", "", at, wanted.unit, wanted.level, hour_of(wanted.hour, at), card=wanted.card)
    note(0, given)  # what cannot be entered is refused before the decision is
    number = of.decide(wanted.what, wanted.by, moment, wanted.line, wanted.area)
    of.step(number, given)
    st.session_state[NEXT] = number
    st.session_state[SAID] = say(lang, "action.opened", number=number)

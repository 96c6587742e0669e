"""What becomes of a decision is lines of the ledger, each of which follows from where the action stands."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.access.permission import Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import steps
from data_pipeline.store.log.decisions import decision, logged
from data_pipeline.store.log.entry import GENESIS, Entry, seal
from data_pipeline.store.log.steps import FOLLOWS, LEADS, STEPS, Action, State, Step, StepName, actions, note
from tests.store import tiny

NOON = datetime(2022, 4, 6, 12)
MOMENT = moment_at(NOON, tiny.pack().operation)


def step(name: StepName, minutes: int = 0, by: str = "desk", **more: Any) -> Step:
    unit = "transfer desk" if name in ("assign", "hand_on") else ""
    says = "no vehicles" if name in ("send_back", "drop") else ""
    promised = NOON + timedelta(hours=9) if name == "promise" else None
    return Step(**{"name": name, "by": by, "at": NOON + timedelta(minutes=minutes), "unit": unit, "says": says,
                   "promised": promised} | more)  # fmt: skip


def opened(board: Board) -> int:
    return board.decide("Ten vehicles to the west", "command", MOMENT, "", tiny.WEST)


def only(board: Board, known_at: datetime | None = None) -> Action:
    (found,) = board.actions(known_at)
    return found


@pytest.mark.both_doors
def test_an_action_is_assigned_promised_taken_up_done_and_checked_and_every_step_is_kept(board: Board) -> None:
    number = opened(board)
    names: list[StepName] = ["assign", "take_up", "promise", "done", "send_back", "done", "close"]
    for i, name in enumerate(names):
        board.step(number, step(name, i, by="office" if name in ("close", "send_back") else "desk"))
    action = only(board)
    assert [s.name for s in action.steps] == names
    assert (action.state, action.unit, action.promised) == (State.CLOSED, "transfer desk", NOON + timedelta(hours=9))
    assert only(board, NOON + timedelta(minutes=1)).state == State.TAKEN_UP  # as it stood then
    assert board.actions(NOON - timedelta(minutes=1)) == []


def test_what_is_rebuilt_from_the_ledger_is_the_same_and_its_actions_stand(board: Board) -> None:
    number = opened(board)
    board.step(number, step("assign"))
    before, hash = board.actions(), board.state_hash()
    assert board.rebuild() == hash
    assert board.actions() == before


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (step("assign", unit=" "), "step_unit"),
        (step("promise", promised=None), "step_hour"),
        (step("promise", promised=NOON), "step_past"),
        (step("drop", says=""), "step_reason"),
        (step("assign", unit="13800138000"), "decision_private"),
        (step("done"), "step_order"),
        (step("close"), "step_order"),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_nothing_is_written(board: Board, new: Step, code: str) -> None:
    number = opened(board)
    before = board.version()
    with pytest.raises(BoardError) as refused:
        board.step(number, new)
    assert (refused.value.code, board.version(), only(board).steps) == (code, before, ())


def test_there_is_no_step_of_what_nobody_decided(board: Board) -> None:
    with pytest.raises(BoardError) as refused:
        board.step(99, step("assign"))
    assert refused.value.code == "step_none"


def test_whoever_reported_it_done_does_not_check_it(board: Board) -> None:
    number = opened(board)
    for name in ("assign", "done"):
        board.step(number, step(name, by="Zhabei Desk"))
    with pytest.raises(BoardError) as refused:
        board.step(number, step("close", by="zhabei  desk"))
    assert refused.value.code == "step_same"
    board.step(number, step("close", by="office"))


def test_an_action_is_handed_on_one_level_at_a_time_and_whoever_has_it_anew_has_promised_nothing(board: Board) -> None:
    number = opened(board)
    board.step(number, step("assign", level="subdistrict"))
    board.step(number, step("promise"))
    with pytest.raises(BoardError) as refused:
        board.step(number, step("hand_on", level="city"))
    assert refused.value.code == "step_level"
    board.step(number, step("hand_on", level="district", unit="district desk"))
    action = only(board)
    assert (action.handed_on, action.unit, action.level, action.promised) == (1, "district desk", "district", None)
    assert len(action.promises) == 1  # what was promised before stays on record


def test_two_offices_that_take_it_up_at_once_cannot_both_have_it(board: Board) -> None:
    number = opened(board)
    board.step(number, step("assign"))
    other = Board(board.pack, board.root, board._writer.limits)  # another process's
    board.step(number, step("take_up", by="one"))
    with pytest.raises(BoardError) as refused:
        other.step(number, step("take_up", by="two"))
    assert refused.value.code == "step_order"
    other.close()


def test_who_answers_for_districts_takes_steps_in_theirs_only(board: Board) -> None:
    number = opened(board)
    west = GuardedBoard(board, Person("west desk", "analyst", districts=frozenset({tiny.WEST})))
    east = GuardedBoard(board, Person("east desk", "analyst", districts=frozenset({tiny.EAST})))
    with pytest.raises(BoardError) as refused:
        east.step(number, step("assign"))
    assert refused.value.code == "may_district"
    west.step(number, step("assign", by="somebody else"))
    assert only(board).steps[0].by == "west desk"


def chain(names: list[StepName]) -> list[Entry]:
    """A ledger of one decision and these steps, whether or not they follow."""
    entries = [seal(GENESIS, decision("Beds", "command", MOMENT))]
    for i, name in enumerate(names):
        entries.append(seal(entries[-1].head, note(1, step(name, i))))
    return entries


@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_steps_were_taken_the_state_is_that_of_a_plain_walk_through_them(wanted: list[StepName]) -> None:
    state, taken = State.LOGGED, list[StepName]()
    for name in wanted:
        if state in FOLLOWS[name]:
            taken.append(name)
            state = LEADS.get(name, state)
    (action,) = actions(chain(taken))
    assert action.state == state
    assert {n for n in STEPS if action.may(n)} == {n for n in STEPS if state in FOLLOWS[n]}


def anew(entries: tuple[Entry, ...], known_at: datetime | None = None) -> list[Action]:
    """The slow twin: all lines from the first, of each moment for itself."""
    found = {x.number: Action(x) for x in logged(entries)
             if x.kind == "decision" and (known_at is None or x.known_at <= known_at)}  # fmt: skip
    for entry in entries:
        of = found.get(entry.note.facts.get("of", 0)) if entry.note.action == "step" else None
        if of is not None and (known_at is None or entry.note.at <= known_at):
            found[of.number] = replace(of, steps=(*of.steps, steps._step(entry.note)))
    return sorted(found.values(), key=lambda a: -a.number)


def test_what_is_folded_line_by_line_is_what_the_whole_ledger_says_at_every_moment(board: Board) -> None:
    rng, at = random.Random(19), tiny.at("12:00")
    known, numbers, moments = steps.Folded(), [], []
    for n in range(60):
        at += timedelta(minutes=rng.randint(-20, 30))
        try:
            if not numbers or rng.random() < 0.25:
                numbers.append(board.decide(f"what {n}", "command", AsOf(at.date(), at, at)))
            else:
                board.step(rng.choice(numbers), Step(rng.choice(STEPS), f"desk {n % 3}", at, "fleet", "city",
                                                     at + timedelta(hours=1), "why"))  # fmt: skip
        except BoardError:
            continue
        entries = board._trail.entries()
        if rng.random() < 0.5:
            known = steps.folded(entries, known)
        moments.append(at)
    entries = board._trail.entries()
    known = steps.folded(entries, known)
    assert known.head == entries[-1].head
    for moment in (None, *moments):
        assert steps.as_known(known, moment) == anew(entries, moment)
        assert board.actions(moment) == anew(entries, moment)
    shorter = entries[: len(entries) // 2]
    assert steps.as_known(steps.folded(shorter, known)) == anew(shorter)

"""What becomes of a decision: who has it, what was promised, taken up, done, and checked by somebody else.

Each step is a line of the ledger that names the decision's own line. A step that does not follow from where the action
stands is refused while the lock is held, so two offices that press at once cannot both take it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, get_args

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store.log.decisions import LONGEST, LONGEST_NAME, Logged, logged
from data_pipeline.store.log.entry import GENESIS, Entry, Head, Note
from data_pipeline.store.log.two_keys import same_person
from data_pipeline.store.write.writer import Writer

StepName = Literal["assign", "promise", "take_up", "hand_on", "done", "send_back", "close", "drop"]
STEPS: tuple[StepName, ...] = get_args(StepName)
Level = Literal["subdistrict", "district", "city"]
LEVELS: tuple[Level, ...] = get_args(Level)
HIGHEST: Level = "city"


class State(StrEnum):
    LOGGED = "logged"  # decided, and nobody's yet
    ASSIGNED = "assigned"
    TAKEN_UP = "taken_up"
    DONE = "done"  # says who had it; nobody else has looked
    CLOSED = "closed"
    DROPPED = "dropped"


OPEN = (State.LOGGED, State.ASSIGNED, State.TAKEN_UP, State.DONE)
FOLLOWS: Mapping[StepName, tuple[State, ...]] = {
    "assign": (State.LOGGED,),
    "promise": (State.ASSIGNED, State.TAKEN_UP),
    "take_up": (State.ASSIGNED,),
    "hand_on": (State.ASSIGNED, State.TAKEN_UP),
    "done": (State.ASSIGNED, State.TAKEN_UP),
    "send_back": (State.DONE,),
    "close": (State.DONE,),
    "drop": (State.LOGGED, State.ASSIGNED, State.TAKEN_UP),
}
LEADS: Mapping[StepName, State] = {
    "assign": State.ASSIGNED,
    "take_up": State.TAKEN_UP,
    "hand_on": State.ASSIGNED,
    "done": State.DONE,
    "send_back": State.TAKEN_UP,
    "close": State.CLOSED,
    "drop": State.DROPPED,
}
NAMES_UNIT = ("assign", "hand_on")
HOURS = ("promised", "happened")
GIVES_REASON = ("send_back", "drop")


@dataclass(frozen=True)
class Step:
    """`unit`: a post or team, never a person. `promised`: local. `says`: a reason, or what was found. `card`: by which
    action agreed beforehand it was opened, and where. `happened`: its hour as a
    file says, which came at `at`."""

    name: StepName
    by: str
    at: datetime
    unit: str = ""
    level: Level | None = None
    promised: datetime | None = None
    says: str = ""
    card: str = ""
    happened: datetime | None = None


@dataclass(frozen=True)
class Action:
    """A decision and its steps so far, oldest first."""

    decided: Logged
    steps: tuple[Step, ...] = ()

    @property
    def number(self) -> int:
        return self.decided.number

    @property
    def state(self) -> State:
        return next((LEADS[s.name] for s in reversed(self.steps) if s.name in LEADS), State.LOGGED)

    @property
    def unit(self) -> str:
        return next((s.unit for s in reversed(self.steps) if s.unit), "")

    @property
    def card(self) -> str:
        return next((s.card for s in self.steps if s.card), "")

    @property
    def level(self) -> Level:
        given: list[Level] = [s.level for s in self.steps if s.level]
        return given[-1] if given else HIGHEST

    @property
    def promised(self) -> datetime | None:
        """The hour that stands; whoever was given the action anew has promised nothing yet."""
        given = max((i for i, s in enumerate(self.steps) if s.name in NAMES_UNIT), default=0)
        return next((s.promised for s in reversed(self.steps[given:]) if s.promised), None)

    @property
    def promises(self) -> tuple[Step, ...]:
        return tuple(s for s in self.steps if s.promised)

    @property
    def handed_on(self) -> int:
        return sum(s.name == "hand_on" for s in self.steps)

    @property
    def since(self) -> datetime:
        """When it came to stand where it stands."""
        return next((s.at for s in reversed(self.steps) if s.name in LEADS), self.decided.known_at)

    def may(self, step: StepName) -> bool:
        return self.state in FOLLOWS[step]


def note(of: int, step: Step) -> Note:
    """Raises BoardError step_unit, step_reason, decision_private; whether it follows is asked under the lock."""
    unit, says = step.unit.strip()[:LONGEST_NAME], step.says.strip()[:LONGEST]
    if step.name in NAMES_UNIT and not unit:
        raise BoardError("step_unit")
    if step.name in GIVES_REASON and not says:
        raise BoardError("step_reason")
    if step.name == "promise" and step.promised is None:
        raise BoardError("step_hour")
    if step.promised is not None and step.promised <= step.at:
        raise BoardError("step_past", hour=f"{step.promised:%m-%d %H:%M}")
    if any(private_kind(text) for text in (unit, says, step.by)):
        raise BoardError("decision_private")
    promised = step.promised and step.promised.isoformat(timespec="minutes")
    facts = {"of": of, "step": step.name, "unit": unit or None, "level": step.level, "says": says or None,
             "promised": promised, "card": step.card or None,
             "happened": step.happened and step.happened.isoformat(timespec="minutes")}  # fmt: skip
    return Note(step.at, step.by, "step", facts)


def enter_step(writer: Writer, new: Note) -> Entry:
    """Raises BoardError step_none, step_order, step_same, step_level."""
    with writer.drafting() as draft:
        _check(writer.ledger.entries(), new)
        draft.add_change(new)
        return writer.publish(draft)[0]


@dataclass(frozen=True)
class Folded:
    """Every decision with all its steps, from the lines up to `head`."""

    head: Head = GENESIS
    found: Mapping[int, Action] = field(default_factory=dict)


def folded(entries: Sequence[Entry], before: Folded | None = None) -> Folded:
    """`before`: what was made of the lines so far, to which only the new ones are added; of another ledger it is
    nothing. `entries`: the whole ledger."""
    before = before or Folded()
    seq = before.head.seq
    if seq and (len(entries) < seq or entries[seq - 1].head != before.head):
        seq, before = 0, Folded()
    if len(entries) == seq:
        return before
    found = dict(before.found)
    for entry in entries[seq:]:
        if entry.note.action == "decision":
            found |= {x.number: Action(x) for x in logged([entry])}
        elif entry.note.action == "step" and (of := found.get(entry.note.facts.get("of", 0))):
            found[of.number] = replace(of, steps=(*of.steps, _step(entry.note)))
    return Folded(entries[-1].head, found)


def as_known(of: Folded, known_at: datetime | None = None) -> list[Action]:
    """Every decision as it stood then, newest first. A step before its decision was known, of one who looked back, is
    never shown without it."""
    found = sorted(of.found.values(), key=lambda a: -a.number)
    if known_at is None:
        return found
    return [replace(a, steps=tuple(s for s in a.steps if s.at <= known_at)) for a in found
            if a.decided.known_at <= known_at]  # fmt: skip


def actions(entries: Iterable[Entry], known_at: datetime | None = None) -> list[Action]:
    """The same from the whole ledger."""
    return as_known(folded(tuple(entries)), known_at)


def _step(of: Note) -> Step:
    facts: Mapping[str, Any] = of.facts
    promised, happened = (datetime.fromisoformat(x) if (x := facts.get(name)) else None for name in HOURS)
    return Step(facts["step"], of.by, of.at, facts.get("unit") or "", facts.get("level"), promised,
                facts.get("says") or "", facts.get("card") or "", happened)  # fmt: skip


def _check(entries: Iterable[Entry], new: Note) -> None:
    number = new.facts["of"]
    of = next((a for a in actions(entries) if a.number == number), None)
    if of is None:
        raise BoardError("step_none", number=number)
    step = _step(new)
    if not of.may(step.name):
        raise BoardError("step_order", number=number)
    if step.name in ("close", "send_back") and same_person(_who_did(of), step.by):
        raise BoardError("step_same", by=step.by)
    if step.name == "hand_on" and step.level and abs(LEVELS.index(step.level) - LEVELS.index(of.level)) > 1:
        raise BoardError("step_level")


def _who_did(of: Action) -> str:
    return next((s.by for s in reversed(of.steps) if s.name == "done"), "")

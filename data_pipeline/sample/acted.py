"""What was decided while the sample operation ran: a few of the actions that its pack agrees beforehand, every day,
each with what became of it. Made up like the figures; whether a promise was kept is read from the figures all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from data_pipeline.core.clock import moment_at
from data_pipeline.declare import Pack
from data_pipeline.declare.action import ActionCard
from data_pipeline.store.log.decisions import decision
from data_pipeline.store.log.entry import Note
from data_pipeline.store.log.steps import Step, StepName, note
from data_pipeline.words import say

DESK, OFFICE, CHECKERS = "desk", "office", "checkers"  # who enters it


@dataclass(frozen=True)
class Turn:
    """One step, `after` so many minutes from the decision. `promised`: in so many hours from the decision."""

    after: int
    name: StepName
    by: str = OFFICE
    promised: float = 0
    unit: str = ""
    says: str = ""


@dataclass(frozen=True)
class Course:
    """A decision at `clock` of a day, and its steps after it was given to the unit of its card."""

    clock: time
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Decided:
    """`area`: "" the whole operation."""

    at: datetime
    what: str
    by: str
    line: str
    area: str
    steps: tuple[Step, ...]


KEPT_SHORT = Course(time(10, 20), (
    Turn(11, "take_up"), Turn(100, "done", says="reported"), Turn(140, "close", CHECKERS),
))  # fmt: skip
HANDED_ON = Course(time(13, 50), (
    Turn(9, "take_up"), Turn(50, "hand_on", unit="reserve"), Turn(61, "take_up", promised=6.5),
    Turn(385, "done", says="reported"), Turn(430, "close", CHECKERS),
))  # fmt: skip
SENT_BACK = Course(time(16, 40), (
    Turn(12, "take_up", promised=5), Turn(105, "promise", promised=7), Turn(350, "done", says="reported"),
    Turn(365, "send_back", CHECKERS, says="not_yet"), Turn(410, "done", says="reported"), Turn(430, "close", CHECKERS),
))  # fmt: skip
EVERY_DAY = (KEPT_SHORT, HANDED_ON, SENT_BACK)
# of the last day: nobody takes it up in time, and its promise runs out
LATE = Course(time(14), (Turn(90, "take_up", promised=5),))


def lines(pack: Pack, days: tuple[date, date], lang: str) -> list[tuple[datetime, Callable[[int], Note]]]:
    """The same as lines of the ledger with their hours, in their order; each is made once its number is known."""
    found: list[tuple[datetime, Callable[[int], Note]]] = []
    for one in acted(pack, days, lang):
        number: list[int] = []
        found.append((one.at, partial(_decision, pack, one, number)))
        found += [(step.at, partial(_note, number, step)) for step in one.steps]
    return sorted(found, key=lambda line: line[0])


def _decision(pack: Pack, of: Decided, number: list[int], line: int) -> Note:
    number.append(line)
    return decision(of.what, of.by, moment_at(of.at, pack.operation), of.line, of.area)


def _note(number: Sequence[int], step: Step, _: int) -> Note:
    return note(number[0], step)


def acted(pack: Pack, days: tuple[date, date], lang: str) -> Iterator[Decided]:
    """In the order they were decided; none where the pack agrees nothing beforehand."""
    cards, (first, last) = pack.actions.card, days
    if not cards:
        return
    places = sorted(pack.districts, key=lambda a: a.population or 0)
    of_reports = [card for card in cards if card.line and card.place == "district"]
    n = 0
    for day in (first + timedelta(days=i) for i in range((last - first).days + 1)):
        for course in (*EVERY_DAY, *((LATE,) if day == last else ())):
            own = of_reports or cards if course is SENT_BACK else cards  # in small districts some promises are kept
            card = own[n % len(own)]
            area = places[n % len(places)].code if card.place == "district" and places else ""
            yield _decided(card, area, datetime.combine(day, course.clock), course, lang)
            n += 1


def _decided(card: ActionCard, area: str, at: datetime, course: Course, lang: str) -> Decided:
    desk = say(lang, f"sample.{DESK}")
    given = Step("assign", desk, at, card.unit(lang), card.level, at + timedelta(hours=card.hours))
    return Decided(
        at, card.name(lang), desk, card.line, area, (given, *(_step(turn, at, lang) for turn in course.turns))
    )


def _step(turn: Turn, decided: datetime, lang: str) -> Step:
    promised = decided + timedelta(hours=turn.promised) if turn.promised else None
    unit, says = (say(lang, f"sample.{name}") if name else "" for name in (turn.unit, turn.says))
    return Step(turn.name, say(lang, f"sample.{turn.by}"), decided + timedelta(minutes=turn.after), unit,
                promised=promised, says=says)  # fmt: skip

"""Which of the actions agreed beforehand are offered now, by the states on the board; and which of those opened stand
on a state that has eased since. Nothing is kept for it: an offer is there while its state is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.declare.action import ActionCard
from data_pipeline.outlook.day import UNKNOWN, Day
from data_pipeline.outlook.readings import Readings
from data_pipeline.store.log.steps import OPEN, Action

MARK = ":"  # between the parts of a key


@dataclass(frozen=True)
class Offered:
    """`area`: "" the city. `state`: the one it is offered for. `taken`: numbers of the open actions opened by it."""

    card: ActionCard
    area: str
    state: str
    taken: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """As an address and a step of the ledger name it."""
        return key_of(self.card, self.area)


def key_of(card: ActionCard, area: str) -> str:
    return MARK.join(x for x in (card.id, area) if x)


def offered(day: Day, readings: Readings, actions: Iterable[Action]) -> list[Offered]:
    """In the declared order, the districts of one card in theirs. Nothing of a day that is over."""
    taken: dict[str, list[int]] = {}
    for a in actions:
        if a.card and a.state in OPEN:
            taken.setdefault(a.card, []).append(a.number)
    if day.is_over:
        return []
    found = ((card, area, _state(card, area, day, readings)) for card, area in _places(day.pack))
    return [
        Offered(card, area, state, tuple(sorted(taken.get(key_of(card, area), ()))))
        for card, area, state in found
        if state in card.states
    ]


def eased(day: Day, readings: Readings, actions: Iterable[Action]) -> frozenset[int]:
    """Numbers of open actions whose card's state is none any more for which it is offered. Not known is not eased."""
    cards = {key_of(card, area): (card, area) for card, area in _places(day.pack)}
    found = [(a, cards[a.card]) for a in actions if a.state in OPEN and a.card in cards]
    states = [(a, card, _state(card, area, day, readings)) for a, (card, area) in found]
    return frozenset(a.number for a, card, state in states if state not in (*card.states, UNKNOWN, ""))


def card_of(pack: Pack, key: str) -> tuple[ActionCard, str]:
    """The card with that key and its area; raises BoardError card_none."""
    found = next(((card, area) for card, area in _places(pack) if key_of(card, area) == key), None)
    if found is None:
        raise BoardError("card_none", given=key[:60])
    return found


def _places(pack: Pack) -> Iterator[tuple[ActionCard, str]]:
    for card in pack.actions.card:
        for area in [d.code for d in pack.districts] if card.place == "district" else [""]:
            yield card, area


def _state(card: ActionCard, area: str, day: Day, readings: Readings) -> str:
    if card.gauge:
        row = readings.at(card.gauge, area or None)
        return str(row["state"]) if row else UNKNOWN
    return day.state(card.line, area or None)

"""A card is offered while its state is, opened filled in, and taken back when that eases; what was opened stays."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from data_pipeline.actions.asked import by_card
from data_pipeline.actions.cards import card_of, eased, offered
from data_pipeline.core.errors import BoardError
from data_pipeline.sentences.cards import offer
from data_pipeline.store.log.decisions import Logged
from data_pipeline.store.log.steps import Action, Step
from data_pipeline.words import LANGUAGES
from tests.support import samples

PACK = samples.pack()
EAST = PACK.districts[0].code
NOON = datetime(2022, 4, 6, 12)


def board(
    *, over: bool = False, lines: dict[str, str] | None = None, gauges: dict[str, str] | None = None
) -> tuple[Any, Any]:
    """A day and its readings, on which only these states are known. Keys: line or gauge, or with @ and the district."""

    def found(of: dict[str, str] | None, id: str, area: str | None) -> str:
        return (of or {}).get(f"{id}@{area}" if area else id, "on_track")

    day = SimpleNamespace(pack=PACK, is_over=over, state=lambda line, area=None: found(lines, line, area))
    return day, SimpleNamespace(at=lambda gauge, area=None: {"state": found(gauges, gauge, area)})


def action(number: int, card: str, *more: Step) -> Action:
    first = Step("assign", "desk", NOON, "fleet", "city", card=card)
    return Action(Logged("decision", "x", "command", NOON, NOON, number=number), (first, *more))


def test_a_card_is_offered_for_its_states_alone_in_the_city_or_in_a_district() -> None:
    of = board(lines={f"transfer@{EAST}": "will_miss"}, gauges={"runway_beds": "will_miss", "team_in_place": "at_risk",
                                                                "runway_rooms": "at_risk"})  # fmt: skip
    assert [o.key for o in offered(*of, [])] == ["beds_tonight", "staff_sites", f"vehicles:{EAST}"]
    assert offered(*board(over=True, gauges={"runway_beds": "will_miss"}), []) == []
    assert all(offer(o, PACK, lang) for o in offered(*of, []) for lang in LANGUAGES)


def test_what_was_opened_by_it_stands_beside_it() -> None:
    of, ended = board(gauges={"runway_beds": "will_miss"}), Step("drop", "desk", NOON, says="no")
    (one,) = offered(*of, [action(7, "beds_tonight"), action(8, "beds_tonight", ended), action(9, "rooms_partner")])
    assert one.taken == (7,)


@pytest.mark.parametrize(
    ("state", "found"), [("on_track", {7}), ("at_risk", {7}), ("will_miss", set()), ("unknown", set())]
)
def test_what_was_opened_is_said_to_have_eased_with_its_state_and_stays(state: str, found: set[int]) -> None:
    of = board(gauges={"runway_beds": state})
    assert eased(*of, [action(7, "beds_tonight"), action(8, "")]) == found


def test_it_fills_in_what_was_not_asked_for() -> None:
    filled = by_card(PACK, {"card": f"vehicles:{EAST}", "by": "command", "unit": "fleet 2"}, NOON, "en")
    assert (filled["line"], filled["area"], filled["unit"], filled["promised"]) == (
        "transfer",
        EAST,
        "fleet 2",
        "2022-04-06 14:00",
    )
    assert by_card(PACK, {"what": "x"}, NOON, "en") == {"what": "x"}
    with pytest.raises(BoardError, match="no action card"):
        card_of(PACK, "vehicles")

"""Every page that has no such test of its own: drawn in both languages, full, stale and before anything came."""

from collections.abc import Callable

import pytest

from data_pipeline.board.board import Board
from pages.model.menu import MENU
from tests.support.drawn import script
from tests.support.wall import wall

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL, STALE, EMPTY = "2022-04-06T16:45@0", "2022-04-06T14:45@0", "2022-04-05T16:00@0"
# Their own tests ask more: test_command, test_duty_pages, test_needs_supply_people, test_place.
ELSEWHERE = {"command", "screening", "transfer", "capacity", "supply", "people", "needs", "district"}
ASKED = {"number": {"line": "transfer", "area": "310114"}}
SCRIPTS = {id: file for id, file, *_ in MENU if id not in ELSEWHERE}


@pytest.mark.parametrize("id", SCRIPTS)
def test_it_draws_in_both_languages_full_stale_and_empty(shown: Show, sample_board: Board, id: str) -> None:
    shown(sample_board)
    for lang in ("zh", "en"):
        for clock in (FULL, STALE, EMPTY):
            at = script(SCRIPTS[id])
            for name, value in ({"lang": lang, "clock": clock} | ASKED.get(id, {})).items():
                at.query_params[name] = value
            at.run()
            assert not at.exception, (lang, clock, at.exception[0].message)
            assert len(at.main) > 0


def test_the_wall_draws_in_both_languages_full_stale_and_empty(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    for lang in ("zh", "en"):
        for clock in (FULL, STALE, EMPTY):
            assert wall(lang=lang, clock=clock).html.count("<section") > 0

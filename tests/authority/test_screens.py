"""Screens in rooms and sessions of people: kept as hashes, listed with when they were last seen, ended for good."""

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.access import screens, sessions
from data_pipeline.access.permission import Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.store.doors import door
from data_pipeline.store.log.state import State
from tests.store import tiny

WALL = f"/wall?views=tiles,matrix&far=6&area={tiny.EAST}"
CHIEF = Person("王", "approver")
OF_EAST = Person("东区", "approver", None, frozenset({tiny.EAST}))


def refused(code: str, do, *args: object) -> None:
    with pytest.raises(BoardError) as why:
        do(*args)
    assert why.value.code == code


@pytest.mark.in_folder
def test_a_screen_is_found_by_its_token_alone_and_the_token_is_kept_nowhere(board: Board) -> None:
    token = GuardedBoard(board, CHIEF).add_screen("hall", WALL, tiny.EAST)
    found = screens.screen(board.state, token)
    assert found is not None
    assert (found.name, found.area, found.made_by) == ("hall", tiny.EAST, "王")
    assert screens.asked_of(found) == {"views": "tiles,matrix", "far": "6", "area": tiny.EAST}
    assert screens.screen(board.state, token[:-1]) is None
    assert screens.screen(board.state, "") is None
    kept = b"".join(p.read_bytes() for p in board.root.iterdir() if p.name.startswith("state"))
    assert token.encode() not in kept
    assert stat.S_IMODE(board.state.path.stat().st_mode) == 0o600


def test_the_list_tells_when_each_was_last_seen_and_who_revoked_it(board: Board) -> None:
    of = GuardedBoard(board, CHIEF)
    first, second = (of.add_screen(name, WALL, "") for name in ("hall", "annex"))
    assert [s.seen for s in of.screens()] == [None, None]
    screens.screen(board.state, first)
    of.revoke_screen(2)
    annex, hall = of.screens()
    assert hall.seen is not None
    assert (annex.name, annex.revoked_by, annex.seen) == ("annex", "王", None)
    assert screens.screen(board.state, second) is None
    refused("no_screen", of.revoke_screen, 7)
    before = annex.revoked
    of.revoke_screen(2)
    assert of.screens()[0].revoked == before  # it stays as it was revoked first


def test_who_answers_for_a_district_sets_up_its_screens_and_sees_no_others(board: Board) -> None:
    city, east = GuardedBoard(board, CHIEF), GuardedBoard(board, OF_EAST)
    city.add_screen("hall", WALL, "")
    east.add_screen("east", WALL, tiny.EAST)
    assert [s.name for s in east.screens()] == ["east"]
    refused("may_district", east.add_screen, "west", WALL, tiny.WEST)
    refused("may_screen", east.add_screen, "city", WALL, "")
    refused("no_screen", east.revoke_screen, 1)
    refused("may_role_approver", GuardedBoard(board, Person("a", "analyst")).add_screen, "x", WALL, "")
    refused("reason", city.add_screen, " ", WALL, "")


def test_a_session_is_a_word_whose_hash_is_kept_with_what_the_service_said(board: Board) -> None:
    word = sessions.begin(board.state, {"sub": "li", "name": "李", "nonce": "x", "exp": 1}, "id")
    assert sessions.claims(board.state, word) == {"sub": "li", "name": "李"}
    assert sessions.claims(board.state, word + "x") is None
    assert sessions.claims(board.state, "") is None
    other = door(board._writer.where, board.pack).state  # another process over the same store
    assert sessions.claims(other, word) is not None
    sessions.end(other, word)
    assert sessions.claims(board.state, word) is None


def test_looking_makes_no_file(tmp_path: Path) -> None:
    of = State(tmp_path)
    assert (of.session("x"), of.screen("x"), of.screens()) == (None, None, [])
    assert not of.path.exists()


@pytest.mark.in_folder
def test_a_state_that_was_put_back_is_read_anew(board: Board, tmp_path: Path) -> None:
    word = sessions.begin(board.state, {"sub": "li"}, "")
    board.state.close()
    kept = board.state.path.read_bytes()
    sessions.end(board.state, word)
    for file in board.root.glob("state.sqlite*"):
        file.rename(tmp_path / file.name)
    board.state.path.write_bytes(kept)
    assert sessions.claims(board.state, word) == json.loads('{"sub": "li"}')


def test_by_district_a_file_that_speaks_of_others_is_not_even_compared(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of a file tells what stands: a crafted one would ask for another district's figures."""
    both = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1))
    one = GuardedBoard(board, Person("东区", "analyst", None, frozenset({tiny.EAST})))
    assert one.examine("counts", "c.csv", both, at=datetime(2022, 4, 6, 14, 10)).table.num_rows == 2
    monkeypatch.setenv("BOARD_READING", "by-district")
    refused("may_district", one.examine, "counts", "c.csv", both)
    own = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
    assert one.examine("counts", "c.csv", own, at=datetime(2022, 4, 6, 14, 10)).table.num_rows == 1


def test_a_file_as_it_came_is_given_to_whoever_answers_for_all_of_it(board: Board) -> None:
    both = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1))
    tiny.send(board, both, "14:05")
    refused("may_district", GuardedBoard(board, Person("东区", "analyst", None, frozenset({tiny.EAST}))).original, 1)
    assert GuardedBoard(board, Person("李", "analyst")).original(1)[1] == both

"""Screens, sessions and alarms told go along: whole, without what proves a person, and with nobody signed in again."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from data_pipeline.access import screens, sessions
from data_pipeline.backup.drill import drill
from data_pipeline.backup.place import Folder
from data_pipeline.board.board import Board
from data_pipeline.store.log.state import Alarm, Screen, State
from tests.backup.conftest import another_writer

pytestmark = pytest.mark.in_folder  # of a lake, that is in PostgreSQL, which has a backup of its own

HALL = Screen(0, "hall", "/wall?views=tiles", "", "王", 0.0)
PROOF = "eyJhbGciOiJSUzI1NiJ9.proof"


def copies(place: Folder) -> list[str]:
    return sorted(place.names("state"))


def test_screens_sessions_and_alarms_are_there_again_and_everybody_signs_in_again(
    board: Board, back_up, made_from, place: Folder, tmp_path: Path
) -> None:
    number, token = screens.add(board.state, HALL)
    _, revoked = screens.add(board.state, HALL)
    board.state.revoke_screen(2, "王", 1.0)
    word = sessions.begin(board.state, {"sub": "li", "name": "李"}, PROOF)
    board.state.keep_alarms([Alarm("disk_low", "", "{}", 5.0)])
    back_up()
    (told,) = made_from().notices
    assert (told.code, told.facts["screens"], told.severity) == ("backup_screens", 1, "look")
    there = State(tmp_path / "recovered" / "board")
    assert there.screens() == board.state.screens()
    assert there.alarms() == board.state.alarms()
    found = screens.screen(there, token)
    assert found is not None
    assert (found.number, screens.screen(there, revoked)) == (number, None)
    assert sessions.claims(board.state, word) is not None
    assert sessions.claims(there, word) is None
    with sqlite3.connect(there.path) as own:
        assert own.execute("select subject, id_token from sessions").fetchall() == [(" li", "")]  # the list stays
    held = gzip.decompress(place.read(copies(place)[0]))
    assert not [secret for secret in (PROOF, word, token) if secret.encode() in held]
    for file in (place.root / copies(place)[0], there.path):  # nobody else's to read
        assert file.stat().st_mode & 0o077 == 0


def test_it_is_copied_when_it_has_changed_though_the_ledger_has_not(board: Board, back_up, place: Folder) -> None:
    back_up()
    assert copies(place) == []  # there is none
    screens.add(board.state, HALL)
    back_up()
    before = copies(place)
    back_up()
    assert copies(place) == before
    assert len(before) == 1
    screens.add(board.state, HALL)
    back_up()
    assert len(copies(place)) == 2


def test_a_copy_made_while_others_write_is_whole(board: Board, back_up, made_from, tmp_path: Path) -> None:
    screens.add(board.state, HALL)
    other = sqlite3.connect(board.state.path)
    other.execute("begin immediate")
    other.execute("update screens set name = 'half done'")
    back_up()
    other.rollback()
    other.close()
    made_from()
    assert [s.name for s in State(tmp_path / "recovered" / "board").screens()] == ["hall"]


def test_the_newest_whole_one_is_used_and_a_torn_one_is_told(
    board: Board, back_up, made_from, place: Folder, tmp_path: Path
) -> None:
    screens.add(board.state, HALL)
    back_up()
    (first,) = copies(place)
    (place.root / first).rename(place.root / first.replace("state/", "state/0"))  # an hour earlier
    screens.add(board.state, HALL)
    back_up()
    torn = place.root / copies(place)[-1]
    torn.write_bytes(torn.read_bytes()[:100])
    assert [f.code for f in made_from().notices] == ["backup_state_torn", "backup_screens"]
    assert len(State(tmp_path / "recovered" / "board").screens()) == 1


def test_a_damaged_one_here_is_told_and_keeps_nothing_else_from_being_copied(board: Board, back_up, made_from) -> None:
    board.state.close()
    board.state.path.write_bytes(b"no database at all " * 500)
    backed = back_up()
    assert (backed.files, backed.no_state) == (4, "file is not a database")
    assert made_from().notices == []


def test_the_drill_proves_it(board: Board, place: Folder) -> None:
    screens.add(board.state, HALL)
    with another_writer(board) as writer:
        done = drill(writer, board.root / "bands.key", place)
    assert done.recovered.same
    assert [(f.code, f.facts["screens"]) for f in done.recovered.notices] == [("backup_screens", 1)]

"""Decisions and acknowledgements are lines of the ledger, and lead back to the board they were taken on."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf, moment_at, read_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.decisions import BEFORE
from tests.store import tiny
from tests.support import samples

MOMENT = moment_at(datetime(2022, 4, 6, 14, 40), samples.pack().operation)
WHAT = "Ten vehicles to Putuo"
ODD = "一\u2028二\u2029三\u0085四\x0b五"  # what a reader by lines of text breaks at


def told(board: Board, known_at: datetime = MOMENT.known_at) -> list[str]:
    return [x.what for x in board.decisions(known_at)]


def test_a_decision_leads_back_to_exactly_the_board_it_was_taken_on(board: Board) -> None:
    board.decide(WHAT, "transfer desk", MOMENT, "transfer", "310107")
    (entry,) = board.decisions(MOMENT.known_at)
    operation = samples.pack().operation
    assert read_clock(entry.clock, operation).moment(operation) == MOMENT
    assert (entry.line, entry.area, entry.by) == ("transfer", "310107", "transfer desk")


@pytest.mark.parametrize("spoken", ["08:00", "12:00", "14:00"])
def test_one_who_looked_back_gets_back_what_they_looked_at(board: Board, spoken: str) -> None:
    operation = samples.pack().operation
    clock = read_clock(f"2022-04-06T14:40@0;asof=2022-04-06T{spoken};known=2022-04-06T14:30", operation)
    seen_at = clock.moment(operation)
    board.decide(WHAT, "transfer desk", seen_at)
    (entry,) = board.decisions(datetime(2022, 4, 6, 15))
    assert read_clock(entry.clock, operation).moment(operation) == seen_at


def test_a_decision_reopens_to_exactly_that_board_though_more_has_come_since(own_board: Board) -> None:
    operation = own_board.pack.operation
    at = moment_at(datetime(2022, 4, 6, 16, 40), operation)

    def drawn(m: AsOf) -> pd.DataFrame:
        return own_board.rows("page/day", m.known_at, ops_day=m.ops_day, moment=m.as_of)

    before, version = drawn(at), own_board.version(at.known_at)
    own_board.decide(WHAT, "transfer desk", at, "transfer", "310107")
    newest = own_board.loads(at.known_at)
    first = newest[newest["feed"] == "transfer"].iloc[0]
    own_board.withdraw(int(first["load_id"]), "desk", datetime(2022, 4, 6, 17), "sent twice")
    (entry,) = own_board.decisions(datetime(2022, 4, 6, 18))
    again = read_clock(entry.clock, operation).moment(operation)
    assert again == at
    assert own_board.version(again.known_at) == version
    pd.testing.assert_frame_equal(drawn(again), before)
    assert not drawn(moment_at(datetime(2022, 4, 6, 18), operation)).equals(before)


def test_a_decision_is_not_there_before_it_was_taken(board: Board) -> None:
    board.decide(WHAT, "transfer desk", MOMENT)
    assert told(board, datetime(2022, 4, 6, 14, 39)) == []


@pytest.mark.parametrize(
    ("what", "by", "code"),
    [
        ("", "desk", "decision_empty"),
        ("x", " ", "decision_empty"),
        ("call 13812345678", "desk", "decision_private"),
    ],
)
def test_nothing_and_persons_are_not_logged(board: Board, what: str, by: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        board.decide(what, by, MOMENT)
    assert why.value.code == code
    assert told(board) == []


def test_an_alert_is_seen_by_whoever_says_so_first(board: Board) -> None:
    board.acknowledge("pace:transfer:x", "desk A", MOMENT)
    board.acknowledge("pace:transfer:x", "desk B", MOMENT)
    assert board.acknowledged(MOMENT.known_at)["pace:transfer:x"].by == "desk A"


def test_any_character_of_a_decision_comes_back(board: Board) -> None:
    board.decide(ODD, "desk", MOMENT)
    board.decide("next", "desk", MOMENT)
    assert told(board) == ["next", ODD]
    assert board.verify() == []


def test_decisions_survive_a_torn_line_and_a_rebuild_and_are_counted_with_the_loads(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    state = board.state_hash()
    board.decide("one", "desk", MOMENT)
    with (board.root / "ledger.jsonl").open("ab") as file:
        file.write(b'{"seq":3,"by')
    board.decide("two", "desk", MOMENT)
    board.acknowledge("late:counts", "desk", MOMENT)
    assert told(board) == ["two", "one"]
    assert board.rebuild() == state
    assert told(board) == ["two", "one"]
    assert board.verify() == []


@pytest.mark.in_folder
def test_a_decision_the_disk_has_no_room_for_is_not_acknowledged(board: Board, monkeypatch) -> None:
    board.decide("one", "desk", MOMENT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("data_pipeline.store.log.ledger.os.fsync", full)
        with pytest.raises((BoardError, OSError)):
            board.decide("two", "desk", MOMENT)
    board.decide("three", "desk", MOMENT)
    assert told(board) == ["three", "one"]


@pytest.fixture
def before(board: Board) -> Callable[[bytes], Board]:
    """The same store, opened again, with such a file of an earlier version in it."""

    def opened(content: bytes) -> Board:
        board.version()
        board.close()
        (board.root / BEFORE).write_bytes(content)
        return tiny.board(board.root.parent)

    return opened


def old(what: str, minute: int, kind: str = "decision") -> bytes:
    at = MOMENT.as_of + timedelta(minutes=minute)
    plain = {
        "kind": kind,
        "what": what,
        "by": "desk",
        "as_of": MOMENT.as_of.isoformat(),
        "known_at": at.isoformat(),
        "line": "",
        "area": "",
    }
    return json.dumps(plain, ensure_ascii=False).encode() + b"\n"


def test_what_stood_beside_the_ledger_is_brought_in_once(before: Callable[[bytes], Board]) -> None:
    torn = old("cut", 7)[:30] + b"\n"
    opened = before(old(ODD, 1) + torn + old("second", 2) + old("late:x", 3, "seen") + old("lost", 4)[:20])
    assert told(opened) == ["second", ODD]
    assert set(opened.acknowledged(MOMENT.known_at)) == {"late:x"}
    assert not (opened.root / BEFORE).exists()
    assert told(tiny.board(opened.root.parent)) == ["second", ODD]


def test_a_take_over_that_was_killed_doubles_nothing(before: Callable[[bytes], Board]) -> None:
    opened = before(old("one", 1))
    assert told(opened) == ["one"]
    kept: Path = opened.root / f"{BEFORE}.in-ledger"
    kept.rename(opened.root / BEFORE)  # killed before the file was renamed
    assert told(tiny.board(opened.root.parent)) == ["one"]

"""Where a pack asks for a second person, nothing of what one person sent shows before another has approved it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from data_pipeline.access.permission import Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import HERE
from data_pipeline.declare import load_pack
from data_pipeline.declare.tables import TargetChange
from data_pipeline.words import LANGUAGES
from tests.store import kill, tiny

FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
HALVED = tiny.counts(("18:00", tiny.EAST, "A", 2, 1))  # less done than four hours before: a doubt
FIGURES = "select done_today from known.counts order by as_of"


@contextmanager
def asking(board: Board, two_keys: str, *, targets: bool = False) -> Iterator[None]:
    """The same board, its pack asking for a second person."""
    before = board._writer.pack
    feeds = {id: feed.model_copy(update={"two_keys": two_keys}) for id, feed in before.feeds.items()}
    operation = before.operation.model_copy(update={"two_keys_targets": targets})
    board._writer.pack = replace(before, feeds=feeds, operation=operation)
    try:
        yield
    finally:
        board._writer.pack = before


@pytest.fixture
def waits(board: Board) -> Board:
    with asking(board, "always"):
        assert tiny.send(board, FILE, "14:10").status == "waits"
    return board


def code(do) -> str:
    with pytest.raises(BoardError) as why:
        do()
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    return why.value.code


def test_what_waits_is_kept_and_told_and_in_no_figure(waits: Board) -> None:
    assert tiny.known(waits, FIGURES) == []
    (one,) = waits.waiting()
    assert (one.line, one.kind, one.by, one.what, one.feed, one.count) == (
        1,
        "load",
        "tester",
        "counts.csv",
        "counts",
        1,
    )
    assert waits.loads()[["visible", "approval"]].values.tolist() == [[False, "waits"]]
    assert waits.original(1)[1] == FILE
    assert waits.verify() == []
    assert waits.rebuild() == waits.state_hash()


@pytest.mark.both_doors
def test_another_person_approves_it_and_from_then_on_it_is_seen(waits: Board) -> None:
    waits.approve(1, "lead", tiny.at("14:30"))
    assert tiny.known(waits, FIGURES) == [(5,)]
    assert tiny.known(waits, FIGURES, tiny.at("14:20")) == []
    assert waits.waiting() == []
    assert [w.line for w in waits.waiting(tiny.at("14:20"))] == [1]
    state = waits.state_hash()
    assert waits.verify() == []
    assert waits.rebuild() == state
    assert code(lambda: waits.approve(1, "lead", tiny.at("14:40"))) == "key_none"


@pytest.mark.parametrize("name", ["tester", " Tester ", "TESTER"])
def test_who_sent_it_cannot_approve_it(waits: Board, name: str) -> None:
    assert code(lambda: waits.approve(1, name, tiny.at("14:30"))) == "key_same"
    assert tiny.known(waits, FIGURES) == []


def test_no_other_way_makes_it_seen(waits: Board) -> None:
    assert code(lambda: waits.restore(1, "lead", tiny.at("14:30"), "x")) == "key_waits"
    assert code(lambda: waits.withdraw(1, "lead", tiny.at("14:30"), "x")) == "key_waits"
    assert tiny.send(waits, FILE, "14:40").status == "already"
    assert tiny.known(waits, FIGURES) == []
    waits.decline(1, "lead", tiny.at("14:50"), "another day's file")
    assert code(lambda: waits.restore(1, "lead", tiny.at("15:00"), "x")) == "key_declined"
    assert code(lambda: waits.approve(1, "lead", tiny.at("15:00"))) == "key_none"
    assert waits.waiting() == []
    assert waits.loads()["approval"].tolist() == ["declined"]
    assert waits.verify() == []


def test_a_file_that_was_declined_may_be_sent_again(waits: Board) -> None:
    waits.decline(1, "lead", tiny.at("14:50"), "x")
    assert tiny.send(waits, FILE, "15:00").status == "loaded"
    assert tiny.known(waits, FIGURES) == [(5,)]


def test_only_what_was_doubted_waits_where_the_pack_asks_so(board: Board) -> None:
    with asking(board, "doubted"):
        assert tiny.send(board, FILE, "14:10").status == "loaded"
        assert tiny.send(board, HALVED, "18:10").status == "waits"
    assert tiny.known(board, FIGURES) == [(5,)]
    board.approve(2, "lead", tiny.at("18:20"))
    assert tiny.known(board, FIGURES) == [(5,), (2,)]
    assert board.rebuild() == board.state_hash()


@pytest.mark.both_doors
def test_a_later_file_of_the_ledger_stays_the_later_one(waits: Board) -> None:
    tiny.send(waits, tiny.counts(("14:00", tiny.EAST, "A", 9, 1)), "14:20")
    waits.approve(1, "lead", tiny.at("14:30"))
    assert tiny.known(waits, FIGURES) == [(9,)]


def test_targets_wait_too_and_hold_from_their_approval_on(tmp_path) -> None:
    board = kill.opened(tmp_path)
    day = tiny.at("00:00").date()
    change = TargetChange(metric="M", valid_from=day, target=7, responsible_zh="x", responsible_en="x")
    with asking(board, "", targets=True):
        board.set_targets([change], "desk", tiny.at("14:00"), "more")
    version = board.targets_version()
    assert [(w.kind, w.what, w.count) for w in board.waiting()] == [("target", "more", 1)]
    assert board.target_changes().empty
    assert code(lambda: board.approve(1, "desk", tiny.at("14:10"))) == "key_same"
    board.approve(1, "lead", tiny.at("14:10"))
    assert board.targets_version() != version
    assert board.targets_version(tiny.at("14:05")) == version
    assert board.target_changes()["sender"].tolist() == ["desk + lead"]
    state = board.state_hash()
    assert board.verify() == []
    assert board.rebuild() == state


def test_its_sender_may_take_it_back_and_an_analyst_not_anothers(waits: Board) -> None:
    at = tiny.at("14:30")
    other = GuardedBoard(waits, Person("somebody", "analyst"))
    assert code(lambda: other.decline(1, at, "x")) == "may_role_approver"
    assert code(lambda: other.approve(1, at)) == "may_role_approver"
    of_west = Person("west", "approver", districts=frozenset({tiny.WEST}))
    assert code(lambda: GuardedBoard(waits, of_west).approve(1, at)) == "may_district"
    GuardedBoard(waits, Person("tester", "analyst")).decline(1, at, "sent too early")
    assert waits.waiting() == []


def test_the_packs_that_ship_ask_for_nobody() -> None:
    for folder in (HERE / "pack").iterdir():
        if (folder / "operation.toml").exists():
            pack = load_pack(folder)
            assert {f.two_keys for f in pack.feeds.values()} == {""}
            assert not pack.operation.two_keys_targets


def test_a_sender_whose_file_waits_has_withdrawn_nothing(waits: Board) -> None:
    def of_sender(known: str) -> tuple[int, int]:
        row = waits.rows("page/senders", tiny.at(known), ops_day=tiny.DAY).iloc[0]
        return int(row["files"]), int(row["withdrawn"])

    assert of_sender("14:20") == (1, 0)
    waits.approve(1, "lead", tiny.at("14:30"))
    assert of_sender("14:20") == of_sender("14:40") == (1, 0)
    waits.withdraw(1, "tester", tiny.at("15:00"), "mistaken")
    assert of_sender("14:40") == (1, 0)
    assert of_sender("15:10") == (1, 1)

"""The received files and the ledger are the truth: from these two alone the same state comes back."""

import shutil
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import GENESIS
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.write.writer import WITHIN
from tests.store import tiny

pytestmark = pytest.mark.in_folder


@pytest.fixture
def lived(board: Board) -> Board:
    """Loads of both feeds, strict and partial, with a mapping, a withdrawal and a restoration."""
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1)), "14:10")
    tiny.send(
        board, tiny.counts(("14:00", tiny.EAST, "A", 6, 1), ("14:00", tiny.WEST, "B", -7, 1)), "15:00", strict=False
    )
    renamed = tiny.counts(("16:00", tiny.EAST, "A", 8, 1)).replace(b"done_today", b"finished")
    assert tiny.send(board, renamed, "16:10", mapping={"finished": "done_today"}).status == "loaded"
    tiny.send(board, tiny.sites(("X", 1, 1)), "17:00", feed="sites")
    tiny.send(board, tiny.sites(("Y", 1, 1)), "17:30", feed="sites")
    board.withdraw(1, "t", tiny.at("18:00"), "x")
    board.withdraw(5, "t", tiny.at("18:00"), "x")
    board.restore(1, "t", tiny.at("18:30"), "x")
    return board


def everything(board: Board) -> list[list[tuple]]:
    tables = ("raw.counts", "raw.sites", "meta.loads", "meta.spans")
    return [tiny.known(board, f"from {table} order by all") for table in tables]


def test_a_rebuild_gives_the_same_rows_loads_spans_and_state(lived: Board) -> None:
    state, held, version = lived.state_hash(), everything(lived), lived.version()
    assert lived.rebuild() == state
    assert everything(lived) == held
    assert lived.version() == version
    assert lived.verify() == []


def test_ledger_and_received_files_alone_are_enough(lived: Board, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "board"
    copy.mkdir(parents=True)
    shutil.copy(lived.root / "ledger.jsonl", copy)
    shutil.copytree(lived.root / "received", copy / "received")
    other = tiny.board(tmp_path / "copy")
    assert other.state_hash() == lived.state_hash()
    for hour in ("14:30", "15:30", "17:40", "18:10"):
        assert other.state_hash(tiny.at(hour)) == lived.state_hash(tiny.at(hour))


@pytest.mark.parametrize("lost", ["a file", "the last commit", "the log", "one table", "all tables", "the blank file"])
def test_lost_rows_come_back_at_the_next_start(lived: Board, tmp_path: Path, lost: str) -> None:
    state, held = lived.state_hash(), everything(lived)
    lived.close()
    tables = lived.root / "tables"
    (log,) = tables.glob("counts-*/_delta_log")
    gone = {"a file": min(log.parent.rglob("*.parquet")), "the last commit": max(log.glob("*.json")), "the log": log,
            "one table": log.parent, "all tables": tables, "the blank file": min(tables.glob("blank/*"))}  # fmt: skip
    shutil.rmtree(gone[lost]) if gone[lost].is_dir() else gone[lost].unlink()
    again = tiny.board(tmp_path)
    assert again.state_hash() == state
    assert everything(again) == held
    assert again.verify() == []


def test_rows_of_no_line_are_seen_by_nobody_and_live_under_no_later_line(lived: Board, tmp_path: Path) -> None:
    """As after a kill between the rows and the ledger's line."""
    ledger = lived.root / "ledger.jsonl"
    before = ledger.read_bytes()
    state = lived.state_hash()
    tiny.send(lived, tiny.counts(("18:00", tiny.EAST, "A", 99, 1)), "18:40")
    lived.close()
    ledger.write_bytes(before)
    for note in ("anchor", *WITHIN):
        (lived.root / note).unlink()
    again = tiny.board(tmp_path)
    assert again.state_hash() == state
    assert again.verify() == []
    tiny.send(again, tiny.counts(("20:00", tiny.WEST, "A", 1, 1)), "20:10")
    assert tiny.known(again, "select count(*) from known.counts where done_today = 99") == [(0,)]


def test_a_rebuild_without_a_received_file_says_which_and_changes_nothing(lived: Board) -> None:
    version = lived.version()
    first = next(iter(Ledger(lived.root / "ledger.jsonl").entries(GENESIS))).note.facts["sha256"]
    (lived.root / "received" / first).unlink()
    with pytest.raises(BoardError, match=first):
        lived.rebuild()
    assert lived.version() == version

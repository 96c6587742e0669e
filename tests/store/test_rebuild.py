"""The received files and the ledger are the truth: from these two alone the same state comes back."""

import shutil
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import GENESIS
from data_pipeline.store.log.ledger import Ledger
from tests.store import tiny


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


@pytest.mark.parametrize("lost", ["generation", "CURRENT", "both"])
def test_a_lost_database_comes_back_at_the_next_start(lived: Board, tmp_path: Path, lost: str) -> None:
    state = lived.state_hash()
    lived.close()
    if lost != "CURRENT":
        (lived.root / "generations" / (lived.root / "CURRENT").read_text().strip()).write_bytes(b"broken" * 5000)
    if lost != "generation":
        (lived.root / "CURRENT").unlink()
    again = tiny.board(tmp_path)
    assert again.state_hash() == state
    assert again.verify() == []


def test_lines_acknowledged_but_not_yet_published_are_published_next(lived: Board, tmp_path: Path) -> None:
    """As after a kill between the ledger's line and the flip of CURRENT."""
    state, names = lived.state_hash(), sorted(p.name for p in (lived.root / "generations").iterdir())
    lived.close()
    (lived.root / "CURRENT").write_text(f"{names[3]}\n")
    assert tiny.board(tmp_path).state_hash() == state
    for name in names[4:]:
        (lived.root / "generations" / name).unlink(missing_ok=True)
    (lived.root / "CURRENT").write_text(f"{names[3]}\n")
    assert tiny.board(tmp_path).state_hash() == state


def test_a_rebuild_without_a_received_file_says_which_and_changes_nothing(lived: Board) -> None:
    version = lived.version()
    first = next(iter(Ledger(lived.root / "ledger.jsonl").entries(GENESIS))).note.facts["sha256"]
    (lived.root / "received" / first).unlink()
    with pytest.raises(BoardError, match=first):
        lived.rebuild()
    assert lived.version() == version

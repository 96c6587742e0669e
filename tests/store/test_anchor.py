"""A ledger that became shorter, or another one, stops the board with a sentence; nothing goes on from it."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.write.writer import WITHIN
from data_pipeline.words import LANGUAGES
from tests.store import tiny

Damage = Callable[[Path], object]


def _three_loads(folder: Path) -> None:
    with closing(tiny.board(folder)) as board:
        for n, at in enumerate(("14:10", "14:20", "14:30"), start=1):
            tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", n, 1)), at)


@pytest.fixture
def held(made_once: Callable[..., Path], tmp_path: Path) -> Board:
    """Three loads, the last two acknowledged one after the other."""
    shutil.copytree(made_once("three-loads", _three_loads) / "board", tmp_path / "board")
    return tiny.board(tmp_path)


def shorten(root: Path) -> None:
    ledger = root / "ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))


def swap_last(root: Path) -> None:
    """Another last line, honestly chained: what a second machine would have written on the same backup."""
    shorten(root)
    kept = shutil.ignore_patterns("tables", "anchor", "head")
    shutil.copytree(root, root.parent / "other" / "board", ignore=kept)
    other = tiny.board(root.parent / "other")
    tiny.send(other, tiny.counts(("14:00", tiny.EAST, "A", 3, 1)), "14:40")
    last = (other.root / "ledger.jsonl").read_bytes().splitlines(keepends=True)[-1]
    with (root / "ledger.jsonl").open("ab") as f:
        f.write(last)


def flip_middle(root: Path) -> None:
    ledger = root / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], lines[1].replace(b'"accepted":1', b'"accepted":2'), *lines[2:]]))


DAMAGE: dict[str, tuple[Damage, str]] = {
    "shorter": (shorten, "ledger_shorter"),
    "emptied": (lambda root: (root / "ledger.jsonl").write_bytes(b""), "ledger_gone"),
    "deleted": (lambda root: (root / "ledger.jsonl").unlink(), "ledger_gone"),
    "forked": (swap_last, "ledger_forked"),
    "a middle line": (flip_middle, "ledger_broken"),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("lost", ["nothing else", "those within", "the anchor", "all but one"])
def test_a_damaged_ledger_stops_the_board_and_says_what_to_do(held: Board, name: str, lost: str) -> None:
    damage, code = DAMAGE[name]
    damage(held.root)
    gone = {"those within": WITHIN, "the anchor": ["anchor"], "all but one": ["anchor", WITHIN[0]]}
    for file in gone.get(lost, []):
        (held.root / file).unlink()
    again = tiny.board(held.root.parent)
    with pytest.raises(BoardError) as why:
        again.loads()
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert again.verify()[0].code == code


@pytest.mark.parametrize("name", ["shorter", "emptied", "deleted", "forked"])
def test_no_write_goes_on_from_a_damaged_ledger(held: Board, name: str) -> None:
    held.loads()  # a server that runs while the file is damaged
    DAMAGE[name][0](held.root)
    before = (held.root / "ledger.jsonl").read_bytes() if (held.root / "ledger.jsonl").exists() else None
    with pytest.raises(BoardError) as why:
        tiny.send(held, tiny.counts(("14:00", tiny.EAST, "A", 9, 1)), "14:50")
    assert why.value.code == DAMAGE[name][1]
    assert ((held.root / "ledger.jsonl").read_bytes() if (held.root / "ledger.jsonl").exists() else None) == before


def test_a_ledger_put_back_is_all_that_is_needed(held: Board) -> None:
    state, whole = held.state_hash(), (held.root / "ledger.jsonl").read_bytes()
    shorten(held.root)
    again = tiny.board(held.root.parent)
    with pytest.raises(BoardError, match="backup"):
        again.loads()
    (held.root / "ledger.jsonl").write_bytes(whole)
    assert again.state_hash() == state


def test_the_second_place_knows_when_the_whole_folder_was_set_back(held: Board, tmp_path: Path) -> None:
    second = tmp_path / "other disk" / "head"
    second.parent.mkdir()
    board = Board(held.pack, held.root, anchor=second)
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 4, 1)), "16:10")
    board.close()
    shutil.copytree(held.root, tmp_path / "old")
    tiny.send(board, tiny.counts(("18:00", tiny.EAST, "A", 4, 1)), "18:10")
    board.close()
    with pytest.raises(BoardError) as why:
        Board(held.pack, tmp_path / "old", anchor=second).loads()
    assert why.value.code == "ledger_shorter"
    assert str(second) in why.value.sentence("en")


def test_a_second_place_that_is_away_hinders_nobody_and_is_told(held: Board, tmp_path: Path) -> None:
    board = Board(held.pack, held.root, anchor=tmp_path / "not mounted" / "head")
    assert tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 4, 1)), "16:10").status == "loaded"
    assert board.verify() == []


def test_a_store_from_before_anchors_opens_and_gets_one(held: Board) -> None:
    (held.root / "anchor").unlink()
    again = tiny.board(held.root.parent)
    assert len(again.loads()) == 3
    tiny.send(again, tiny.counts(("16:00", tiny.EAST, "A", 4, 1)), "16:10")
    assert (held.root / "anchor").exists()


def test_an_anchor_with_garbage_is_told_and_written_again(held: Board) -> None:
    (held.root / "anchor").write_bytes(b"\xff{")
    again = tiny.board(held.root.parent)
    assert [f.code for f in again.verify()] == ["anchor_damaged"]
    tiny.send(again, tiny.counts(("16:00", tiny.EAST, "A", 4, 1)), "16:10")
    assert again.verify() == []


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"nonsense\n", b"{}"])
@pytest.mark.parametrize("file", [*WITHIN, "tables/made-by", "tables/lost"])
def test_notes_with_garbage_are_written_anew(held: Board, file: str, garbage: bytes) -> None:
    state = held.state_hash()
    held.close()
    (held.root / file).write_bytes(garbage)
    again = tiny.board(held.root.parent)
    assert again.state_hash() == state
    assert again.verify() == []

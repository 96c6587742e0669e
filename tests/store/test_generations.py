"""Generations: readers see one whole state or another, whatever happens to those who write."""

import os
import shutil
import time
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.tables import generations as module
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.tables.generations import Generations, head_of
from data_pipeline.store.tables.retention import LEAST, Retention, as_set, retention
from tests.store import tiny

FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
DAY_S = 86_400
KEEP = as_set().newest


def files(board: Board) -> set[str]:
    return {p.relative_to(board.root).as_posix() for p in board.root.rglob("*") if p.is_file()}


STEPS: dict[str, tuple[object, str]] = {
    "check": (Draft, "check"),
    "sync": (module.durable, "sync"),
    "rename": (module.os, "rename"),
    "stage": (Generations, "_stage"),
    "acknowledge": (Ledger, "append"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_publication_that_fails_at_any_step_never_was(
    board: Board, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    tiny.send(board, FILE)
    before, version = files(board), board.version()

    def fail(*_: object) -> None:
        raise BoardError("store_full", reason="trial")

    owner, name = STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fail)
        with pytest.raises(BoardError, match="disk is full"):
            tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, 1)))
    left = files(board) - before
    assert all(n.startswith(("received/", ".CURRENT-")) for n in left)
    assert board.version() == version
    assert board.verify() == []
    assert tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, 1))).load_id == 2
    assert not [n for n in files(board) if ".CURRENT-" in n or ".draft-" in n]


def test_a_reader_keeps_what_it_began_with_until_it_is_done(board: Board) -> None:
    tiny.send(board, FILE)
    with board._readers.cursor() as before:
        for i in range(KEEP + 3):
            tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
        assert before.execute("select count(*) from known.counts").fetchone() == (1,)
    assert tiny.known(board, "select count(*) from known.counts") == [(2,)]


def test_the_newest_and_the_last_of_each_day_are_kept(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.folder.mkdir()
    now = time.time()
    for i in range(60):
        path = generations.path(f"{i:08d}-{'0' * 16}-{i:012x}.duckdb")
        path.write_bytes(b"")
        age = now - (60 - i) // 6 * DAY_S
        os.utime(path, (age, age))
    generations.point(generations.names()[2])
    before = generations.names()
    generations.prune(Retention(KEEP, 7))
    kept = generations.names()
    assert kept[-KEEP:] == before[-KEEP:]
    assert [head_of(n).seq for n in kept[:-KEEP]] == [2, 24, 30, 36]  # CURRENT, and the last of each of seven days
    assert len(kept) - 1 <= Retention(KEEP, 7).most


def test_the_store_does_not_grow_by_a_generation_per_load(board: Board) -> None:
    for i in range(KEEP + 5):
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
    assert len(list((board.root / "generations").iterdir())) == KEEP


def test_how_many_are_kept_is_a_setting(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARD_KEEP", "4")
    monkeypatch.setenv("BOARD_KEEP_DAYS", "0")
    for i in range(6):
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
    assert len(board._writer.generations.names()) == 4
    monkeypatch.setenv("BOARD_KEEP", "0")
    assert as_set().newest == LEAST


def test_where_the_disk_is_nearly_full_only_the_least_is_kept(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(6):
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
    room = shutil.disk_usage(board.root)
    size = board._writer.generations.path(board.published() or "").stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room._replace(free=2 * size))
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 9, 1)))
    assert len(board._writer.generations.names()) == LEAST
    assert board.verify() == []
    assert retention(None) == as_set()

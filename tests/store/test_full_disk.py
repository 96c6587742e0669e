"""A full disk: the file is refused with a sentence, those who look are unharmed, and nothing is half there."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from tests.store import tiny

SIZE_MB, LEAST_MB = 12, 4
# rows of a file, and how many such come: ever smaller ones, until nothing at all has room any more
COMING = ((6000, 12), (2000, 4), (600, 4), (200, 4), (60, 4))


@contextmanager
def _disk(folder: Path, size_mb: int) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a small disk can be mounted only by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with _disk(tmp_path / "disk", SIZE_MB) as found:
        yield found


@pytest.fixture
def least_disk(tmp_path: Path) -> Iterator[Path]:
    with _disk(tmp_path / "disk", LEAST_MB) as found:
        yield found


def fill(folder: Path, leave_kb: int) -> None:
    """Take the free space but for so many kilobytes."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_bsize
    (folder / "filler").write_bytes(b"\0" * max(0, free - leave_kb * 1024))


# a load of this size takes 2.4 MB: rows 0.5, original 1.9
@pytest.mark.parametrize(
    ("leave_kb", "isolated"), [(0, True), (40, False), (800, True), (1600, False), (1920, True), (2100, False)]
)
def test_a_full_disk_refuses_the_file_and_harms_nobody(small_disk: Path, leave_kb: int, isolated: bool) -> None:
    board = tiny.board(small_disk, isolated=isolated)
    tiny.send(board, tiny.many(20_000))
    state, version = board.state_hash(), board.version()
    fill(small_disk, leave_kb)
    with board._readers.cursor() as looking:
        with pytest.raises(BoardError, match="disk is full"):
            tiny.send(board, tiny.many(40_000, seed=1))
        assert looking.execute("select count(*) from known.counts").fetchone() == (20_000,)
    assert (board.state_hash(), board.version()) == (state, version)
    (small_disk / "filler").unlink()
    assert board.verify() == []
    assert tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1))).status == "loaded"
    board.close()


def test_a_disk_that_fills_line_by_line_loses_nothing_acknowledged(least_disk: Path) -> None:
    board: Board = tiny.board(least_disk)
    sizes = [rows for rows, files in COMING for _ in range(files)]
    said = [answer(board, tiny.many(rows, seed=i)) for i, rows in enumerate(sizes)]
    assert set(said) == {"loaded", "store_full"}
    assert set(said[-COMING[-1][1] :]) == {"store_full"}  # in the end nothing did
    assert len(board.loads()) == said.count("loaded")
    assert board.verify() == []


def answer(board: Board, data: bytes) -> str:
    try:
        return tiny.send(board, data).status
    except BoardError as why:
        return why.code

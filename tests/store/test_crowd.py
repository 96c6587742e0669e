"""Many processes at once: the same bytes are one load, different bytes are all loaded."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from data_pipeline.board.board import Board
from data_pipeline.core.settings import ROOT
from data_pipeline.intake import Delivery
from tests.store import tiny

PROCESSES = 8


def crowd(root: Path, files: str) -> list[str]:
    """What each of so many processes answered that were sent these `files` (same, different) at once. From a process of
    its own: one that has used the tables before cannot fork any more."""
    command = [sys.executable, "-m", "tests.store.test_crowd", str(root), files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def together(work: Callable[[int], str]) -> list[str]:
    """Run work(i) in forked processes that start together; what each answered."""
    go, answers = os.pipe(), [os.pipe() for _ in range(PROCESSES)]
    for i, (_, said) in enumerate(answers):
        if os.fork() == 0:
            try:
                os.close(go[1])
                os.read(go[0], 1)  # returns when the parent closes its end: all at once
                os.write(said, work(i).encode())
            except BaseException as why:
                os.write(said, f"error {why!r}".encode())
            finally:
                os._exit(0)
    os.close(go[1])
    for _ in range(PROCESSES):
        os.wait()
    return [os.read(heard, 10_000).decode() for heard, _ in answers]


def sent(root: Path, data: bytes) -> str:
    (receipt,) = tiny.board(root).receive_all([Delivery("counts", "c.csv", data, "t", tiny.at("18:00"))])
    return receipt.status


def test_eight_processes_with_the_same_bytes_are_one_load(tmp_path: Path) -> None:
    assert sorted(crowd(tmp_path, "same")) == ["already"] * (PROCESSES - 1) + ["loaded"]
    held(tiny.board(tmp_path), loads=1, rows=300)


def test_eight_processes_with_different_bytes_are_eight_loads(tmp_path: Path) -> None:
    assert crowd(tmp_path, "different") == ["loaded"] * PROCESSES
    held(tiny.board(tmp_path), loads=PROCESSES, rows=300)


def held(board: Board, loads: int, rows: int) -> None:
    assert len(board.loads()) == loads
    assert len(list((board.root / "received").glob("?" * 64))) == loads
    assert tiny.known(board, "select count(*) from known.counts") == [(rows,)]
    assert board.verify() == []


if __name__ == "__main__":
    place, which = sys.argv[1:]
    sys.stdout.write(json.dumps(together(lambda i: sent(Path(place), tiny.many(300, seed=i * (which == "different"))))))

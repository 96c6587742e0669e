"""Many processes at once: the same bytes are one load, different bytes are all loaded."""

import os
from collections.abc import Callable
from pathlib import Path

from data_pipeline.board.board import Board
from data_pipeline.intake import Delivery
from tests.store import tiny

PROCESSES = 8


def crowd(work: Callable[[int], str]) -> list[str]:
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
    data = tiny.many(2000)
    assert sorted(crowd(lambda _: sent(tmp_path, data))) == ["already"] * (PROCESSES - 1) + ["loaded"]
    held(tiny.board(tmp_path), loads=1, rows=2000)


def test_eight_processes_with_different_bytes_are_eight_loads(tmp_path: Path) -> None:
    assert crowd(lambda i: sent(tmp_path, tiny.many(300, seed=i))) == ["loaded"] * PROCESSES
    held(tiny.board(tmp_path), loads=PROCESSES, rows=300)


def held(board: Board, loads: int, rows: int) -> None:
    assert len(board.loads()) == loads
    assert len(list((board.root / "received").iterdir())) == loads
    assert tiny.known(board, "select count(*) from known.counts") == [(rows,)]
    assert board.verify() == []

"""A server writes through a process of its own: whatever becomes of that process, those who look notice nothing."""

import os
import pickle
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.write import isolated
from data_pipeline.store.write.worker import RESTART_ABOVE
from tests.store import tiny

SMALL_WORKER = "from data_pipeline.store.write import worker; worker.RESTART_ABOVE = 1; worker.main()"
FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, None))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Board]:
    board = tiny.board(tmp_path, isolated=True)
    yield board
    board.close()


def worker(board: Board) -> int:
    assert board._worker is not None
    assert board._worker._process is not None
    return board._worker._process.pid


def test_everything_that_writes_is_done_over_there_and_seen_here(served: Board) -> None:
    receipt = tiny.send(served, FILE)
    assert (receipt.status, receipt.effect.new) == ("loaded", 2)
    assert worker(served) != os.getpid()
    assert tiny.known(served, "select count(*) from known.counts") == [(2,)]
    assert tiny.send(served, FILE).status == "already"
    state = served.state_hash()
    served.withdraw(1, "t", tiny.at("19:00"), "x")
    assert served.state_hash() != state
    served.restore(1, "t", tiny.at("19:10"), "x")
    assert served.rebuild() == state
    assert served.examine("counts", "c.csv", FILE).table.num_rows == 2
    with pytest.raises(BoardError, match="no load 9") as caught:
        served.withdraw(9, "t", tiny.at("19:00"), "x")
    assert caught.value.facts == {"load_id": 9}


def test_a_worker_that_falls_is_replaced_and_the_board_stands(served: Board) -> None:
    tiny.send(served, FILE)
    fallen = worker(served)
    os.kill(fallen, signal.SIGKILL)
    os.waitpid(fallen, 0)
    assert tiny.known(served, "select count(*) from known.counts") == [(2,)]
    assert tiny.send(served, tiny.sites(("X", 1, 1)), feed="sites").status == "loaded"
    assert worker(served) != fallen


def test_a_start_that_cannot_be_told_leaves_no_worker_that_heard_half_of_it(served: Board) -> None:
    """The next job would be read as the rest of what a worker is made of."""
    own = served._worker
    assert own is not None
    own._stop()
    made_of, own._made_of = own._made_of, (*own._made_of[:3], lambda: None)  # type: ignore[assignment]
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        tiny.send(served, FILE)
    own._made_of = made_of
    assert tiny.send(served, FILE).status == "loaded"


def test_a_worker_that_falls_in_the_middle_is_a_sentence(served: Board) -> None:
    served.version()
    os.kill(worker(served), signal.SIGSTOP)
    pid = worker(served)

    class Killing(bytes):
        def __reduce__(self):  # the moment the request is written, the worker is killed
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # gone before the request is sent, every time
            return bytes, (bytes(self),)

    with pytest.raises(BoardError, match="worker stopped"):
        tiny.send(served, Killing(FILE))
    assert tiny.send(served, FILE).status == "loaded"


def test_the_worker_goes_when_its_server_goes(served: Board) -> None:
    served.version()
    assert served._worker is not None
    process = served._worker._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0


def test_a_large_server_has_a_worker_that_works_and_stays(served: Board) -> None:
    ballast = b"x" * (RESTART_ABOVE + (64 << 20))  # a child's peak begins with its parent's
    assert tiny.send(served, FILE).status == "loaded"
    first = worker(served)
    assert tiny.send(served, FILE).status == "already"
    assert worker(served) == first
    del ballast


def test_a_worker_that_grew_too_large_leaves_after_its_answer(served: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten jobs, each answered, each by another process: none is sent to one on its way out."""
    monkeypatch.setattr(isolated, "WORKER", ("-c", SMALL_WORKER))
    for _ in range(10):
        served.examine("counts", "c.csv", FILE)
        for one in (served._worker, served._previewer):
            assert one is not None
            assert one._process is None
    assert tiny.send(served, FILE).status == "loaded"

"""One writer at a time: threads and processes wait for each other, and nobody waits for the dead."""

import os
import signal
import threading
from pathlib import Path

import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.lock import writing


def test_a_second_writer_in_the_same_process_waits_and_then_says_so(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(BoardError, match="has not finished"), writing(tmp_path, patience_s=0.1):
        pass
    with writing(tmp_path, patience_s=0.1):
        pass


def test_writers_in_threads_never_overlap(tmp_path: Path) -> None:
    inside, most = [], []

    def write() -> None:
        for _ in range(20):
            with writing(tmp_path):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert set(most) == {1}
    assert len(most) == 80


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    ready, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        with writing(tmp_path):
            os.write(told, b"in")
            signal.pause()
    os.read(ready, 2)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with writing(tmp_path, patience_s=1):
        pass

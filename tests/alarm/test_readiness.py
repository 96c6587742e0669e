"""Ready is: can draw now. A look that takes long keeps no other probe waiting, and for ever is not ready."""

import threading

import pytest

from pages.server import readiness
from pages.server.readiness import Readiness


def test_it_is_ready_once_something_was_drawn_and_not_when_that_fails() -> None:
    answers = iter([None, RuntimeError("no data"), None])

    def draw() -> None:
        if (found := next(answers)) is not None:
            raise found

    probe = Readiness(draw)
    assert [probe.now() for _ in range(3)] == [True, False, True]


def test_probes_do_not_queue_and_one_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, drawn = threading.Event(), threading.Event(), []

    def draw() -> None:
        drawn.append(1)
        if len(drawn) > 1:
            begun.set()
            go_on.wait(30)

    probe = Readiness(draw)
    assert probe.now()
    slow = threading.Thread(target=probe.now)
    slow.start()
    begun.wait(30)
    assert [probe.now() for _ in range(5)] == [True] * 5  # as last seen, at once
    monkeypatch.setattr(readiness, "PATIENCE_S", 0.0)
    assert not probe.now()
    go_on.set()
    slow.join()
    assert len(drawn) == 2
    assert probe.now()


def test_before_anything_was_drawn_it_is_not_ready() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def draw() -> None:
        begun.set()
        go_on.wait(30)

    probe = Readiness(draw)
    first = threading.Thread(target=probe.now)
    first.start()
    begun.wait(30)
    assert not probe.now()
    go_on.set()
    first.join()
    assert probe.now()

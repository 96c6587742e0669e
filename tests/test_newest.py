"""Only the newest is worked out, few wait, threads are few, and a failure ends nothing."""

import threading
import time

import pytest

from data_pipeline.core.newest import Newest


class Gate:
    """Work that begins when it is let in and says what was done."""

    def __init__(self) -> None:
        self.begun, self.go, self.done = threading.Semaphore(0), threading.Semaphore(0), []

    def work(self, what: object):
        def do() -> None:
            self.begun.release()
            self.go.acquire(timeout=10)
            self.done.append(what)

        return do


@pytest.fixture
def gate() -> Gate:
    return Gate()


def rested(desk: Newest) -> None:
    """Until nothing is under way and nothing waits."""
    while (state := desk.state()).running or state.waiting:
        time.sleep(0.005)


def settled(desk: Newest) -> None:
    desk._pool.shutdown(wait=True)


def test_what_was_overtaken_before_it_was_begun_is_never_begun(gate: Gate) -> None:
    desk = Newest("t1", 1, 4)
    desk.ask("clock", 0, gate.work(0))
    gate.begun.acquire(timeout=10)
    for n in range(1, 200):
        assert desk.ask("clock", n, gate.work(n))
    assert (desk.state().waiting, desk.state().overtaken) == (1, 198)
    gate.go.release(500)
    rested(desk)
    assert gate.done == [0, 199]


def test_the_same_thing_asked_twice_is_done_once(gate: Gate) -> None:
    desk = Newest("t2", 1, 4)
    for _ in range(5):
        desk.ask("clock", "v1", gate.work("v1"))
    gate.go.release(9)
    rested(desk)
    assert gate.done == ["v1"]


def test_beyond_the_limit_one_is_refused_and_told(gate: Gate) -> None:
    desk = Newest("t3", 1, 3)
    assert [desk.ask(f"clock {n}", 1, gate.work(n)) for n in range(5)] == [True, True, True, False, False]
    assert desk.state().refused == 2
    assert desk.ask("clock 1", 2, gate.work("newer"))  # one who is served may always ask for something newer
    gate.go.release(99)
    settled(desk)


def test_threads_are_few_and_named(gate: Gate) -> None:
    desk = Newest("named", 2, 50)
    for n in range(40):
        desk.ask(n, 1, gate.work(n))
    assert sum(t.name.startswith("named") for t in threading.enumerate()) == 2
    gate.go.release(99)
    settled(desk)


def test_one_failure_ends_nothing(gate: Gate, caplog: pytest.LogCaptureFixture) -> None:
    desk = Newest("t4", 1, 4)
    desk.ask("clock", 1, lambda: 1 // 0)
    rested(desk)
    assert desk.state().failed == 1
    desk.ask("clock", 1, gate.work(1))  # the same once more: a failure is not kept
    gate.go.release()
    settled(desk)
    assert gate.done == [1]

"""Threads are named, few, and begun in one place; what takes too long is stopped by one thread for all."""

import threading
import time
from pathlib import Path

import pytest

from data_pipeline.core import threads
from data_pipeline.core.threads import DEADLINES, Deadlines
from data_pipeline.query import run
from data_pipeline.query.connect import Limits, open_scratch


def test_every_pool_has_a_name_a_limit_and_a_count() -> None:
    import pages.app.clocks
    import pages.app.rows
    import pages.server.lifespan  # noqa: F401

    told = threads.states()
    assert {"answers", "columns", "outlook", "own clocks", "prepare"} <= told.keys()
    assert all(0 < state.limit <= 6 for state in told.values())


def test_a_pool_says_how_many_of_its_threads_run_and_how_much_waits_for_one() -> None:
    of, go = threads.pool("of a test", 2), threading.Event()
    work = [of.submit(go.wait, 10) for _ in range(5)]
    assert threads.states()["of a test"] == threads.State(2, 2, 3)
    assert threads.kinds()["of a test"] == 2
    go.set()
    assert all(w.result(10) for w in work)
    of.shutdown()
    assert threads.count() >= threading.active_count()


@pytest.mark.parametrize(
    ("thread", "kind"),
    [
        ("prepare_0", "prepare"),
        ("own clocks_1", "own clocks"),
        ("Thread-7 (run)", "Thread"),
        ("warm", "warm"),
        ("ScriptRunner.scriptThread", "ScriptRunner.scriptThread"),
        ("7", "7"),
    ],
)
def test_threads_are_told_by_what_they_are_for(thread: str, kind: str) -> None:
    assert threads._kind(thread) == kind


def test_what_takes_too_long_is_stopped_and_what_is_over_in_time_is_not() -> None:
    stopped, of = [], Deadlines("of a test")
    with of.within(30, lambda: stopped.append("slow")), of.within(0.02, lambda: stopped.append("quick")):
        until = time.monotonic() + 10
        while not stopped and time.monotonic() < until:
            time.sleep(0.005)
    with of.within(0.02, lambda: stopped.append("over")):
        pass
    time.sleep(0.05)
    assert stopped == ["quick"]


def test_many_who_are_watched_cost_one_thread_and_none_when_they_are_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "IDLE_S", 0.01)
    meet, go, of = threading.Barrier(31), threading.Event(), Deadlines("watches of a test")

    def watched() -> None:
        with of.within(60, lambda: None):
            meet.wait(10)
            go.wait(10)

    many = [threading.Thread(target=watched) for _ in range(30)]
    for one in many:
        one.start()
    meet.wait(10)
    assert threads.kinds()["watches of a test"] == 1
    go.set()
    for one in many:
        one.join()
    until = time.monotonic() + 10
    while threads.kinds()["watches of a test"] and time.monotonic() < until:
        with of._changed:
            of._changed.notify()
        time.sleep(0.02)
    assert threads.kinds()["watches of a test"] == 0
    with of.within(60, lambda: None):  # and begins again
        assert threads.kinds()["watches of a test"] == 1


def test_a_query_brings_no_thread_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "one.sql").write_text("-- One row per nothing.\nselect 1 as one order by all\n")
    began, begin = [], threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda self: (began.append(self.name), begin(self)))
    connection = open_scratch(Limits())
    for _ in range(20):
        with connection.cursor() as own:
            assert run(own, [tmp_path], "page/one")["one"].tolist() == [1]
    connection.close()
    assert {*began} <= {DEADLINES.name}
    assert len(began) <= 1

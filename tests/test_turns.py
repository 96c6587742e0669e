"""Whoever waits for a page waits among few, not for long, and not after they have left; the probe says so meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from data_pipeline.core import keeping_up, turns
from data_pipeline.core.errors import BoardError
from data_pipeline.core.turns import Turns


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(turns, "TURNS", {})


@pytest.fixture
def crowd() -> Iterator["Crowd"]:
    crowd = Crowd()
    yield crowd
    crowd.go.set()
    for one in crowd.threads:
        one.join(10)


class Crowd:
    """Threads that come for a turn and keep it until they are let go; what each was told."""

    def __init__(self) -> None:
        self.go, self.threads, self.told = threading.Event(), [], []

    def come(self, of: Turns, count: int, wanted: Callable[[], object] = lambda: None) -> None:
        before = of.state()
        for _ in range(count):
            self.threads.append(threading.Thread(target=self._one, args=(of, wanted)))
            self.threads[-1].start()
        until = time.monotonic() + 10
        while _came(of) < before.at_work + before.waiting + before.refused + count and time.monotonic() < until:
            time.sleep(0.002)

    def _one(self, of: Turns, wanted: Callable[[], object]) -> None:
        try:
            with of.turn(wanted):
                self.go.wait(10)
            self.told.append("done")
        except Exception as why:
            self.told.append(getattr(why, "code", str(why)))


def _came(of: Turns) -> int:
    state = of.state()
    return state.at_work + state.waiting + state.refused


def test_few_are_at_work_few_wait_and_the_next_is_told(crowd: Crowd) -> None:
    of = Turns("few", 2, 3, 30)
    crowd.come(of, 9)
    state = of.state()
    assert (state.at_work, state.waiting, state.refused) == (2, 3, 4)
    crowd.go.set()
    for one in crowd.threads:
        one.join(10)
    assert sorted(crowd.told) == ["done"] * 5 + ["viewers_full"] * 4
    assert of.state() == turns.State(0, 2, 0, 3, done=5, left=0, refused=4, oldest_s=0.0)


def test_who_has_left_does_not_wait_on(crowd: Crowd) -> None:
    of, gone = Turns("left", 1, 50, 30), threading.Event()
    crowd.come(of, 1)

    def here() -> None:
        if gone.is_set():
            raise RuntimeError("left")

    crowd.come(of, 20, here)
    assert of.state().waiting == 20
    gone.set()
    for one in crowd.threads[1:]:
        one.join(10)
    assert crowd.told == ["left"] * 20
    assert (of.state().waiting, of.state().left, of.state().at_work) == (0, 20, 1)


def test_nobody_waits_for_longer_than_they_should(crowd: Crowd) -> None:
    of = Turns("long", 1, 5, 0.03)
    crowd.come(of, 1)
    with pytest.raises(BoardError) as why, of.turn(lambda: None):
        pass
    assert why.value.code == "viewers_wait"
    assert of.state().waiting == 0


def test_who_has_a_turn_goes_on_with_it(crowd: Crowd) -> None:
    of = Turns("within", 1, 0, 30)
    with of.turn(lambda: None), of.turn(lambda: None):
        assert of.state().at_work == 1
    assert of.state().at_work == 0
    with pytest.raises(ZeroDivisionError), of.turn(lambda: None):
        _ = 1 // 0
    assert (of.state().at_work, of.state().done) == (0, 2)


def test_while_viewers_wait_too_long_or_too_many_wait_it_is_said_and_then_not_any_more(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = Turns("pages of a test", 1, 2, 30)
    crowd.come(of, 2)
    monkeypatch.setattr(keeping_up, "DRAWINGS", keeping_up.Drawings())
    assert keeping_up.behind() == ""
    monkeypatch.setattr(keeping_up, "DRAWN_S", 0.0)
    assert "pages of a test: 0 s" in keeping_up.behind()
    monkeypatch.setattr(keeping_up, "DRAWN_S", 10.0)
    crowd.come(of, 1)
    assert keeping_up.behind() == "pages of a test: 2 wait"
    crowd.go.set()
    for one in crowd.threads:
        one.join(10)
    assert keeping_up.behind() == ""


def test_a_page_slow_anywhere_is_told_while_it_is_drawn_and_a_while_after(monkeypatch: pytest.MonkeyPatch) -> None:
    own = keeping_up.Drawings()
    monkeypatch.setattr(keeping_up, "DRAWINGS", own)
    monkeypatch.setattr(keeping_up, "DRAWN_S", 0.0)

    def cut_off() -> None:
        with own.one():
            assert "a page: 0 s" in keeping_up.behind()
            raise RuntimeError  # a run that is ended half way is over too

    with pytest.raises(RuntimeError):
        cut_off()
    assert "a page: 0 s" in keeping_up.behind()
    monkeypatch.setattr(keeping_up, "LATELY_S", 0.0)
    assert "a page" not in keeping_up.behind()

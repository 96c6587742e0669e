"""Clocks of viewers' own cost those who look by the shared one nothing: no work is begun for an event stream alone, and
all such clocks are asked after in one thread."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import process_clock, read_clock
from pages.server import events

Heard = tuple[list[str], list[str], int]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, empty_board: Board) -> Callable[[str, int], Heard]:
    """heard(clock, looks): what a stream by that clock says, in which threads it was worked out, what was begun."""
    monkeypatch.setattr(events, "board", lambda: empty_board)
    monkeypatch.setattr(events, "LEAST_S", 0.0)
    monkeypatch.setattr(events, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(events, "moment_of", lambda _: None)
    begun, threads = [], []
    monkeypatch.setattr(events, "prepare", lambda *asked: begun.append(asked))

    def moved(*_: object) -> str:
        threads.append(threading.current_thread().name)
        return f"v{len(threads)}"

    monkeypatch.setattr(events, "data_version", moved)

    def hear(text: str, looks: int) -> Heard:
        operation = empty_board.pack.operation
        clock = read_clock(text, operation) if text else process_clock(operation)
        left = iter([*[False] * looks, True])

        async def is_gone() -> bool:
            return next(left)

        request = SimpleNamespace(query_params={}, is_disconnected=is_gone, scope={"client": ("10.0.0.1", 1)})
        request.scope |= {"headers": []}

        async def all_of_it() -> list[str]:
            return [told async for told in events._stream(request, clock)]  # type: ignore[arg-type]

        return asyncio.run(all_of_it()), [*threads], len(begun)

    return hear


def test_for_an_event_stream_by_a_clock_of_its_own_nothing_is_begun(heard) -> None:
    told, threads, begun = heard("2022-04-03T08:00@3600~1.0", 5)
    assert sum(line.startswith("data:") for line in told) == 5
    assert begun == 0
    assert {name.rpartition("_")[0] for name in threads} == {"own clocks"}


def test_by_the_shared_clock_what_pages_read_is_begun_before_they_ask(heard) -> None:
    told, threads, begun = heard("", 5)
    assert sum(line.startswith("data:") for line in told) == 5
    assert begun == 4  # not for the first: who opens the stream has just drawn
    assert "own clocks" not in {name.rpartition("_")[0] for name in threads}


def test_a_look_back_waits_with_the_clocks_of_viewers_own(heard, empty_board: Board) -> None:
    shared = process_clock(empty_board.pack.operation).text()
    _, threads, begun = heard(f"{shared};asof=2022-04-05T10:00", 3)
    assert (begun, {name.rpartition("_")[0] for name in threads}) == (0, {"own clocks"})

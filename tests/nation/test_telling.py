"""A board that is one of several cities publishes by itself; one that stands alone begins nothing."""

import threading
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.nation.publish import Publisher
from data_pipeline.nation.rollups import Rollups
from pages.server import telling


def test_a_board_that_stands_alone_begins_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(telling, "alone", lambda name, *_: begun.append(name))
    telling.begin(threading.Event())
    assert begun == []


def test_what_it_cannot_publish_now_it_publishes_later(
    tmp_path: Path, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping, looks = threading.Event(), 0

    def look(*_: object) -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:
            stopping.set()
            return True
        raise (BoardError("no_load", load_id=1), ValueError("something else"))[looks - 1]

    publisher = Publisher(Rollups(tmp_path))
    monkeypatch.setattr(publisher, "look", look)
    monkeypatch.setattr(telling, "board", lambda: sample_board)
    monkeypatch.setattr(telling, "LOOK_EVERY_S", 0.01)
    telling._run(publisher, stopping)
    assert looks == 3

"""What the outlook keeps of the days before: bounded, cancelled where its turn never came, and no failure for ever."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest

from data_pipeline.core.caches import CACHES
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.outlook import past as module
from data_pipeline.outlook import service
from data_pipeline.outlook.past import HELD, PASTS, has_failed, is_ready, past, ready
from tests.support import samples

DAY = datetime(2022, 4, 6, 18)


class Board(SimpleNamespace):
    def version(self, known_at: datetime) -> str:
        return "v"


@pytest.fixture
def board() -> Iterator[Any]:
    PASTS.clear()
    yield Board(root="somewhere", pack=samples.pack())
    PASTS.clear()


def moment(days: int = 0) -> AsOf:
    at = DAY + timedelta(days=days)
    return AsOf(at.date(), at, at)


def test_days_that_make_room_before_their_turn_are_not_worked_out(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    go, worked = Event(), []

    def slow(of: Any, day: Any, known_at: Any) -> str:
        go.wait(20)
        worked.append(day)
        return f"{day}"

    monkeypatch.setattr(module, "work_out", slow)
    asked = 5 * HELD
    assert [ready(board, moment(n)) for n in range(asked)] == [None] * asked
    go.set()
    assert past(board, moment(asked - 1)) == str(moment(asked - 1).ops_day)
    assert len(worked) <= HELD + 1  # the one that had begun, and those still held
    assert PASTS.counts().held <= HELD
    assert CACHES["pasts"] is PASTS
    assert "outlooks" in CACHES


def test_who_looks_does_not_suffer_from_a_full_disk(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise BoardError("store_full", reason="No space left on device")

    monkeypatch.setattr(service, "make", lambda *_: SimpleNamespace(moment=moment(), now=()))
    monkeypatch.setattr(service.journal, "keep", full)
    assert service._kept(board, "v", moment(), cast(Any, None)).moment == moment()


def test_a_failure_is_tried_again_and_kept_no_longer(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(of: Any, day: Any, known_at: Any) -> str:
        raise ValueError("no")

    monkeypatch.setattr(module, "work_out", fails)
    with pytest.raises(ValueError, match="no"):
        past(board, moment())
    module._worker.submit(int).result()  # whatever is told of it has been told
    assert has_failed(board, moment())
    monkeypatch.setattr(module, "work_out", lambda of, day, known_at: "there")
    assert ready(board, moment()) is None
    monkeypatch.setattr(module, "AGAIN_S", 0.0)
    ready(board, moment())
    module._worker.submit(int).result()
    assert is_ready(board, moment())
    assert ready(board, moment()) == "there"


def test_who_waits_for_days_that_made_room_gets_them_all_the_same(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "work_out", lambda of, day, known_at: "there")
    monkeypatch.setattr(module._worker, "submit", lambda *a: _cancelled())
    assert past(board, moment()) == "there"
    assert not has_failed(board, moment())


def _cancelled() -> Any:
    future: Any = module.Future()
    future.cancel()
    return future

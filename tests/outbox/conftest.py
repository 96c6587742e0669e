"""A state of its own and a clock that stands, for each test."""

from pathlib import Path

import pytest

from data_pipeline.core import clock
from data_pipeline.store.log.state import State
from tests.outbox.hours import Hours


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    own = Hours()
    monkeypatch.setattr(clock, "_machine", own)
    return own


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)

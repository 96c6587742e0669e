"""A store of two small feeds for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.store import tiny


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    of = tiny.board(tmp_path)
    yield of
    of.close()

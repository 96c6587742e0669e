"""A store of two small feeds for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.store import tiny


@pytest.fixture
def board(tiny_store: Path, tmp_path: Path) -> Iterator[Board]:
    shutil.copytree(tiny_store, tmp_path / "board")
    of = tiny.board(tmp_path)
    yield of
    of.close()

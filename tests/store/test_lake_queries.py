"""Every named query of a page gives the same rows of a folder and of a lake."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from tests.bench.pages import MOVED, names, params
from tests.support import samples

if TYPE_CHECKING:
    from tests.support.lakes import Lakes


def test_every_named_query_gives_the_same_rows(
    sample_board: Board, lakes: "Lakes", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data_pipeline.backup.between import move
    from data_pipeline.store.lake.address import Lake

    monkeypatch.setattr(Board, "verify", lambda *_, **__: [])  # it costs more than all the rest
    lake = Lake(lakes.server.database("sample"), "s3://riqing/sample", "310000", tmp_path / "board", 1 << 30)
    assert move(sample_board.pack, samples.limits(), sample_board.root, lake)[2] == sample_board.state_hash()
    other, asked = [], 0
    with closing(Board(sample_board.pack, lake, samples.limits())) as board:
        for name in names():
            given = {"known_at": MOVED[-1], **params(name, MOVED[-1])}
            one, two = sample_board.rows(name, **given), board.rows(name, **given)
            asked += len(one)
            if not one.equals(two):
                other.append((name, pd.concat([one, two]).drop_duplicates(keep=False)))
    assert other == []
    assert asked > 500

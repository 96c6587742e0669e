"""Every named query of a page gives the same rows of a folder and of a lake."""

from collections.abc import Callable
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
    made_once: Callable[[str, samples.Make], Path], lakes: "Lakes", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data_pipeline.backup.between import move
    from data_pipeline.store.lake.address import Lake

    monkeypatch.setattr(Board, "verify", lambda *_, **__: [])  # it costs more than all the rest
    lake = Lake(lakes.server.database("sample"), "s3://riqing/sample", "310000", tmp_path / "board", 1 << 30)
    folder, pack = made_once("sample-short", samples.short), samples.pack()
    state, other, asked = move(pack, samples.limits(), folder, lake)[2], [], 0
    with closing(samples.opened(folder)) as sample, closing(Board(pack, lake, samples.limits())) as board:
        assert state == sample.state_hash()
        for name in names():
            given = {"known_at": MOVED[-1], **params(name, MOVED[-1])}
            one, two = sample.rows(name, **given), board.rows(name, **given)
            asked += len(one)
            if not one.equals(two):
                other.append((name, pd.concat([one, two]).drop_duplicates(keep=False)))
    assert other == []
    assert asked > 500

"""What is kept beside the store says itself whether it is whole; a damaged file is moved aside and made again."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from data_pipeline.board.board import Board
from data_pipeline.outlook import scores
from data_pipeline.store.log import aside, marked

ROWS = pd.DataFrame({"line": ["transfer", "beds"], "p_miss": [0.2, 0.4]})


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    file = marked.write(tmp_path / "scores" / "2022-04-05-v.1", ROWS)
    assert marked.find(tmp_path / "scores" / "2022-04-05-v.1") == file
    found = marked.read(file)
    assert found is not None
    pd.testing.assert_frame_equal(found, ROWS, check_dtype=False)


def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    file = marked.write(tmp_path / "scores" / "day", ROWS)
    for at in range(0, file.stat().st_size, 7):
        flip(file, at)
        assert not marked.is_whole(file)
        flip(file, at)
    assert marked.is_whole(file)


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied"])
def test_a_damaged_file_is_told_moved_aside_and_due_again(board: Board, how: str) -> None:
    board.version()
    place = board.root / scores.FOLDER / "2022-04-05-v"
    file = marked.write(place, ROWS)
    data = file.read_bytes()
    changed = {"flipped": data[:60] + bytes([data[60] ^ 8]) + data[61:], "cut": data[:-9], "emptied": b""}
    file.write_bytes(changed[how])
    assert [f.code for f in board.verify()] == ["kept_damaged"]
    assert scores.kept(place) is None
    assert marked.find(place) is None
    assert len([*aside.listed(board.root)]) == 1
    marked.write(place, ROWS)
    assert scores.kept(place) is not None
    assert board.verify() == []


def test_files_of_an_earlier_version_are_read_and_their_damage_seen(tmp_path: Path) -> None:
    of = cast(Any, SimpleNamespace(root=tmp_path))
    (tmp_path / "scores").mkdir()
    place = of.root / "scores" / f"{date(2022, 4, 5)}-v"
    ROWS.to_parquet(place.with_name(place.name + ".parquet"))
    assert scores.kept(place) is not None
    (tmp_path / "scores" / f"{place.name}.parquet").write_bytes(b"PAR1")
    assert scores.kept(place) is None

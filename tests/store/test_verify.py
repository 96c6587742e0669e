"""verify finds what does not agree, each thing once, and nothing where all is well."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from data_pipeline.board.board import Board
from data_pipeline.words import LANGUAGES
from tests.store import tiny


def _lived(folder: Path) -> None:
    with closing(tiny.board(folder)) as board:
        tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 1)), "14:10")
        tiny.send(board, tiny.sites(("X", 1, 1)), "17:00", feed="sites")
        board.withdraw(1, "t", tiny.at("18:00"), "x")
        assert board.verify() == []


@pytest.fixture
def held(made_once: Callable[..., Path], tmp_path: Path) -> Board:
    shutil.copytree(made_once("verified", _lived) / "board", tmp_path / "board")
    return tiny.board(tmp_path)


def codes(board: Board) -> list[str]:
    found = board.verify()
    assert all(f.sentence(lang) for f in found for lang in LANGUAGES)
    return [f.code for f in found]


def log_of(board: Board, feed: str = "counts") -> Path:
    (found,) = board.root.glob(f"tables/{feed}-*/_delta_log")
    return found


def row_file(board: Board) -> Path:
    return min(log_of(board).parent.rglob("*.parquet"))


def test_a_tampered_ledger(held: Board) -> None:
    ledger = held.root / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"accepted":2', b'"accepted":3'))
    assert codes(held)[0] == "ledger_broken"


def test_a_cut_last_line(held: Board) -> None:
    with (held.root / "ledger.jsonl").open("ab") as f:
        f.write(b'{"seq":4,"by')
    assert codes(held) == ["ledger_torn"]


def test_a_changed_and_a_missing_original(held: Board) -> None:
    one, two = sorted((held.root / "received").iterdir())
    one.chmod(0o644)
    one.write_bytes(b"x")
    two.unlink()
    assert sorted(codes(held)) == ["received_changed", "received_missing"]


def test_what_a_killed_writer_left_is_no_finding(held: Board) -> None:
    (held.root / "received" / ".part-1").write_bytes(b"ha")
    (held.root / "tables" / ".made-by-1").write_bytes(b"ha")
    (row_file(held).parent / "1.0123456789abcdef.parquet").write_bytes(b"ha")
    table = held._writer.door.tables["counts"]
    table.append(pa.concat_tables([f.read() for f in table.files()]).set_column(0, "token", [["nobody's"] * 2]))
    assert codes(held) == []


def test_a_file_of_rows_with_a_flipped_bit(held: Board) -> None:
    file = row_file(held)
    file.chmod(0o644)
    for at in range(0, file.stat().st_size, 97):
        data = bytearray(whole := file.read_bytes())
        data[at] ^= 4
        file.write_bytes(data)
        assert codes(held) == ["rows_damaged"]
        file.write_bytes(whole)


def test_a_file_of_rows_that_is_gone(held: Board) -> None:
    row_file(held).unlink()
    assert codes(held) == ["rows_damaged"]


def test_rows_that_stand_twice(held: Board) -> None:
    table = held._writer.door.tables["counts"]
    table.append(pa.concat_tables([f.read() for f in table.files()]))
    assert codes(held) == ["rows_differ"]
    held.mend_all()
    assert codes(held) == []
    assert tiny.known(held, "select count(*) from raw.counts") == [(2,)]


def test_rows_that_lack(held: Board) -> None:
    max(log_of(held).glob("*.json")).unlink()
    assert set(codes(held)) <= {"rows_differ", "not_laid", "table_damaged"}
    assert codes(held)


def test_no_table_at_all(held: Board) -> None:
    shutil.rmtree(held.root / "tables")
    assert codes(held) == ["not_laid"]


def test_a_log_that_cannot_be_read(held: Board) -> None:
    for file in log_of(held).glob("*.json"):
        file.write_bytes(b"ha")
    assert codes(held) == ["log_damaged", "table_damaged"]
    for file in log_of(held).iterdir():  # its sums as well: they say nothing of it then
        file.write_bytes(b"ha")
    assert codes(held) == ["table_damaged"]

"""verify finds what does not agree, each thing once, and nothing where all is well."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.query.connect import Limits, open_writer
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


def generation(board: Board) -> Path:
    return board.root / "generations" / (board.root / "CURRENT").read_text().strip()


def inside(board: Board, sql: str) -> None:
    connection = open_writer(generation(board), Limits())
    connection.execute(sql)
    connection.close()


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
    (held.root / "generations" / ".draft-1.duckdb").write_bytes(b"ha")
    (held.root / ".CURRENT-1").write_bytes(b"ha")
    assert codes(held) == []


def test_a_generation_that_does_not_open(held: Board) -> None:
    generation(held).write_bytes(b"broken" * 5000)
    assert codes(held) == ["store_unopenable"]


def test_a_generation_that_is_not_there(held: Board) -> None:
    (held.root / "CURRENT").unlink()
    assert codes(held) == ["no_current"]


def test_a_generation_behind_the_ledger(held: Board) -> None:
    first = sorted(p.name for p in (held.root / "generations").iterdir())[1]
    (held.root / "CURRENT").write_text(first)
    assert codes(held) == ["current_behind"]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("delete from raw.sites", "rows_differ"),
        ("insert into raw.sites from raw.sites", "rows_differ"),
        ("insert into raw.counts (load_id, row_no) values (77, 1)", "rows_differ"),
        ("update meta.loads set accepted = 9 where load_id = 2", "load_differs"),
        ("update meta.spans set seen_to = null", "visibility_differs"),
        ("drop table raw.sites cascade", "table_missing"),
    ],
)
def test_a_generation_somebody_changed(held: Board, sql: str, code: str) -> None:
    inside(held, sql)
    assert code in codes(held)

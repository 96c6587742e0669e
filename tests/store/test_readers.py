"""Readers: the version is cheap and honest, and a server's threads share one connection without a slip."""

import threading
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from data_pipeline.board.board import Board
from data_pipeline.store.log import ledger
from data_pipeline.store.tables.row_files import SMALL
from tests.store import tiny


def test_an_empty_store_answers(board: Board) -> None:
    assert board.version() == board.version(tiny.at("18:00"))
    assert board.loads().empty
    assert tiny.known(board, "from known.counts") == []


def test_a_frozen_moment_is_not_redrawn_for_what_came_later(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    frozen, now = board.version(tiny.at("18:00")), board.version()
    tiny.send(board, tiny.counts(("18:00", tiny.EAST, "A", 6, 1)), "18:05")
    assert board.version(tiny.at("18:00")) == frozen == now
    assert board.version() == board.version(tiny.at("18:05")) != frozen
    assert board.version(tiny.at("18:05") - timedelta(microseconds=1)) == frozen


@pytest.mark.in_folder
def test_a_load_by_another_process_is_seen_at_once(board: Board, tmp_path: Path) -> None:
    before = board.version()
    tiny.send(tiny.board(tmp_path), tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    assert board.version() != before
    assert tiny.known(board, "select done_today from known.counts") == [(5,)]


@pytest.mark.both_doors
def test_a_rebuild_alone_moves_no_version(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    before = board.version()
    board.rebuild()
    assert board.version() == before


def test_who_looks_goes_on_when_all_is_read_anew(board: Board) -> None:
    """As after a received file was found lost, in the middle of a look. DuckDB 2 would not close at all."""
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    with board._readers.cursor() as own:
        board._readers.close()
        assert tiny.known(board, "select done_today from known.counts") == [(5,)]
        assert own.execute("select done_today from known.counts").fetchall() == [(5,)]


def test_threads_read_whole_states_while_files_come_in(board: Board) -> None:
    """Each load writes both districts alike: a reader that ever sees them differ has seen half a load."""
    stop, wrong, looks = threading.Event(), [], []

    def look() -> None:
        while not stop.is_set():
            found = tiny.known(board, "select count(distinct done_today), count(*) from known.counts")
            looks.append(1)
            if found not in ([(0, 0)], [(1, 2)]):
                wrong.append(found)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for t in threads:
        t.start()
    for i in range(12):
        tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", i, 1), ("14:00", tiny.WEST, "A", i, 1)))
    stop.set()
    for t in threads:
        t.join()
    assert wrong == []
    assert looks


def test_a_reader_keeps_what_it_began_with_until_it_is_done(board: Board) -> None:
    """Files and all: small ones are laid together meanwhile."""
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    with board._readers.cursor() as before:
        for i in range(SMALL + 3):
            tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", i, 1)))
        board.withdraw(1, "t", tiny.at("19:00"), "x")
        assert before.execute("select count(*) from known.counts").fetchone() == (1,)
        assert before.execute("select count(*) from meta.loads").fetchone() == (1,)
    assert tiny.known(board, "select hour(as_of) from known.counts") == [(16,)]


def test_who_reads_changes_nothing(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    for sql in (
        "delete from meta.loads",
        "create table meta.more (a int)",
        "insert into beside.counts from raw.counts",
    ):
        with board._readers.cursor() as own, pytest.raises(duckdb.Error, match="read-only"):
            own.execute(sql)
    with board._readers.cursor() as own, pytest.raises(duckdb.Error, match="disabled"):
        own.execute("from read_parquet('/etc/hostname')")


@pytest.mark.in_folder
def test_a_ledger_whose_rows_are_not_there_is_not_followed(board: Board) -> None:
    """As a second process sees it where the disk lost what another wrote: what was known serves, until it is laid."""
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    looking = tiny.board(board.root.parent)
    assert tiny.known(looking, "select done_today from known.counts") == [(5,)]
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 6, 1)), "14:20")
    newest = max(board.root.glob("tables/counts-*/_delta_log/*.json"))
    newest.unlink()
    assert tiny.known(looking, "select done_today from known.counts") == [(5,)]
    assert [f.code for f in looking.findings()] == ["not_laid"]
    looking.mend()
    assert tiny.known(looking, "select done_today from known.counts") == [(6,)]
    assert looking.verify() == []


@pytest.mark.in_folder
def test_the_ledger_is_read_once_when_a_process_begins(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(10, 16):
        tiny.send(board, tiny.counts((f"{hour}:00", tiny.EAST, "A", hour, 1)))
    version, read = board.version(), list[int]()
    parse = ledger.parse
    monkeypatch.setattr(ledger, "parse", lambda line, number: read.append(number) or parse(line, number))
    again = tiny.board(tmp_path)
    assert again.version() == version
    assert [number for number in read if number] == [1, 2, 3, 4, 5, 6]  # 0: the last line alone, for where it ends

"""Readers: the version is cheap and honest, and a server's threads share one connection without a slip."""

import threading
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from data_pipeline.board.board import Board
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


def test_a_load_by_another_process_is_seen_at_once(board: Board, tmp_path: Path) -> None:
    before = board.version()
    tiny.send(tiny.board(tmp_path), tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    assert board.version() != before
    assert tiny.known(board, "select done_today from known.counts") == [(5,)]


def test_a_rebuild_alone_moves_no_version(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)))
    before = board.version()
    board.rebuild()
    assert board.version() == before


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


def test_a_state_that_was_replaced_is_closed_with_its_last_reader(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    readers = board._readers
    with readers.cursor() as own:
        before = readers._newest
        assert before is not None
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 6, 1)), "16:10")
        board.version()
        assert readers._newest is not before
        assert own.execute("select 1").fetchone() == (1,)  # who reads it still goes on with it
    with pytest.raises(duckdb.ConnectionException):
        before.connection.execute("select 1")

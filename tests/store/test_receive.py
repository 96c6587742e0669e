"""Receiving: a file is taken whole and once, or not at all, and the receipt says what became of it."""

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery
from tests.store import tiny

GOOD = tiny.counts(("14:00", tiny.EAST, "A", 5, 1.5), ("14:00", tiny.WEST, "B", None, 0))
BAD_ROW = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", -1, 1))


def trace(board: Board) -> tuple[int, int, list[str]]:
    """What a load leaves behind: ledger bytes, received files, commits of rows."""
    root = board.root
    ledger = root / "ledger.jsonl"
    received = list((root / "received").glob("?" * 64)) if (root / "received").exists() else []
    return (
        ledger.stat().st_size if ledger.exists() else 0,
        len(received),
        sorted(p.name for p in root.glob("tables/*/_delta_log/*.json")),
    )


@pytest.mark.both_doors
def test_a_load_is_kept_entered_and_seen(board: Board) -> None:
    receipt = tiny.send(board, GOOD)
    assert (receipt.status, receipt.load_id, receipt.report.accepted) == ("loaded", 1, 2)
    assert board.original(1) == ("counts.csv", GOOD)
    assert tiny.known(board, "select done_today, stock, row_no from known.counts order by row_no") == [
        (5, pytest.approx(1.5), 2),
        (None, pytest.approx(0), 3),
    ]
    (row,) = board.loads().to_dict("records")
    assert (row["sender"], row["file_name"], row["mode"], row["visible"]) == ("tester", "counts.csv", "strict", True)
    assert board.verify() == []


@pytest.mark.both_doors
def test_the_same_bytes_again_change_nothing(board: Board) -> None:
    tiny.send(board, GOOD)
    before, version = trace(board), board.version()
    again = tiny.send(board, GOOD, "19:00")
    assert (again.status, again.load_id) == ("already", 1)
    assert (trace(board), board.version()) == (before, version)


@pytest.mark.both_doors
def test_the_same_bytes_after_a_withdrawal_are_a_new_load(board: Board) -> None:
    tiny.send(board, GOOD)
    board.withdraw(1, "tester", tiny.at("18:10"), "wrong")
    assert tiny.send(board, GOOD, "18:20").load_id == 3


def test_a_refused_file_leaves_nothing_behind_not_even_its_bytes(board: Board) -> None:
    board.version()
    before = trace(board)
    assert tiny.send(board, BAD_ROW).status == "refused"
    assert tiny.send(board, b"\x00\x01").status == "refused"
    assert tiny.send(board, b"report_date,as_of\n").status == "refused"
    assert trace(board) == before


def test_a_persons_data_is_never_kept_not_even_in_a_row_set_apart(board: Board) -> None:
    data = tiny.sites(("X", 1, 1), ("13812345678", 1, 1))
    receipt = tiny.send(board, data, feed="sites", strict=False)
    assert (receipt.status, receipt.report.accepted, receipt.report.refused) == ("refused", 1, 1)
    assert trace(board)[1] == 0


@pytest.mark.both_doors
def test_good_rows_alone_are_loaded_when_asked(board: Board) -> None:
    receipt = tiny.send(board, BAD_ROW, strict=False)
    assert (receipt.status, receipt.report.accepted, receipt.report.refused) == ("loaded", 1, 1)
    assert tiny.known(board, "select count(*) from known.counts") == [(1,)]
    assert board.loads()["mode"].tolist() == ["partial"]


def test_a_doubt_waits_for_a_confirmation(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 500, 100)))
    fall = tiny.counts(("16:00", tiny.EAST, "A", 20, 100))
    waiting = tiny.send(board, fall, confirm=False)
    assert waiting.status == "unconfirmed"
    assert waiting.report.doubts
    assert tiny.known(board, "select count(*) from known.counts") == [(1,)]
    assert tiny.send(board, fall, confirm=True).status == "loaded"


def test_doubts_are_judged_against_the_files_before_in_the_same_batch(board: Board) -> None:
    files = [tiny.counts(("14:00", tiny.EAST, "A", 500, 100)), tiny.counts(("16:00", tiny.EAST, "A", 20, 100))]
    sent = [Delivery("counts", "c.csv", data, "tester", tiny.at("18:00"), confirm=False) for data in files]
    assert [r.status for r in board.receive_all(sent)] == ["loaded", "unconfirmed"]


@pytest.mark.in_folder
def test_many_files_are_one_publication_each_with_its_own_effect(board: Board) -> None:
    board.version()
    commits = len(trace(board)[2])
    done: list[int] = []
    files = [GOOD, BAD_ROW, GOOD, tiny.counts(("14:00", tiny.EAST, "A", 6, 1.5), ("16:00", tiny.EAST, "A", 7, 2))]
    sent = [Delivery("counts", f"{i}.csv", data, "t", tiny.at("18:00")) for i, data in enumerate(files)]
    receipts = board.receive_all(sent, progress=done.append)
    assert [(r.status, r.load_id) for r in receipts] == [
        ("loaded", 1),
        ("refused", None),
        ("already", 1),
        ("loaded", 2),
    ]
    assert [(r.effect.new, r.effect.restated) for r in receipts] == [(2, 0), (0, 0), (0, 0), (1, 1)]
    assert done == [1, 2, 3, 4]
    assert len(trace(board)[2]) == commits + 1
    assert board.loads()["restated_rows"].tolist() == [0, 1]


def test_a_batch_gives_the_state_its_files_give_one_by_one(board: Board, tmp_path) -> None:
    files = [tiny.counts(("14:00", tiny.EAST, "A", i, i), ("16:00", tiny.WEST, "B", i // 2, 1)) for i in range(6)]
    sent = [Delivery("counts", "c.csv", data, "t", tiny.at(f"{10 + i}:00")) for i, data in enumerate(files)]
    together = [r.effect for r in board.receive_all(sent)]
    other = tiny.board(tmp_path / "other")
    apart = [tiny.send(other, d.data, d.at.strftime("%H:%M")).effect for d in sent]
    assert together == apart
    assert board.state_hash() == other.state_hash()


def test_an_unknown_feed_is_a_sentence(board: Board) -> None:
    with pytest.raises(BoardError, match="no feed called “nope”"):
        tiny.send(board, GOOD, feed="nope")


def test_examine_answers_as_a_load_would_and_writes_nothing(board: Board) -> None:
    board.version()
    before = trace(board)
    examined = board.examine("counts", "c.csv", GOOD)
    assert (examined.report.accepted, examined.table.num_rows) == (2, 2)
    assert trace(board) == before
    assert examined.report == tiny.send(board, GOOD, confirm=False, name="c.csv").report

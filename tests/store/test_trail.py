"""Looking back: what came since a moment and with what effect, who took it back and why, and the bytes as they came."""

from data_pipeline.board.board import Board
from tests.store import tiny

FIRST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, None))
SECOND = tiny.counts(("14:00", tiny.EAST, "A", 6, 1), ("16:00", tiny.EAST, "A", 9, 2), ("18:00", tiny.EAST, "A", 9, 2))


def test_new_late_restated_and_withdrawn_are_told_apart(board: Board) -> None:
    tiny.send(board, FIRST, "14:10")
    tiny.send(board, SECOND, "18:10")
    board.withdraw(1, "li", tiny.at("18:20"), "wrong day")
    found = board.since(tiny.at("18:00"), tiny.at("18:30"))
    (load,) = found.loads.to_dict("records")
    assert [load[name] for name in ("load_id", "new", "late", "restated", "gone")] == [2, 1, 1, 1, 0]
    (change,) = found.changes.to_dict("records")
    assert (change["action"], change["load_id"], change["by"], change["reason"]) == ("withdraw", 1, "li", "wrong day")
    assert board.since(tiny.at("18:30"), tiny.at("19:00")).loads.empty


def test_loads_are_told_as_they_stood(board: Board) -> None:
    tiny.send(board, FIRST, "14:10")
    board.withdraw(1, "li", tiny.at("18:20"), "wrong day")
    assert board.loads(tiny.at("14:00")).empty
    assert board.loads(tiny.at("15:00"))["visible"].tolist() == [True]
    assert board.loads(tiny.at("18:20"))["visible"].tolist() == [False]


def test_each_restated_cell_of_a_load_can_be_told_again(board: Board) -> None:
    tiny.send(board, FIRST, "14:10")
    told = tiny.send(board, SECOND, "18:10").effect
    assert told.restated == 1
    assert board.effect(2) == told
    board.withdraw(2, "li", tiny.at("18:20"), "wrong day")
    board.withdraw(1, "li", tiny.at("18:21"), "wrong day")
    assert board.effect(2) == told


def test_the_bytes_come_back_as_they_were_sent(board: Board) -> None:
    tiny.send(board, FIRST, name="浦东.csv")
    assert board.original(1) == ("浦东.csv", FIRST)


def test_a_senders_mapping_is_remembered_for_that_feed_alone(board: Board) -> None:
    strange = FIRST.replace(b"done_today", b"x1").replace(b"stock", b"x2")
    tiny.send(board, strange, mapping={"x1": "done_today", "x2": "stock"})
    assert board.mapping("tester", "counts") == {"x1": "done_today", "x2": "stock"}
    assert board.mapping("tester", "sites") == {}
    assert board.mapping("somebody", "counts") == {}
    other = {"x1": "stock", "x2": "done_today"}
    assert tiny.send(board, strange, "18:30", mapping=other, name="again.csv").status == "already"
    assert tiny.send(board, strange.replace(b"7,", b"8,"), "18:30", mapping=other).status == "loaded"
    assert board.mapping("tester", "counts") == other

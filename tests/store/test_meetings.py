"""A meeting marked is kept: who marked it, the moment its screens showed, and nothing of the figures moves."""

from datetime import datetime

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from tests.store import tiny

SHOWN, MARKED = tiny.at("18:00"), tiny.at("18:25")


@pytest.mark.both_doors
def test_a_meeting_marked_is_known_from_then_on_and_survives_a_rebuild(board: Board) -> None:
    tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "14:10")
    figures, version = board.state_hash(), board.version()
    board.mark_meeting(SHOWN, "li", MARKED)
    assert board.meetings(MARKED) == [SHOWN]
    assert board.meetings(SHOWN) == []  # at 18:00 nobody knew of it yet
    assert (board.state_hash(), board.version()) == (figures, version)
    assert board.rebuild() == figures
    assert board.meetings(datetime.max) == [SHOWN]
    assert board.verify() == []


def test_what_is_still_to_come_is_no_meeting_held(board: Board) -> None:
    with pytest.raises(BoardError) as why:
        board.mark_meeting(MARKED, "li", SHOWN)
    assert why.value.code == "meeting_ahead"
    assert board.meetings(datetime.max) == []


@pytest.mark.both_doors
def test_what_was_added_to_the_ledger_is_read_without_reading_the_rest_again(board: Board) -> None:
    board.mark_meeting(SHOWN, "li", SHOWN)
    assert board.meetings(MARKED) == [SHOWN]
    ledger = board.root / "ledger.jsonl"
    board.mark_meeting(MARKED, "li", MARKED)
    kept = ledger.read_bytes()
    ledger.write_bytes(b"x" * kept.index(b"\n") + kept[kept.index(b"\n") :])  # the first line can no longer be read
    assert board.meetings(MARKED) == [MARKED, SHOWN]

"""A row refused in a file that replaces its whole feed is not a withdrawn row: what it said before stays known."""

from data_pipeline.board.board import Board
from tests.store import tiny

BEFORE = tiny.sites(("S1", 10, 5), ("S2", 20, 6))
BAD = b"report_date,site,beds,people\n2022-04-06,S1,11,5\n2022-04-06,S2,many,7\n"
ALL = "select site, beds, people from known.sites order by site"


def test_it_is_not_loaded_in_part_and_says_why(board: Board) -> None:
    tiny.send(board, BEFORE, feed="sites")
    told = tiny.send(board, BAD, "18:30", feed="sites", strict=False)
    assert told.status == "refused"
    (why,) = [p for p in told.report.problems if p.code == "whole_only"]
    assert "1" in why.sentence("en")
    assert why.suggestion("zh")
    assert tiny.known(board, ALL) == [("S1", 10, 5), ("S2", 20, 6)]
    state = board.state_hash()
    board.rebuild()
    assert (board.state_hash(), tiny.known(board, ALL)) == (state, [("S1", 10, 5), ("S2", 20, 6)])


def test_the_rehearsal_says_the_same(board: Board) -> None:
    tiny.send(board, BEFORE, feed="sites")
    assert board.examine("sites", "a.csv", BAD).report.refused == 1
    whole = tiny.send(board, tiny.sites(("S1", 11, 5), ("S2", 21, 7)), "18:30", feed="sites", strict=False)
    assert whole.status == "loaded"
    assert tiny.known(board, ALL) == [("S1", 11, 5), ("S2", 21, 7)]


def test_files_that_add_to_each_other_are_still_loaded_in_part(board: Board) -> None:
    good, bad = ("14:00", tiny.EAST, "A", 50, 1), ("14:00", "nowhere", "A", 4, 1)
    told = tiny.send(board, tiny.counts(good, bad), strict=False)
    assert (told.status, told.report.accepted, told.report.refused) == ("loaded", 1, 1)

"""A rehearsal says exactly what a load will do, writes nothing, and binds the load to the board it was made on."""

from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Delivery
from data_pipeline.judge.judge import Bench, verdicts
from data_pipeline.store.diff import rehearsal
from tests.store import tiny
from tests.support import clerk

AT = datetime(2022, 4, 6, 16, 40)
FIRST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, None))
THEN = tiny.counts(("14:00", tiny.EAST, "A", 6, 1), ("14:00", tiny.WEST, "A", 7, None), ("16:00", tiny.EAST, "A", 9, 2))


def delivery(data: bytes, feed: str = "counts", hour: str = "18:10", **how: object) -> Delivery:
    return Delivery(feed, f"{feed}.csv", data, "tester", tiny.at(hour), **how)  # type: ignore[arg-type]


def files(root: Path) -> set[tuple[str, int]]:
    return {(str(p), p.stat().st_size) for p in root.rglob("*") if p.is_file()}


def test_the_effect_rehearsed_is_the_effect_of_the_load(board: Board) -> None:
    tiny.send(board, FIRST)
    told = board.rehearse([delivery(THEN)]).receipts[0]
    assert (told.effect.new, told.effect.restated, told.effect.unchanged) == (1, 1, 1)
    assert tiny.send(board, THEN, "18:10").effect == told.effect


def test_nothing_is_written_by_a_rehearsal(board: Board) -> None:
    tiny.send(board, FIRST)
    before, files_before = board.state_hash(), files(board.root)
    board.rehearse([delivery(THEN)])
    assert board.state_hash() == before
    assert files(board.root) == files_before


def test_a_load_on_an_outdated_rehearsal_is_refused_and_changes_nothing(board: Board) -> None:
    tiny.send(board, FIRST)
    token = board.rehearse([delivery(THEN)]).token
    tiny.send(board, tiny.counts(("15:00", tiny.WEST, "B", 1, 1)), "18:05")
    before = board.state_hash()
    with pytest.raises(BoardError) as refused:
        tiny.send(board, THEN, "18:10", rehearsed_on=token)
    assert refused.value.code == "rehearsal_outdated"
    assert board.state_hash() == before
    again = board.rehearse([delivery(THEN)]).token
    assert tiny.send(board, THEN, "18:10", rehearsed_on=again).status == "loaded"


@pytest.mark.parametrize("other", [{"data": FIRST}, {"strict": False}, {"mapping": {"stock": ""}}])
def test_only_the_very_file_rehearsed_is_loaded(board: Board, other: dict) -> None:
    token = board.rehearse([delivery(THEN)]).token
    data = other.pop("data", THEN)
    with pytest.raises(BoardError, match="since the preview"):
        tiny.send(board, data, "18:10", rehearsed_on=token, **other)


def test_files_rehearsed_together_are_judged_one_after_the_other(board: Board) -> None:
    both = [delivery(FIRST), delivery(THEN)]
    told = board.rehearse(both)
    assert [(r.effect.new, r.effect.restated) for r in told.receipts] == [(2, 0), (1, 1)]
    assert [r.effect for r in board.receive_together(both, told.token)] == [r.effect for r in told.receipts]


def test_what_a_load_would_refuse_or_know_already_is_said(board: Board) -> None:
    tiny.send(board, FIRST)
    bad = tiny.counts(("14:00", "nowhere", "A", 5, 1), ("14:00", tiny.WEST, "A", 7, 3))
    told = board.rehearse([delivery(FIRST), delivery(bad), delivery(bad, strict=False)])
    assert [r.status for r in told.receipts] == ["already", "refused", "loaded"]
    assert told.receipts[2].effect.restated == 1


def test_every_figure_that_would_change_is_what_the_board_shows_after_the_load(own_board: Board) -> None:
    rows = clerk.truth(own_board)
    sent = [Delivery(clerk.FEED, "a.csv", clerk.clean(rows), "clerk", AT)]
    told = own_board.rehearse(sent)
    changed = told.moves.loc[told.moves["kind"] == "line"]
    transfer = changed.loc[(changed["id"] == "transfer") & (changed["area_code"] == "310115")].iloc[0]
    assert int(transfer["done_after"]) == int(transfer["done_before"]) + clerk.TOWNS
    assert not {"310101", "310104"} & set(told.moves["area_code"])
    asked = {"known_at": AT, "ops_day": AT.date(), "moment": datetime(2022, 4, 6, 16)}
    bench = Bench(own_board.pack, asked["moment"])  # one judge before and after
    was = verdicts(own_board.rows("page/day", **asked), bench)
    own_board.receive_together(sent, told.token)
    day = own_board.rows("page/day", **asked)
    judged = verdicts(day, bench)
    for row in changed.to_dict("records"):
        states = [held[row["id"], row["area_code"]].state.name.lower() for held in (was, judged)]
        assert [row["state_before"], row["state_after"]] == states
    now = day.loc[day["is_latest"]].set_index(["line", "area_code"])
    for row in changed.to_dict("records"):
        for name in ("open", "due", "done"):
            assert now.loc[(row["id"], row["area_code"]), name] == row[f"{name}_after"]


def test_a_second_rehearsal_draws_only_what_is_new_and_a_moved_board_is_drawn_again(
    own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, drawn = clerk.truth(own_board), []
    draw = rehearsal._picture
    monkeypatch.setattr(rehearsal, "_picture", lambda *asked: (drawn.append(asked[-1]), draw(*asked))[1])
    sent = [Delivery(clerk.FEED, "a.csv", clerk.clean(rows), "clerk", AT)]
    first, second = own_board.rehearse(sent), own_board.rehearse(sent)
    assert second.moves.equals(first.moves)
    assert len(drawn) == 3
    own_board.receive_together(sent)
    again = own_board.rehearse([Delivery(clerk.FEED, "b.csv", clerk.clean(rows[:-1]), "clerk", AT)])
    assert again.moves.empty
    assert len(drawn) == 5

"""The effect of a load: exactly the rows and cells that differ from what was known, each named."""

from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from data_pipeline.intake import Effect
from data_pipeline.store.tables import draft
from tests.store import tiny

FIRST = tiny.counts(("14:00", tiny.EAST, "A", 5, 1), ("14:00", tiny.WEST, "A", 7, None))


def counted(effect: Effect) -> tuple[int, ...]:
    return effect.new, effect.restated, effect.unchanged, effect.withdrawn, effect.renamed


def cells(effect: Effect) -> list[tuple[str, str | None, str | None]]:
    return [(c.column, c.before, c.after) for c in effect.cells]


def test_rows_are_new_restated_or_unchanged_and_each_changed_cell_is_named(board: Board) -> None:
    assert counted(tiny.send(board, FIRST).effect) == (2, 0, 0, 0, 0)
    changed = tiny.counts(
        ("14:00", tiny.EAST, "A", 6, 1), ("14:00", tiny.WEST, "A", 7, None), ("16:00", "东区", "A", 9, 2)
    )
    effect = tiny.send(board, changed).effect
    assert counted(effect) == (1, 1, 1, 0, 0)
    (cell,) = effect.cells
    assert (cell.row_no, cell.column, cell.before, cell.after) == (2, "done_today", "5", "6")
    assert cell.key == ("2022-04-06", "2022-04-06 14:00:00", tiny.EAST, "A")


def test_a_blank_is_not_a_zero(board: Board) -> None:
    tiny.send(board, FIRST)
    effect = tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", None, 2), ("14:00", tiny.WEST, "A", 7, 0))).effect
    assert cells(effect) == [("stock", "1.000", "2.000"), ("stock", None, "0.000")]


def test_what_came_later_in_the_day_is_not_restated_by_a_late_slot(board: Board) -> None:
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 9, 1)), "16:05")
    assert counted(tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 5, 1)), "16:40").effect) == (1, 0, 0, 0, 0)


def test_a_file_of_an_earlier_time_is_new_at_its_own_moment_and_stands_as_the_ledger_s_last(board: Board) -> None:
    tiny.send(board, FIRST, "18:00")
    effect = tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 99, 1)), "17:00").effect
    assert counted(effect) == (1, 0, 0, 0, 0)
    assert tiny.known(board, "select max(done_today) from known.counts") == [(99,)]


def test_a_withdrawn_load_is_nothing_to_compare_with(board: Board) -> None:
    tiny.send(board, FIRST)
    board.withdraw(1, "tester", tiny.at("18:10"), "wrong")
    assert counted(tiny.send(board, tiny.counts(("14:00", tiny.EAST, "A", 6, 1)), "18:20").effect) == (1, 0, 0, 0, 0)


def test_a_snapshot_withdraws_what_it_no_longer_holds(board: Board) -> None:
    tiny.send(board, tiny.sites(("X", 10, 1), ("Y", 20, 2), ("Z", 30, 3)), feed="sites")
    effect = tiny.send(board, tiny.sites(("X", 11, 1), ("Z", 30, 3), ("N", 40, 4)), feed="sites").effect
    assert counted(effect) == (1, 1, 1, 1, 0)
    assert cells(effect) == [("beds", "10", "11")]
    assert effect.gone == (("2022-04-06", "Y"),)
    assert tiny.known(board, "select site from known.sites order by site") == [("N",), ("X",), ("Z",)]


def test_a_row_that_differs_only_in_its_place_is_renamed(board: Board) -> None:
    tiny.send(board, tiny.sites(("Penang", 10, 1), ("Johor", 20, 2)), feed="sites")
    effect = tiny.send(board, tiny.sites(("Pulau Pinang", 10, 1), ("Johor", 20, 2)), feed="sites").effect
    assert counted(effect) == (0, 0, 1, 0, 1)
    assert effect.moved == ((("2022-04-06", "Penang"), ("2022-04-06", "Pulau Pinang")),)
    assert effect.gone == ()


def test_a_new_name_with_other_figures_is_not_a_rename(board: Board) -> None:
    tiny.send(board, tiny.sites(("Penang", 10, 1)), feed="sites")
    effect = tiny.send(board, tiny.sites(("Pulau Pinang", 10, 2)), feed="sites").effect
    assert counted(effect) == (1, 0, 0, 1, 0)


def test_rows_alike_are_renamed_one_to_one(board: Board) -> None:
    tiny.send(board, tiny.sites(("a", 1, 1), ("b", 1, 1), ("c", 1, 1)), feed="sites")
    effect = tiny.send(board, tiny.sites(("d", 1, 1), ("e", 1, 1)), feed="sites").effect
    assert effect.new + effect.renamed == 2
    assert effect.withdrawn + effect.renamed == 3
    assert len({was for was, _ in effect.moved}) == len({now for _, now in effect.moved}) == effect.renamed > 0


def test_what_meets_nothing_is_told_without_asking_and_told_alike(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file of its days; any other is compared."""
    asked: list[int] = []
    compared = draft.effects
    monkeypatch.setattr(draft, "effects", lambda *of: asked.append(1) or compared(*of))
    rows = tiny.counts(("10:00", tiny.EAST, "A", 1, 1), ("10:00", tiny.WEST, "A", 2, 1))
    first = tiny.send(board, rows)
    assert asked == []
    assert first.effect == board.effect(1)
    tiny.send(board, tiny.counts(("10:00", tiny.EAST, "A", 3, 1)))
    assert asked == [1]
    monkeypatch.setattr(draft.Draft, "_is_first", lambda *_: False)
    assert tiny.send(tiny.board(tmp_path / "other"), rows).effect == first.effect
    assert asked == [1, 1]

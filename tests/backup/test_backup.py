"""A backup is made while the board runs, copies what is new, and a store made from it elsewhere is the same."""

import stat
import threading
from pathlib import Path

import pytest

from data_pipeline.backup.drill import drill
from data_pipeline.backup.place import Folder
from data_pipeline.backup.recover import Cut
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.noted import backed_up
from data_pipeline.words import LANGUAGES
from tests.backup.conftest import another_writer
from tests.store import tiny


def test_a_store_made_from_it_is_the_same(board: Board, back_up, made_from, place: Folder, tmp_path: Path) -> None:
    backed = back_up(state=True)
    assert (backed.lines, backed.files, backed.wrong) == (5, 4, ())
    made = made_from()
    assert (made.line, made.left_out, made.files, made.same, made.notices) == (5, 0, 4, True, [])
    there = tiny.board(tmp_path / "recovered")
    assert there.state_hash() == board.state_hash() == made.state
    assert [d.what for d in there.decisions(tiny.at("18:00"))] == ["two more teams"]
    assert there.verify() == []
    for name in ("ledger.jsonl", "bands.key"):
        assert (there.root / name).read_bytes() == (board.root / name).read_bytes()
    (loose,) = place.names("loose")
    for file in (place.root / loose, there.root / "bands.key"):  # nobody else's to read
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_what_is_new_is_copied(board: Board, back_up, place: Folder) -> None:
    back_up()
    before = {n: place.read(n) for f in ("ledger", "received", "points") for n in place.names(f)}
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 9, 1)), "16:10")
    again = back_up()
    assert (again.lines, again.files) == (1, 1)
    assert {n: place.read(n) for n in before} == before
    assert (back_up().lines, back_up().files) == (0, 0)


def test_it_is_noted_beside_the_ledger_where_the_backup_stands(board: Board, back_up, place: Folder) -> None:
    assert backed_up(board.root) is None
    back_up()
    line, where, _ = backed_up(board.root) or (0, "", 0)
    assert (line, where) == (5, place.name)


def test_a_backup_during_loads_is_some_whole_line_and_nobody_waits_in_vain(board: Board, place: Folder) -> None:
    stop, sent = threading.Event(), []

    def load() -> None:
        while not stop.is_set():
            tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 10 + len(sent), 1)), "16:10")
            sent.append(1)

    loads = threading.Thread(target=load)
    loads.start()
    try:
        with another_writer(board) as writer:
            done = [drill(writer, board.root / "bands.key", place) for _ in range(2)]
    finally:
        stop.set()
        loads.join()
    assert len(sent) > 3
    assert [d.recovered.same for d in done] == [True, True]
    assert done[0].recovered.line < done[-1].recovered.line


def test_any_line_can_be_gone_back_to(board: Board, back_up, made_from, tmp_path: Path) -> None:
    """Held against a store that never received the later ones; line 4 is a decision."""
    back_up()
    made = made_from(line=4)
    other = tiny.board(tmp_path / "other")
    for n, at in enumerate(("14:10", "14:20", "14:30"), start=1):
        tiny.send(other, tiny.counts(("14:00", tiny.EAST, "A", n, 1)), at)
    assert (made.line, made.left_out, made.state) == (4, 1, other.state_hash())


@pytest.mark.parametrize(("until", "line"), [("14:10", 1), ("14:35", 3), ("14:40", 4), ("23:00", 5)])
def test_a_moment_is_the_last_line_before_the_first_later_one(board: Board, until: str, line: int) -> None:
    entries = list(Ledger(board.root / "ledger.jsonl").entries())
    assert Cut(until=tiny.at(until)).of(entries)[-1].seq == line


def test_a_moment_before_all_of_it_and_a_line_that_is_not_there_are_refused(back_up, made_from, tmp_path) -> None:
    back_up()
    for cut, code in (({"until": tiny.at("08:00")}, "recover_before"), ({"line": 6}, "recover_line")):
        with pytest.raises(BoardError) as why:
            made_from(**cut)
        assert why.value.code == code
    assert not (tmp_path / "recovered" / "board").exists()


def test_a_recovery_never_goes_into_a_folder_that_holds_something(back_up, made_from, tmp_path: Path) -> None:
    back_up()
    (tmp_path / "recovered" / "board").mkdir(parents=True)
    (tmp_path / "recovered" / "board" / "anything").touch()
    with pytest.raises(BoardError, match="is not empty"):
        made_from()


@pytest.mark.in_folder
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_file_damaged_here_is_told_and_keeps_no_other_from_being_copied(
    board: Board, back_up, made_from, damage: str
) -> None:
    file = next((board.root / "received").iterdir())
    file.chmod(0o644)
    file.write_bytes(b"rot") if damage == "changed" else file.unlink()
    backed = back_up()
    assert [digest for _, digest in backed.wrong] == [file.name]
    assert backed.files == 3
    with pytest.raises(BoardError) as why:
        made_from()
    assert why.value.code == "backup_newer_ledger"


@pytest.mark.in_folder
def test_what_the_backup_has_is_not_spoilt_by_damage_here(board: Board, back_up) -> None:
    back_up()
    for file in (board.root / "received").iterdir():
        file.chmod(0o644)
        file.write_bytes(b"rot")
    assert back_up().wrong == ()


def test_a_store_that_was_set_back_or_is_another_one_is_refused(board: Board, back_up, tmp_path: Path) -> None:
    back_up()
    other = tiny.board(tmp_path / "other")
    for n in range(1, 6):
        tiny.send(other, tiny.counts(("14:00", tiny.EAST, "A", n, 1)), "14:10")
        with pytest.raises(BoardError) as why:
            back_up(other)
        assert why.value.code == ("backup_ahead" if n < 5 else "backup_other")
        assert all(why.value.sentence(lang) for lang in LANGUAGES)


def test_an_empty_store_has_nothing_to_back_up(tmp_path: Path, back_up) -> None:
    with pytest.raises(BoardError, match="nothing to back up"):
        back_up(tiny.board(tmp_path / "new"))


def test_a_place_that_cannot_be_written_is_a_sentence(board: Board, back_up, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BoardError, match="cannot be used"):
        back_up(to=Folder(tmp_path / "file" / "backup"))

"""Torn, incomplete, thrown together: never a store from it without a word, and nothing half made is left."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.backup.place import Folder
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.words import LANGUAGES
from tests.store import tiny

Damage = Callable[[Folder], object]


def file(place: Folder, folder: str, at: int = -1) -> Path:
    return place.root / sorted(place.names(folder))[at]


def halve(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def newer(place: Folder) -> None:
    (place.root / "riqing-backup.json").write_text(json.dumps({"edition": 99}))


def forget_the_key(place: Folder) -> None:
    for name in place.names("points"):
        told = json.loads((place.root / name).read_bytes())
        (place.root / name).write_text(json.dumps(told | {"loose": []}))


DAMAGE: dict[str, tuple[Damage, str]] = {
    "a file cut at half": (lambda p: halve(file(p, "received")), "backup_changed"),
    "a bit of a file flipped": (lambda p: flip(file(p, "received")), "backup_changed"),
    "a file missing": (lambda p: file(p, "received").unlink(), "backup_newer_ledger"),
    "the ledger cut at half": (lambda p: halve(file(p, "ledger")), "backup_torn"),
    "the ledger empty": (lambda p: file(p, "ledger").write_bytes(b""), "backup_torn"),
    "a bit of the ledger flipped": (lambda p: flip(file(p, "ledger")), "backup_torn"),
    "the ledger's first piece missing": (lambda p: file(p, "ledger", 0).unlink(), "backup_torn"),
    "the ledger's last piece missing": (lambda p: file(p, "ledger").unlink(), "backup_shorter"),
    "the key cut at half": (lambda p: halve(file(p, "loose")), "backup_torn"),
    "the key missing": (lambda p: file(p, "loose").unlink(), "backup_lacks"),
    "no mark": (lambda p: (p.root / "riqing-backup.json").unlink(), "backup_none"),
    "the mark cut at half": (lambda p: halve(p.root / "riqing-backup.json"), "backup_torn"),
    "a newer edition": (newer, "backup_newer"),
    "every point says less than it did": (forget_the_key, "backup_none"),
    "every point torn": (lambda p: [halve(p.root / n) for n in p.names("points")], "backup_none"),
}


@pytest.fixture
def two_runs(board: Board, back_up) -> None:
    back_up()
    tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 9, 1)), "16:10")
    back_up()


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_backup_is_refused_with_a_sentence(
    two_runs: None, made_from, place: Folder, tmp_path: Path, name: str
) -> None:
    damage, code = DAMAGE[name]
    damage(place)
    with pytest.raises(BoardError) as why:
        made_from()
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert not list((tmp_path / "recovered").glob("*"))
    assert not list((tmp_path / "recovered").glob(".*"))


def test_the_lines_before_a_lost_file_can_be_had(two_runs: None, board: Board, made_from, place: Folder) -> None:
    *_, last = Ledger(board.root / "ledger.jsonl").entries()
    (place.root / "received" / last.note.facts["sha256"]).unlink()
    with pytest.raises(BoardError) as why:
        made_from()
    assert made_from(line=why.value.facts["before"]).line == 5


def test_a_torn_last_point_is_told_and_the_one_before_is_used(two_runs: None, made_from, place: Folder) -> None:
    halve(file(place, "points"))
    made = made_from()
    assert made.line == 5
    assert [f.code for f in made.notices] == ["backup_point_torn", "backup_older"]
    assert all(f.sentence(lang) for f in made.notices for lang in LANGUAGES)


def test_a_ledger_older_than_its_rows_is_told(two_runs: None, made_from, place: Folder) -> None:
    file(place, "points").unlink()
    file(place, "ledger").unlink()
    made = made_from()
    assert made.line == 5
    assert [(f.code, f.facts["files"], f.facts["lines"]) for f in made.notices] == [("backup_older", 1, 0)]


@pytest.mark.parametrize("after", [0, 3, 6, 7])
def test_a_run_that_breaks_off_anywhere_is_completed_by_the_next(
    board: Board, back_up, made_from, place: Folder, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """mark, four files, the ledger, the key, the point: eight things to write."""
    kept, keep = [], Folder.keep

    def breaking(self: Folder, name: str, data: bytes, *, own: bool = False) -> None:
        if len(kept) == after:
            raise KeyboardInterrupt
        kept.append(name)
        keep(self, name, data, own=own)

    monkeypatch.setattr(Folder, "keep", breaking)
    broke = False
    try:
        back_up()
    except KeyboardInterrupt:
        broke = True
    monkeypatch.undo()
    assert broke
    with pytest.raises(BoardError) as why:
        made_from()
    assert why.value.code == "backup_none"
    back_up()
    assert made_from().state == board.state_hash()


def test_what_a_killed_run_left_half_written_goes_after_a_day(board: Board, back_up, place: Folder) -> None:
    back_up()
    old, fresh = (place.root / "received" / name for name in (".part-old", ".part-fresh"))
    for part in (old, fresh):
        part.write_bytes(b"half")
    a_day_ago = old.stat().st_mtime - 90_000
    os.utime(old, (a_day_ago, a_day_ago))
    back_up()
    assert (old.exists(), fresh.exists()) == (False, True)

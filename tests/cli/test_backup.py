"""`backup`, `recover`, `drill` as typed in a shell."""

from pathlib import Path

import pytest


@pytest.fixture
def loaded(run, transfer) -> None:
    assert run("load", "--feed", "transfer", transfer(), "--at", "2022-04-06T18:10").code == 0


def test_backup_recover_and_the_state_is_the_same(run, loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, to = tmp_path / "backup", tmp_path / "again"
    backed = run("backup", "--to", there, "--state", "--json")
    assert (backed.code, backed.json["line"], backed.json["files"]) == (0, 1, 1)
    monkeypatch.setenv("BOARD_BACKUP", str(there))
    assert run("backup").out.startswith("Backed up to line 1")
    made = run("recover", "--to", to, "--json")
    assert (made.code, made.json["same"], made.json["state_hash"]) == (0, True, backed.json["state_hash"])
    assert (to / "ledger.jsonl").exists()


def test_the_drill_says_how_long_it_took_and_leaves_nothing(run, loaded, store: Path) -> None:
    before = sorted(p.name for p in store.iterdir())
    answer = run("drill", lang="zh")
    assert answer.code == 0
    assert len(answer.out.strip().splitlines()) == 1
    assert "状态一致" in answer.out
    assert sorted(p.name for p in store.iterdir()) == sorted([*before, "backed-up"])


@pytest.mark.parametrize("command", [("backup",), ("recover", "--to", "x")])
def test_without_a_place_it_says_which_setting_names_one(run, loaded, command: tuple[str, ...]) -> None:
    answer = run(*command)
    assert (answer.code, "BOARD_BACKUP" in answer.err) == (1, True)


@pytest.mark.in_folder
def test_a_file_damaged_here_has_the_exit_code_of_a_finding(run, loaded, store: Path, tmp_path: Path) -> None:
    for file in (store / "received").iterdir():
        file.chmod(0o644)
        file.write_bytes(b"rot")
    answer = run("backup", "--to", tmp_path / "backup")
    assert (answer.code, "damaged here" in answer.out) == (4, True)

"""No test, and no process a test starts, can reach the user's own data or settings."""

import os
import subprocess
import sys
from pathlib import Path

from data_pipeline.core.settings import settings

ROOT = Path(__file__).parents[1]
ASK = "from data_pipeline.core.settings import settings; print(settings().store)"


def outside_the_checkout(store: str) -> bool:
    return not Path(store.removeprefix("file:")).resolve().is_relative_to(ROOT)


def test_the_store_of_this_process_is_not_the_users() -> None:
    assert outside_the_checkout(settings().store)


def test_a_process_started_by_a_test_gets_the_same_store() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == settings().store
    assert outside_the_checkout(told.stdout.strip())


def test_settings_of_the_person_who_runs_the_tests_are_gone() -> None:
    assert {n for n in os.environ if n.startswith("BOARD_")} == {
        "BOARD_STORE",
        "BOARD_COPIES",
        "BOARD_CLOCK",
        "BOARD_THREADS",
        "BOARD_SECRET",
    }


def test_a_write_below_data_would_be_noticed(monkeypatch, tmp_path: Path) -> None:
    from tests import conftest

    monkeypatch.setattr(conftest, "ROOT", tmp_path)
    monkeypatch.setattr(conftest, "touched", seen := [])
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ledger.jsonl").write_text("{}")
    assert seen == [str(tmp_path / "data" / "ledger.jsonl")]

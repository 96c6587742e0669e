"""A third language, and an operation of another country, draw every page and the wall: of folders alone, no Python."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from pages.model.menu import MENU
from tests.support import pseudo
from tests.support.packs import MALAYSIA

ROOT = Path(__file__).parents[2]
ALL = len(MENU) + 1  # the wall


def _drawn(store: Path, lang: str, *clocks: str, **settings: object) -> dict[str, object]:
    own = {"BOARD_STORE": f"file:{store}", "BOARD_CLOCK": f"replay:{clocks[0]}"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.pages.anywhere", lang, *clocks],
        cwd=ROOT,
        env=os.environ | own | {k: str(v) for k, v in settings.items()},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    return json.loads(told.stdout.splitlines()[-1])


@pytest.mark.in_folder
def test_a_third_language_is_one_folder(sample_board: Board, tmp_path: Path) -> None:
    """All sentences are its own; names that the pack has not in it are told in the language that it falls back to."""
    words = pseudo.write(tmp_path / "words")
    (words / pseudo.CODE / "jumped.toml").unlink()  # not translated yet: in English, and no page falls for it
    found = _drawn(
        sample_board.root,
        pseudo.CODE,
        "2022-04-06T16:45@0",
        "2022-04-05T16:00@0",
        "2022-04-07T00:20@0",
        BOARD_WORDS=words,
        BOARD_LANG=pseudo.CODE,
    )
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": 3 * ALL}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_operation_of_another_country_is_one_folder(malaysia: Path, lang: str) -> None:
    found = _drawn(malaysia, lang, "2022-03-31T23:00@0", "2019-01-01T10:00@0", BOARD_PACK=MALAYSIA)
    assert found == {"failed": {}, "english": {}, "empty": {}, "drawn": 2 * ALL}

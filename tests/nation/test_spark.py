"""Spark gives the same answers as DuckDB, row by row, with two executors (tests/nation/sparked.py, once)."""

import os
import pickle
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing
from tests.nation.conftest import stored
from tests.nation.sparked import KNOWN_AT, environment
from tests.nation.test_audit import audit, rows, tamper
from tests.support.cities import DAY

LACKS = "pyspark is not installed" if not find_spec("pyspark") else "no Java on this machine"
pytestmark = pytest.mark.skipif(not (find_spec("pyspark") and shutil.which("java")), reason=LACKS)
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def changed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both published, with three things wrong."""
    folder = Path(shutil.copytree(home / "nation", tmp_path_factory.mktemp("changed") / "nation"))
    tamper(Rollups(folder))
    return folder


@pytest.fixture(scope="module")
def wrong(changed: Path, home: Path) -> Any:
    return audit(Rollups(changed), stored(home))


@pytest.fixture(scope="module")
def answers(home: Path, changed: Path, wrong: Any, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("sparked")
    asked = [str(home), str(changed), str(folder / "answers")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.nation.sparked", *asked], env=os.environ | environment(folder),
        cwd=folder, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return pickle.loads((folder / "answers").read_bytes())


def test_two_executors_did_the_work(answers: Answers) -> None:
    assert (answers["executors"], answers["worked"]) == (2, 2)


def test_how_all_cities_stand_is_the_same_row_by_row(answers: Answers, home: Path) -> None:
    own, found = standing(Rollups(home / "nation"), ["visits"], DAY, KNOWN_AT), answers["standing"]
    assert len(own.cities) == 2
    pd.testing.assert_frame_equal(found.cities, own.cities)
    pd.testing.assert_frame_equal(found.lines, own.lines)


def test_every_difference_is_the_same_and_a_history_is_put_right(
    answers: Answers, home: Path, changed: Path, wrong: Any
) -> None:
    assert len(wrong.differences) == 3
    assert answers["again"] == wrong
    found, own = rows(Rollups(changed)), rows(Rollups(home / "nation"))
    judged = dict.fromkeys(("state", "judge", "finish_at", "late_h"))
    assert [r | judged for r in found] == [r | judged for r in own]

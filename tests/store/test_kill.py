"""kill -9 at random points of loading: nothing lost, doubled, half visible or unopenable."""

import json
import subprocess
import sys

from data_pipeline.core.settings import ROOT
from tests.store.kill import FAULTS


def killed(times: int, seed: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.store.kill", "--kills", str(times), "--seed", str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def clean(found: dict[str, int]) -> bool:
    return all(found[fault] == 0 for fault in FAULTS) and found["loads"] > 0


def test_a_dozen_kills_harm_nothing() -> None:
    """The long form is `python -m tests.store.kill --kills 200`."""
    found = killed(12, seed=3)
    assert clean(found), found

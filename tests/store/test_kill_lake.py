"""kill -9 and SIGSTOP in the middle of steps of many writers of a lake."""

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from data_pipeline.core.settings import ROOT

if TYPE_CHECKING:
    from tests.support.lakes import Lakes


def test_writers_killed_and_stopped_harm_nothing(lakes: "Lakes") -> None:
    """The long form is `python -m tests.store.kill_lake`; it stops the database and the object store too."""
    from tests.store.kill_lake import FAULTS

    told = ["--writers", "3", "--cities", "2", "--seconds", "8", "--pause", "2", "--seed", "4"]
    command = [sys.executable, "-m", "tests.store.kill_lake", *told, "--database", lakes.server.database("kill")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=200, env={**os.environ, **lakes.env}
    )
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert {fault: found[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0), (found, done.stderr)
    assert found["acknowledged"] > 0
    assert found["kills"] + found["stops"] > 0

"""Briefs and their deliveries where several hosts share a lake: one is issued and arrives once, whoever falls where."""

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from data_pipeline.brief.issue import HANDED
from data_pipeline.core import clock
from data_pipeline.core.settings import ROOT
from data_pipeline.outbox.kept import LEASE_S, Outbox
from tests.outbox.sinks import web
from tests.store import tiny
from tests.support.services import lacks

if why := lacks():
    pytest.skip(why, allow_module_level=True)

from tests.store.falling_host import FIRST, STEPS, issuing, turn
from tests.support.lakes import Lakes

WORKS = LEASE_S + 1  # s after which what the fallen one held is another's


def test_killed_at_any_step_on_one_host_it_is_issued_and_arrives_once_by_another(
    lakes: Lakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step a day, each time another life of the first host, ended by kill -9. Once by its key: where a host falls
    between sending and noting it, the far side hears it twice."""
    shared = lakes.empty(tmp_path / "one" / "board")
    machine = [1_000_000.0]
    monkeypatch.setattr(clock, "_machine", lambda: machine[0])
    with ExitStack() as all_of, web() as (url, asked):
        board = all_of.enter_context(closing(issuing(replace(shared, root=tmp_path / "two" / "board"))))
        command = [
            sys.executable,
            "-m",
            "tests.store.falling_host",
            shared.database,
            shared.data,
            str(shared.root),
            url,
        ]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": os.environ | lakes.env}
        first = all_of.enter_context(subprocess.Popen(command, cwd=ROOT, **pipes))
        all_of.callback(first.kill)
        assert first.stdin
        assert first.stdout
        for n, step in enumerate(STEPS):
            day = FIRST + timedelta(days=n)
            now = datetime.combine(day, time(19))
            row = f"{day},{day} 18:00,{tiny.EAST},A,5,1"
            sent = f"report_date,as_of,district_code,kind,done_today,stock\n{row}\n".encode()
            board.receive("counts", f"{n}.csv", sent, "tester", now - timedelta(minutes=50))
            first.stdin.write(f"{step}|{now}|{machine[0]}\n")
            first.stdin.flush()
            assert (step, first.stdout.readline().strip()) == (step, str(int(signal.SIGKILL)))
            turn(board, now, "b", url)
            machine[0] += WORKS
            HANDED.clear()
            turn(board, now, "b", url)
        keys = [f"brief-city-{FIRST + timedelta(days=n):%Y%m%d}-1800" for n in range(len(STEPS))]
        assert sorted((i.key, i.n) for i in board.issues()) == [(key, n) for n, key in enumerate(keys, start=1)]
        assert {d.id: d.state for d in Outbox(board.state).newest()} == dict.fromkeys(keys, "sent")
        assert board.verify() == []
    twice = keys[STEPS.index("before it is noted")]
    heard = Counter(a.headers["Idempotency-Key"] for a in asked)
    assert heard == {f"{key}.hook": 1 + (key == twice) for key in keys}

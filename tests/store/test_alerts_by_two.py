"""Two processes look at the same alerts at once, over the file store as over a lake: each alert leaves once."""

import multiprocessing
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from data_pipeline.board.board import Board
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.gather import gather
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outbox.notice import ALERT, Notice
from data_pipeline.words import LANGUAGES
from tests.store import tiny

MANY = 20
AT_ONCE = timedelta(0)


def notices() -> list[Notice]:
    at, said = datetime(2022, 4, 6, 14), dict.fromkeys(LANGUAGES, "alert")
    return [Notice(f"edge:{n:02d}:2022-04-06:1", f"edge:{n:02d}", ALERT, at, said, said, "/", "/alerts?id=x")
            for n in range(MANY)]  # fmt: skip


def look(where: Any, sink: Path, ready: Any) -> None:
    """One process: it sees one alert more at each look, and looks as often as it can."""
    of = Board(tiny.pack(), where)
    outbox = Outbox(of.state)
    channels = Channels(channel=(Channel(id="desk", kind="folder", to=(str(sink),), takes=(ALERT,)),))
    outbox.counts()
    ready.wait()
    for n in range(1, MANY + 1):
        for _ in range(2):
            gather(outbox, channels, notices()[:n], AT_ONCE)
            deliver(outbox, channels, lambda _: b"")
    time.sleep(0.2)
    deliver(outbox, channels, lambda _: b"")
    of.close()


@pytest.mark.both_doors
def test_each_alert_leaves_once(board: Board, tmp_path: Path) -> None:
    sink, where = tmp_path / "sink", board._writer.where
    sink.mkdir()
    other = where if isinstance(where, Path) else replace(where, root=tmp_path / "other")
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(2)
    two = [spawn.Process(target=look, args=(one, sink, ready)) for one in (where, other)]
    for one in two:
        one.start()
    for one in two:
        one.join(60)
    assert [one.exitcode for one in two] == [0, 0]
    sent = [orjson.loads(f.read_bytes()) for f in sink.glob("*/message.json")]
    assert Counter(k for m in sent for k in m["facts"]["keys"]) == Counter(n.key for n in notices())
    assert {d.state for d in Outbox(board.state).lately(ALERT, "desk")} == {"sent"}

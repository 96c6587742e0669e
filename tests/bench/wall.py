"""What many viewers of the wall cost: `python -m tests.bench.wall [STORE] [--viewers 1 10 50 200] [--minutes 2]`.

STORE is copied; without it the sample is loaded. Screens follow the real server's events and fetch scenes;
every ten seconds a commit leaves a board that never was before, so that nothing kept can answer. Beside it, as the
floor, a page of plain figures that is told to redraw as often. Viewers, server and commits share the machine.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import psutil

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from tests.bench.screens import Screen
from tests.bench.viewers import Viewer
from tests.support import samples
from tests.support.server import free_port, start

CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
EVERY_S, RAMP_S, PATIENCE_S = 10, 0.1, 120
QUERY = "views=tiles,matrix,humane,burndown&lang=zh"
GOAL_S = 2.0
FLOOR = "tests/bench/floor.py"
HEAD = (
    "| page | viewers | commit to figures p50 / p95, s | CPU ms per viewer and refresh | MB per session |"
    " server MB, after a third / at the end | kB per refresh | refreshes | asked twice | missed | errors |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass
class Run:
    """One page, so many viewers."""

    page: str
    count: int
    commits: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    session_mb: float = 0.0
    third_mb: float = 0.0
    end_mb: float = 0.0
    waited: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    again: int = 0
    errors: int = 0

    @property
    def missed(self) -> int:
        return self.count * len(self.commits) - len(self.waited)

    def share(self, of: float) -> float:
        """So long was the wait at most, for that share of refreshes; endless where none came."""
        told = sorted(self.waited)
        return told[min(int(of * len(told)), len(told) - 1)] if told else float("inf")

    def row(self) -> str:
        done = max(len(self.waited), 1)
        session = f"{self.session_mb:.2f}" if self.count > 1 else "–"
        return (
            f"| {self.page} | {self.count} | {self.share(0.5):.2f} / {self.share(0.95):.2f}"
            f" | {self.cpu_s * 1000 / done:.1f} | {session} | {self.third_mb:.0f} / {self.end_mb:.0f}"
            f" | {sum(self.sizes) / done / 1000:.0f} | {len(self.waited)} | {self.again} | {self.missed}"
            f" | {self.errors} |"
        )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path, nargs="?")
    ask.add_argument("--viewers", type=int, nargs="*", default=(1, 10, 50, 200))
    ask.add_argument("--minutes", type=float, default=2)
    ask.add_argument("--no-floor", action="store_true")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-wall-") as work:
        store = given.store or made(Path(work))
        print(HEAD, flush=True)
        kept = []
        for run in measured(store, given.viewers, given.minutes, floor=not given.no_floor):
            print(run.row(), flush=True)
            kept.append(run)
    print("\n" + verdict(kept))
    sys.exit(any(r.errors or r.missed for r in kept))


def made(work: Path) -> Path:
    samples.full(work / "made")
    return work / "made"


def measured(store: Path, viewers: Sequence[int], minutes: float, *, floor: bool) -> Iterator[Run]:
    for count in viewers:
        for page in ("wall", "plain figures")[: 1 + floor]:
            with tempfile.TemporaryDirectory(prefix="riqing-wall-") as work:
                if page == "wall":
                    shutil.copytree(store, Path(work) / "store")
                yield asyncio.run(_measured(Path(work), Run(page, count), minutes * 60))


def verdict(runs: Sequence[Run]) -> str:
    """Of the run of fifty viewers, or of the largest there was below."""
    walls = [r for r in runs if r.page == "wall" and r.count <= 50]
    if not walls:
        return ""
    one = max(walls, key=lambda r: r.count)
    kept = one.share(0.95) < GOAL_S and not one.missed and not one.errors
    return (
        f"Goal: {one.count} viewers, 95 of 100 see a commit within {GOAL_S:g} s. Reached: {one.share(0.95):.2f} s,"
        f" {one.missed} missed, {one.errors} errors; server {one.third_mb:.0f} → {one.end_mb:.0f} MB."
        f" **{'Kept' if kept else 'Not kept'}**"
    )


async def _measured(work: Path, run: Run, seconds: float) -> Run:
    port, wall = free_port(), run.page == "wall"
    app, probe = ("app.py", "readyz") if wall else (FLOOR, "_stcore/health")
    begin = partial(start, work / "store", CLOCK, work / "log", port, app=app, probe=probe)
    server = await asyncio.to_thread(begin)
    try:
        process = psutil.Process(server.pid)
        address = f"http://127.0.0.1:{port}"
        viewers = [
            Screen(address, QUERY) if wall else Viewer(address, "/", "", listens=False) for _ in range(run.count)
        ]
        looking = [asyncio.create_task(viewers[0].look())]
        await _until_drawn(viewers[:1])
        before = process.memory_info().rss
        for viewer in viewers[1:]:
            looking.append(asyncio.create_task(viewer.look()))
            await asyncio.sleep(RAMP_S)
        await _until_drawn(viewers)
        run.session_mb = (process.memory_info().rss - before) / 1e6 / max(run.count - 1, 1)
        spent = sum(process.cpu_times()[:2])
        commit = Commits(work / "store") if wall else None
        try:
            await _commits(run, viewers, process, commit, seconds)
        finally:
            if commit:
                commit.board.close()
        run.cpu_s = sum(process.cpu_times()[:2]) - spent
        run.end_mb = process.memory_info().rss / 1e6
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
        _count(run, viewers)
        return run
    finally:
        server.terminate()
        await asyncio.to_thread(server.wait, 20)


async def _until_drawn(viewers: Sequence[Viewer | Screen]) -> None:
    """Everybody has figures, and a moment of peace."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and not all(v.drawn or v.errors for v in viewers):
        await asyncio.sleep(0.2)
    await asyncio.sleep(8)


async def _commits(
    run: Run, viewers: Sequence[Viewer | Screen], process: psutil.Process, commit: "Commits | None", seconds: float
) -> None:
    began = time.monotonic()
    while time.monotonic() - began < max(seconds, EVERY_S):
        turn = time.monotonic()
        if commit:
            await asyncio.to_thread(commit.next)
        run.commits.append(commit.published() if commit else time.monotonic())
        if not commit:
            await asyncio.gather(*(v.ask() for v in viewers if isinstance(v, Viewer)))
        if not run.third_mb and time.monotonic() - began > seconds / 3:
            run.third_mb = process.memory_info().rss / 1e6
        await asyncio.sleep(max(EVERY_S - (time.monotonic() - turn), 0))
    run.third_mb = run.third_mb or process.memory_info().rss / 1e6


class Commits:
    """Files are withdrawn and restored in the order of a Gray code: one at a time, and no set of them twice."""

    def __init__(self, store: Path) -> None:
        self.board = Board(samples.pack(), store, isolated=True)  # as the server does: in a process of its own
        loads = records(self.board.loads())
        self._loads = [x["load_id"] for x in loads if x["feed"] == "transfer" and x["received_at"] < AT]
        self._out: set[int] = set()
        self._turn = 0

    def next(self) -> None:
        self._turn += 1
        one = self._loads[-(self._turn & -self._turn).bit_length()]
        change = self.board.restore if one in self._out else self.board.withdraw
        change(one, "bench", AT, "bench")
        self._out ^= {one}

    def published(self) -> float:
        """When readers could see the last one, on the clock of the waits: the writer has more to do after that."""
        return time.monotonic() - (time.time() - (self.board.root / "ledger.jsonl").stat().st_mtime)


def _count(run: Run, viewers: Sequence[Viewer | Screen]) -> None:
    """What came within the ten seconds after each commit: the first of it is the answer."""
    ends = [*run.commits[1:], run.commits[-1] + EVERY_S]
    for viewer in viewers:
        run.errors += viewer.errors
        run.again += viewer.again
        for at, end in zip(run.commits, ends, strict=True):
            came = [(t, size) for t, size in viewer.drawn if at < t < end]
            if came:
                run.waited.append(came[0][0] - at)
                run.sizes.append(sum(size for _, size in came))


if __name__ == "__main__":
    main()

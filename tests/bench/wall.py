"""What many viewers of the wall cost: `python -m tests.bench.wall FOLDER [--viewers 1 10 50] [--seconds 120]`.

FOLDER holds a store, which is copied. A commit every ten seconds; from the commit to the figures at each viewer, CPU
per viewer and refresh, memory per viewer, bytes per refresh. Viewers and server share the machine.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

import psutil

from data_pipeline.board import Board
from pages.parts.day import records
from tests.bench.viewers import Viewer
from tests.support import samples
from tests.support.server import free_port, start

CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
EVERY_S, WARM_S = 10, 20
QUERY = "views=tiles,matrix,humane,burndown&lang=zh"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path)
    ask.add_argument("--viewers", type=int, nargs="*", default=(1, 10, 50))
    ask.add_argument("--seconds", type=int, default=120)
    given = ask.parse_args()
    columns = ("viewers", "commit to figures p50 / p95 s", "CPU ms per viewer and refresh", "MB per viewer")
    print(f"| {' | '.join((*columns, 'kB per refresh', 'errors'))} |\n|---|---|---|---|---|---|")
    for count in given.viewers:
        with tempfile.TemporaryDirectory(prefix="riqing-wall-") as work:
            shutil.copytree(given.store, Path(work) / "store")
            print(asyncio.run(_measured(Path(work), count, given.seconds)), flush=True)


async def _measured(work: Path, count: int, seconds: int) -> str:
    port = free_port()
    server = start(work / "store", CLOCK, work / "log", port)
    try:
        process = psutil.Process(server.pid)
        viewers = [Viewer(f"http://127.0.0.1:{port}", "/wall", QUERY) for _ in range(count)]
        until = time.monotonic() + WARM_S + seconds
        before = process.memory_info().rss
        looking = [asyncio.create_task(v.look(until)) for v in viewers]
        await asyncio.sleep(WARM_S)
        spent = sum(process.cpu_times()[:2])
        commits = await _commits(work / "store", until - EVERY_S)
        await asyncio.gather(*looking)
        spent = sum(process.cpu_times()[:2]) - spent
        grown = (process.memory_info().rss - before) / 1e6
        return _row(viewers, commits, spent, grown)
    finally:
        server.terminate()
        server.wait(20)


async def _commits(store: Path, until: float) -> list[float]:
    """Each leaves a board that never was before, so that nothing kept can answer; when each was published.

    Files are withdrawn and restored in the order of a Gray code: one of them at a time, no set of them twice."""
    board = Board(samples.pack(), store, isolated=True)  # as the server does: in a process of its own
    loads = [x["load_id"] for x in records(board.loads()) if x["feed"] == "transfer" and x["received_at"] < AT]
    out, done = set(), []
    while time.monotonic() < until:
        turn = len(done) + 1
        one = loads[-(turn & -turn).bit_length()]
        change = board.restore if one in out else board.withdraw
        out ^= {one}
        began = time.monotonic()
        await asyncio.to_thread(change, one, "bench", datetime(2022, 4, 6, 16, 44), "bench")
        done.append(time.monotonic())
        await asyncio.sleep(max(EVERY_S - (time.monotonic() - began), 0))
    return done


def _row(viewers: list[Viewer], commits: list[float], spent: float, grown: float) -> str:
    waited, sizes = [], []
    for viewer in viewers:
        for at in commits:
            came = [(t, size) for t, size in viewer.drawn if at - 1 < t < at + EVERY_S]
            if came:
                waited.append(max(came[0][0] - at, 0))
                sizes.append(came[0][1])
    refreshes = max(len(waited), 1)
    missed = len(viewers) * len(commits) - len(waited)
    p50, p95 = (statistics.quantiles(waited, n=20)[i] for i in (9, 18)) if len(waited) > 1 else (0, 0)
    errors = sum(v.errors for v in viewers) + missed
    return (
        f"| {len(viewers)} | {p50:.2f} / {p95:.2f} | {spent * 1000 / refreshes:.0f} | {grown / len(viewers):.1f} |"
        f" {statistics.mean(sizes or [0]) / 1000:.0f} | {errors} |"
    )


if __name__ == "__main__":
    main()

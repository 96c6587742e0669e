"""What many viewers of the wall cost: `python -m tests.bench.wall [STORE] [--viewers 50 200 1000 3000] [--minutes 1]`.

STORE is copied; without it the sample is loaded. Screens, in a process of their own, follow the real server's events
and fetch scenes; every ten seconds a commit leaves a board that never was before, so that nothing kept can answer.
Beside it, told to move as often: a page of the desk that gets scenes, the same with a map that can be turned, and one
whose script runs for every viewer; a page of plain figures of the framework's; the same in Dash, which asks each second
(`--peers`: a Python that has requirements-peers.txt); and the least there can be, a bare pulse with an immutable file.
Viewers, server and commits share the machine.
"""

import argparse
import asyncio
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from tests.bench.commits import CLOCK, Commits
from tests.bench.measure import ROOT
from tests.bench.screens import Crowd, Screen, may_open
from tests.bench.viewers import Sessions, Viewer
from tests.support import samples
from tests.support.server import free_port, start

EVERY_S, PEACE_S = 10, 8
SETTLED_S = 17  # by then the server has given back what it need not hold
MEMORY_FROM = 200  # viewers: what fewer hold is less than a server's memory sways by itself
VIEWERS = (50, 200, 1000, 3000)
QUERY = "wall=on&views=tiles,matrix,humane,burndown&lang=zh"
GOALS_S = {50: 0.6, 1000: 1.5}  # viewers → so long at most, for 95 of 100
FLOOR = "tests/bench/floor.py"
WALL, DESK, MAP, SCRIPT = "wall", "desk", "desk, with a map", "desk, by its script"
FIGURES, DASH = "plain figures", "Dash"
PULSE = "bare pulse"
PAGES = (WALL, DESK, MAP, SCRIPT, FIGURES, DASH, PULSE)
OURS = (WALL, DESK, MAP, SCRIPT)  # of the board itself: there commits move them
MOST = {DESK: 50, MAP: 50, SCRIPT: 50, FIGURES: 50, DASH: 200}  # with more of them the machine is the limit
LOOPS = (WALL, DESK, MAP, PULSE)  # pages whose event loop does all that is done for one viewer more
ALONE = (*LOOPS, SCRIPT)  # measured with one viewer too
OF_SESSIONS: dict[str, tuple[str, str, dict[str, Any]]] = {  # page, what is asked for, how it hears of what moved
    DESK: ("/", "lang=zh", {"follows": "desk=command&lang=zh&theme=light"}),
    MAP: ("/transfer", "lang=zh", {"follows": "desk=transfer&lang=zh&theme=light"}),
    SCRIPT: ("/health", "lang=zh", {}),
    FIGURES: ("/", "", {"listens": False}),
}
NO_PEER = "Dash was not there to be measured (requirements-peers.txt, `--peers PYTHON`)."
HEAD = (
    "| page | viewers | commit to figures p50 / p95, s | CPU ms per viewer and refresh | of one more viewer, ms |"
    " of the viewers themselves, ms | kB per viewer | server MB, after a third / at the end | kB per refresh |"
    " refreshes | asked twice | missed | errors |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass
class Run:
    """One page, so many viewers."""

    page: str
    count: int
    commits: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    loop_s: float = 0.0  # of it the event loop's: what is drawn once for all is drawn elsewhere
    alone_s: float = 0.0  # of a refresh with one viewer: the loop's, where that does all for one more
    clients_s: float = 0.0  # processor seconds of the viewers, where they are apart
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

    @property
    def refresh_s(self) -> float:
        """Processor seconds of one refresh, of what does the work for one viewer more."""
        return (self.loop_s if self.page in LOOPS else self.cpu_s) / max(len(self.commits), 1)

    def share(self, of: float) -> float:
        """So long was the wait at most, for that share of refreshes; endless where none came."""
        told = sorted(self.waited)
        return told[min(int(of * len(told)), len(told) - 1)] if told else float("inf")

    def row(self) -> str:
        done = max(len(self.waited), 1)
        each, more = self.cpu_s * 1000 / done, "–"
        if self.alone_s and self.count > 1:
            more = f"{(self.refresh_s - self.alone_s) * 1000 / (self.count - 1):.2f}"
        clients = f"{self.clients_s * 1000 / done:.2f}" if self.clients_s else "–"
        session = f"{self.session_mb * 1000:.0f}" if self.count >= MEMORY_FROM else "–"
        return (
            f"| {self.page} | {self.count} | {self.share(0.5):.2f} / {self.share(0.95):.2f} | {each:.2f} | {more}"
            f" | {clients} | {session} | {self.third_mb:.0f} / {self.end_mb:.0f}"
            f" | {sum(self.sizes) / done / 1000:.0f} | {len(self.waited)} | {self.again} | {self.missed}"
            f" | {self.errors} |"
        )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path, nargs="?")
    ask.add_argument("--viewers", type=int, nargs="*", default=VIEWERS)
    ask.add_argument("--minutes", type=float, default=1)
    ask.add_argument("--pages", nargs="*", default=PAGES)
    ask.add_argument("--peers", default=sys.executable, help="a Python that has requirements-peers.txt")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-wall-") as work:
        store = given.store or made(Path(work))
        print(HEAD, flush=True)
        kept = []
        for run in measured(store, given.viewers, given.minutes, given.pages, given.peers):
            print(run.row(), flush=True)
            kept.append(run)
    print("\n" + verdict(kept) + (without(given.peers) if DASH in given.pages else ""))
    sys.exit(any(r.errors or r.missed for r in kept))


def made(work: Path) -> Path:
    samples.full(work / "made")
    return work / "made"


def measured(
    store: Path,
    viewers: Sequence[int],
    minutes: float,
    pages: Sequence[str] = PAGES,
    peers: str = sys.executable,
) -> Iterator[Run]:
    """With one viewer first: what a refresh costs is the board's; what each more costs, the viewer's."""
    may_open(max(viewers))
    alone: dict[str, float] = {}
    for count in sorted({1, *viewers}):
        for page in pages:
            if count > MOST.get(page, count) or (count == 1 and page not in ALONE) or (page == DASH and without(peers)):
                continue
            with tempfile.TemporaryDirectory(prefix="riqing-wall-") as work:
                if page in OURS:
                    shutil.copytree(store, Path(work) / "store")
                run = Run(page, count, alone_s=alone.get(page, 0.0))
                asyncio.run(_measured(Path(work), run, minutes * 60, peers))
            if count == 1:
                alone[page] = run.refresh_s
            yield run


def without(peers: str) -> str:
    """What is said where that Python has no Dash."""
    found = subprocess.run([peers, "-c", "import dash, waitress"], capture_output=True).returncode == 0
    return "" if found else f"\n\n{NO_PEER}"


def verdict(runs: Sequence[Run]) -> str:
    """Of the walls for which a goal is set."""
    told = []
    for run in (r for r in runs if r.page == WALL and r.count in GOALS_S):
        goal = GOALS_S[run.count]
        kept = run.share(0.95) <= goal and not run.missed and not run.errors
        told.append(
            f"Goal: {run.count:,} viewers, 95 of 100 see a commit within {goal:g} s. Reached: {run.share(0.95):.2f} s,"
            f" {run.missed} missed, {run.errors} errors; server {run.third_mb:.0f} → {run.end_mb:.0f} MB."
            f" **{'Kept' if kept else 'Not kept'}**"
        )
    return "\n\n".join(told)


async def _measured(work: Path, run: Run, seconds: float, peers: str) -> None:
    port = free_port()
    server = await asyncio.to_thread(_begun, run.page, work, port, peers)
    commit = Commits(work / "store") if run.page in OURS else None
    process, address = psutil.Process(server.pid), f"http://127.0.0.1:{port}"
    first, others = (_come(run.page, address, count) for count in (1, run.count - 1))
    peace = SETTLED_S if run.count >= MEMORY_FROM else PEACE_S
    try:
        await first.come()
        await asyncio.sleep(peace)
        before = process.memory_info().rss
        await others.come()
        await asyncio.sleep(peace)
        run.session_mb = (process.memory_info().rss - before) / 1e6 / max(run.count - 1, 1)
        spent, looped = _spent(process)
        await _commits(run, process, commit.next if commit else partial(_next, first, others, address), seconds)
        run.cpu_s, run.loop_s = (now - then for now, then in zip(_spent(process), (spent, looped), strict=True))
        run.end_mb = process.memory_info().rss / 1e6
        await asyncio.gather(first.go(), others.go())
        run.clients_s = first.cpu_s + others.cpu_s
        _count(run, [*first.viewers, *others.viewers])
    finally:
        if commit:
            commit.board.close()
        server.terminate()
        await asyncio.to_thread(server.wait, 20)


def _spent(process: psutil.Process) -> tuple[float, float]:
    """Processor seconds of a server: of all its threads, and of its first, where its event loop runs."""
    of = {one.id: one.user_time + one.system_time for one in process.threads()}
    return sum(process.cpu_times()[:2]), of[process.pid]


def _come(page: str, address: str, count: int) -> "Crowd | Sessions":
    if page in OF_SESSIONS:
        of, query, how = OF_SESSIONS[page]
        return Sessions(address, count, of, query, **how)
    return Crowd("dash" if page == DASH else "wall", address, QUERY, count)


def _begun(page: str, work: Path, port: int, peers: str) -> subprocess.Popen:
    if page in (PULSE, DASH):
        python, module = (peers, "dash_page") if page == DASH else (sys.executable, "pulse")
        begun = subprocess.Popen([python, "-m", f"tests.bench.{module}", str(port)], cwd=ROOT)
        _answers(port, begun)
        return begun
    app, probe = (FLOOR, "_stcore/health") if page == FIGURES else ("app.py", "readyz")
    return start(work / "store", CLOCK, work / "log", port, app=app, probe=probe)


def _answers(port: int, server: subprocess.Popen) -> None:
    """Waits until somebody listens there. Raises RuntimeError where its program ended."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{server.args} ended")


async def _commits(run: Run, process: psutil.Process, move: Callable[[], float], seconds: float) -> None:
    began = time.monotonic()
    while time.monotonic() - began < max(seconds, EVERY_S):
        turn = time.monotonic()
        run.commits.append(await asyncio.to_thread(move))
        if not run.third_mb and time.monotonic() - began > seconds / 3:
            run.third_mb = process.memory_info().rss / 1e6
        await asyncio.sleep(max(EVERY_S - (time.monotonic() - turn), 0))
    run.third_mb = run.third_mb or process.memory_info().rss / 1e6


def _next(first: "Crowd | Sessions", others: "Crowd | Sessions", address: str) -> float:
    """Pages without a board move when they are told to."""
    at = time.monotonic()
    if isinstance(first, Sessions) and isinstance(others, Sessions):
        first.ask()
        others.ask()
    else:
        urllib.request.urlopen(f"{address}/next", b"", timeout=10).read()
    return at


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

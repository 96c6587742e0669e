"""Run one piece of work in a fresh process and say how long it took and how much memory it held at most."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Measured:
    rows: int
    seconds: float
    peak_mb: float  # of the whole process, interpreter and libraries included
    base_mb: float  # before the work began

    @property
    def rows_per_s(self) -> float:
        return self.rows / self.seconds


def in_process(work: Callable[[], int]) -> Measured:
    """Time `work` here. The peak is the process's own, so one process measures one thing."""
    base = peak_mb()
    start = time.perf_counter()
    rows = work()
    return Measured(rows, time.perf_counter() - start, peak_mb(), base)


def in_fresh_process(*args: str, times: int = 1) -> Measured:
    """`python -m tests.bench.one <args>`; the quickest of several runs."""
    runs = [_once(args) for _ in range(times)]
    return min(runs, key=lambda m: m.seconds)


def _once(args: tuple[str, ...]) -> Measured:
    done = subprocess.run([sys.executable, "-m", "tests.bench.one", *args], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{args}: {done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def peak_mb() -> float:
    """Linux's own high-water mark: getrusage would report the parent's, which a new program inherits."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))

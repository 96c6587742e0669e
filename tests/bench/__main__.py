"""`make bench`: everything in one run, printed as it comes, and written to docs/bench.md."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench import forecast, ill, report, speed, wall
from tests.bench.files import write_transfer
from tests.bench.history import History, grow
from tests.bench.measure import ROOT, Measured, in_fresh_process
from tests.support.browser import chromium

SIZES = (10_000, 100_000, 1_000_000)
TIMES = (1, 10, 100)
TURNS = 3
WATCHED_MIN = 0.7  # how long walls are looked at, by so many viewers each
# frictionless reads about 4,000 rows a second: a million would take four minutes and tell nothing new.
LIMIT = {"frictionless": 100_000}
ROUNDS = {10_000: 3, 100_000: 2, 1_000_000: 2}
CONTESTANTS = ("riqing", "riqing_check", "duckdb_bare", "pandas_bare", "pandera", "frictionless")


def main() -> None:
    ask = argparse.ArgumentParser(prog="make bench")
    ask.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    ask.add_argument("--times", type=int, nargs="*", default=TIMES)
    ask.add_argument("--cities", type=int, default=300)
    ask.add_argument("--days", type=int, default=7, help="of all these cities")
    ask.add_argument("--peers", default=sys.executable, help="a Python that has requirements-peers.txt")
    ask.add_argument("--no-write", action="store_true", help="leave docs/bench.md as it is")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-bench-") as work:
        intake = {rows: _intake(Path(work), rows) for rows in given.sizes}
        pages = _pages(Path(work), given.times)
        walls = _walls(Path(work), given.peers)
        drawn = _drawn(pages[0].history) if pages else {}
    forecasts = (
        forecast.markdown(forecast.scored()) + "\nHow long they take, warm, in one process:\n\n" + speed.markdown()
    )
    page = report.page(intake, pages, drawn, forecasts, walls, _nation(given.cities, given.days))
    print(page)
    if not given.no_write:
        (ROOT / "docs" / "bench.md").write_text(page, "utf-8")


def _intake(work: Path, rows: int) -> dict[str, Measured]:
    """Everybody on the same file, turn by turn, so that a busy minute is shared."""
    file = write_transfer(work / f"transfer_{rows}.csv", rows)
    best: dict[str, Measured] = {}
    for turn in range(ROUNDS.get(rows, 1)):
        for name in CONTESTANTS:
            if rows > LIMIT.get(name, rows) or (name in LIMIT and turn):
                continue
            done = in_fresh_process(name, str(file))
            best[name] = min(done, best.get(name, done), key=lambda m: m.seconds)
            _say(f"{rows:>9,} rows  {name:<14} {done.seconds:8.2f} s {done.rows_per_s:12,.0f} rows/s")
    return best


def _pages(work: Path, every: Sequence[int]) -> list[report.Pages]:
    """All histories turn by turn, so that a busy minute is shared; of each figure the best turn counts."""
    histories = [grow(work / f"history_{times}", times) for times in every]
    for h in histories:
        _say(f"{h.times:>4} × history: {h.rows:,} rows, {h.days} days, {h.megabytes:,.0f} MB")
    turns = [[report.Pages(h, **_told("pages", h)) for h in histories] for _ in range(TURNS)]
    return [_best(h, [turn[i] for turn in turns]) for i, h in enumerate(histories)]


def _walls(work: Path, peers: str) -> str:
    """Short forms: the long ones are `python -m tests.bench.wall`, `.ill` and `.hour`."""
    store = wall.made(work)
    runs, ills = [], []
    for run in wall.measured(store, wall.VIEWERS, WATCHED_MIN, peers=peers):
        _say(run.row())
        runs.append(run)
    if chromium():
        for one in ill.illnesses(store, work, long=False):
            _say(one.row())
            ills.append(one)
    return report.walls(runs, ills)


def _nation(cities: int, days: int) -> str:
    """What both benches of many cities print, a line each."""
    lines: list[str] = []
    for module in ("cities", "nation"):
        command = [sys.executable, "-m", f"tests.bench.{module}", str(cities), str(days)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        _say(done.stdout.rstrip())
        lines += [f"- {line}" for line in done.stdout.splitlines()]
    return "\n".join(lines)


def _drawn(history: History) -> dict[str, dict[str, float]]:
    """Per page, the best of the turns."""
    turns = [_told("drawn", history) for _ in range(TURNS)]
    return {id: {how: min(t[id][how] for t in turns) for how in turns[0][id]} for id in turns[0]}


def _told(module: str, history: History) -> Any:
    """What a module of this folder prints about a store, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", str(history.folder)], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)


def _best(history: History, turns: Sequence[report.Pages]) -> report.Pages:
    warm = {name: min(t.warm[name] for t in turns) for name in turns[0].warm}
    least = {name: min(getattr(t, name) for t in turns) for name in ("opened", "moved")}
    return report.Pages(history, warm=warm, peak_mb=max(t.peak_mb for t in turns), **least)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

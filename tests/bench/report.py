"""The one page that `make bench` prints and keeps: no date, so that it changes only when the figures do."""

import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import psutil

from data_pipeline.core.settings import ROOT
from tests.bench import ill, since, wall
from tests.bench.before import MEASURED
from tests.bench.history import History
from tests.bench.measure import Measured
from tests.bench.pages import BESIDE, COMMAND

LEAST = {10_000: 1.2, 100_000: 0.8, 1_000_000: 0.5}  # of bare read_csv, by rows
NAMES = {
    "riqing": "**Riqing**: validated, kept, published",
    "riqing_check": "Riqing: validated only",
    "duckdb_bare": "DuckDB `read_csv` into a table",
    "pandas_bare": "pandas `read_csv` into a frame",
    "pandera": "pandas + pandera, the same checks",
    "frictionless": "frictionless, the same checks",
}


@dataclass(frozen=True)
class Pages:
    history: History
    opened: float  # ms, as all that follows
    moved: float
    warm: Mapping[str, float]
    peak_mb: float


HOLDS_BACK = """\
- pandera checks whole columns, as we do, and keeps nothing: ten times its speed is not to be had. The goal fits
  validators that go row by row, such as frictionless.
- A load is more than a check. Of a million rows of days of which nothing was known, reading and judging the cells take
  four fifths, packing and writing the rows a tenth, keeping the file and its hash the rest; where the days hold rows
  already, each is compared with them, and that costs half as much again.
- On the wall the shared work of a new board (the day cut out of it, then its marts) comes first, then every viewer's
  redraw, one after the other in one process."""

BY_HAND = re.compile(r"<!-- by hand -->.*<!-- /by hand -->", re.DOTALL)
Drawn = Mapping[str, Mapping[str, float]]  # page → {drawn, again}, ms


def page(
    intake: Mapping[int, Mapping[str, Measured]],
    pages: Sequence[Pages],
    drawn: Drawn,
    forecasts: str,
    walls_told: str,
    nation: str,
) -> str:
    parts = [
        "# Benchmark",
        "Written by `make bench`, all in one run on one machine: compare within a table, not with other machines. "
        + _machine(),
        "## Intake",
        "One file of transfer reports (21 columns, Chinese headers, every rule kept), each contestant in a fresh "
        "process, imports not counted, the quickest of several turns. Memory is the process's highest, libraries "
        "included.",
        _intake(intake),
        *_ratios(intake),
        MEASURED,
        "## Page queries",
        "Milliseconds for each named query on the sample's last day at 12:20, as the replay asks them: the median of "
        "seven runs on data already seen. Data that moved is worked out once for all viewers; a new process also reads "
        "the SQL and opens the database. Two read many days at once and are asked by no page of the sample: "
        "page/before, the days before for forecasts, once a day beside the pages; page/levels, where a pack tells "
        "daily stocks ahead. What each day came to is kept, and this is the answer from it (the first time: "
        "docs/scale.md). History is the sample's six days, told again and again before them.",
        _pages(pages),
        "## Pages",
        "Milliseconds of the server's whole work for a page, the kit's own included, its forecast ready and its rows "
        "in memory: for the first who looks (nothing drawn yet in that language and colour) and for the next.",
        _drawn(drawn),
        since.MEASURED,
        "## Forecasts",
        forecasts,
        "## The wall",
        walls_told,
        "## Many cities",
        "The rows of many cities in one place, and one city's board on it, turn by turn with a store of that city "
        "alone (`python -m tests.bench.cities`); then how all cities stand, read from their roll-ups, all lines, nine "
        "slots a day (`python -m tests.bench.nation`). Goals: at most 1.2 times the one city alone; 0.3 s.",
        nation,
        "## Goals",
        _goals(intake, pages, drawn),
        "## What holds it back",
        HOLDS_BACK,
        _by_hand(),
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def _by_hand() -> str:
    """Trials too long for every run stand between two marks, and stay as they were written."""
    file = ROOT / "docs" / "bench.md"
    found = BY_HAND.search(file.read_text("utf-8")) if file.exists() else None
    return found[0] if found else ""


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB; Python {platform.python_version()}, "
        f"duckdb {version('duckdb')}, pandas {version('pandas')}, pandera {version('pandera')}, "
        f"frictionless {version('frictionless')}; DuckDB with 2 threads and 2 GB.{_busy()}"
    )


def _busy() -> str:
    """Said where it is so: what else ran makes every figure worse, and ratios of short works uncertain."""
    load, cores = os.getloadavg()[2], os.cpu_count() or 1
    return f" Other work ran beside it: {load:.0f} processes wanted these {cores} cores." if load > 1.5 * cores else ""


def _intake(intake: Mapping[int, Mapping[str, Measured]]) -> str:
    sizes = list(intake)
    head = ["rows/s (peak MB)", *(f"{rows:,}" for rows in sizes)]
    rows = [[text, *(_speed(intake[size].get(name)) for size in sizes)] for name, text in NAMES.items()]
    return _table(head, rows)


def _speed(m: Measured | None) -> str:
    return f"{m.rows_per_s:,.0f} ({m.peak_mb:,.0f})" if m else "–"


def _ratios(intake: Mapping[int, Mapping[str, Measured]]) -> list[str]:
    """Riqing against each other, size by size."""
    lines = []
    for name in ("duckdb_bare", "pandas_bare", "pandera", "frictionless"):
        found = [
            f"{own['riqing'].rows_per_s / own[name].rows_per_s:.2g} × at {rows:,}"
            for rows, own in intake.items()
            if name in own and "riqing" in own
        ]
        if found:
            lines.append(f"- against {NAMES[name]}: {', '.join(found)}")
    return ["\n".join(lines)]


def _goals(intake: Mapping[int, Mapping[str, Measured]], pages: Sequence[Pages], drawn: Drawn) -> str:
    """What was aimed at, what was reached, and a mark; at the largest size and history measured."""
    rows: list[tuple[str, str, bool]] = []
    if intake:
        size, own = max(intake.items())
        for at, least in LEAST.items():
            if at in intake:
                ratio = intake[at]["riqing"].rows_per_s / intake[at]["duckdb_bare"].rows_per_s
                goal = f"intake ≥ {least:g} × {NAMES['duckdb_bare']}, {at:,} rows"
                rows.append((goal, f"{ratio:.2g} ×", ratio >= least))
        for name, goal in (("pandera", 10.0), ("frictionless", 10.0)):
            at, peer = (size, own) if name in own else max((k, v) for k, v in intake.items() if name in v)
            ratio = peer["riqing"].rows_per_s / peer[name].rows_per_s
            rows.append((f"intake ≥ {goal:g} × {NAMES[name]}, {at:,} rows", f"{ratio:.2g} ×", ratio >= goal))
    if pages:
        together = _sum(pages[0], COMMAND)
        rows.append(("the command page's queries together < 100 ms", f"{together:.0f} ms", together < 100))
        growth = _sum(pages[-1], COMMAND) / together
        times = pages[-1].history.times
        rows.append((f"and at {times} × the history within 1.3 ×", f"{growth:.2f} ×", growth <= 1.3))
        waited = {name: ms for name, ms in pages[0].warm.items() if name not in BESIDE}
        before = {name: ms for name, ms in pages[-1].warm.items() if name in BESIDE}
        rows.append(_slowest(f"many days at once, kept, at {times} × the history ≤ 300 ms", before, 300))
        rows.append(_slowest("every page query < 100 ms", waited, 100))
    if drawn:
        rows.append(_slowest("every page drawn < 150 ms", {id: of["drawn"] for id, of in drawn.items()}, 150))
    return _table(["goal", "reached", ""], [[goal, got, "yes" if met else "no"] for goal, got, met in rows])


def _pages(pages: Sequence[Pages]) -> str:
    if not pages:
        return ""
    names = sorted(pages[0].warm)
    head = ["", *(f"{p.history.times} × ({p.history.days} days)" for p in pages), "last ÷ first"]
    rows = [
        ["rows", *(f"{p.history.rows:,}" for p in pages), ""],
        ["tables, MB", *(f"{p.history.megabytes:,.0f}" for p in pages), ""],
        *([name, *(f"{p.warm[name]:.0f}" for p in pages), _growth(pages, [name])] for name in names),
        ["**the command page's together**", *(f"**{_sum(p, COMMAND):.0f}**" for p in pages), _growth(pages, COMMAND)],
        ["the same, when data moved", *(f"{p.moved:,.0f}" for p in pages), _ratio(pages[-1].moved, pages[0].moved)],
        ["the same, in a new process", *(f"{p.opened:,.0f}" for p in pages), _ratio(pages[-1].opened, pages[0].opened)],
        ["peak memory, MB", *(f"{p.peak_mb:,.0f}" for p in pages), ""],
    ]
    return _table(head, rows)


def walls(runs: Sequence[wall.Run], ills: Sequence[ill.Illness]) -> str:
    parts = [
        "Screens, in a process of their own, follow the real server's events and fetch scenes; every ten seconds a "
        "commit leaves a board that never was before; each screen comes from an address of its own. Beside it, "
        "moved as often: the command page, to which scenes come; the district page, whose script runs for every "
        "viewer; twelve plain figures of the framework's; twelve in Dash, which asks for them each second "
        "(`dcc.Interval`), under waitress; and the least there can be, a bare asyncio pulse with an immutable file "
        "of 20 kB. Processor time of a refresh: all of the server's over all viewers; of one more viewer, what is "
        "done beyond what is done for one alone, beats of the ten seconds included: of walls and the bare pulse the "
        "event loop's, which does all of it, for what is drawn once for all sways by more than that from commit to "
        "commit. Memory: of so many idle viewers, told from 200 on. Viewers, server and commits share the machine. "
        "Longer: `python -m tests.bench.wall --viewers 50 --minutes 10`.",
        "\n".join([wall.HEAD, *(r.row() for r in runs)]),
        wall.verdict(runs),
    ]
    if all(r.page != wall.DASH for r in runs):
        parts.append(wall.NO_PEER)
    if ills:
        told = (
            "What is wrong with the server or the line, in a real browser: seconds until the wall says so, and until "
        )
        parts += [told + "it is well again.", "\n".join([ill.HEAD, *(x.row() for x in ills)])]
    return "\n\n".join(parts)


def _slowest(goal: str, times: Mapping[str, float], most: float) -> tuple[str, str, bool]:
    name = max(times, key=lambda n: times[n])
    return f"{goal} (slowest: {name})", f"{times[name]:.0f} ms", times[name] < most


def _drawn(drawn: Drawn) -> str:
    rows = [[id, f"{of['drawn']:.0f}", f"{of['again']:.0f}"] for id, of in drawn.items()]
    return _table(["", "first", "next"], rows) if rows else ""


def _sum(p: Pages, names: Sequence[str]) -> float:
    return sum(p.warm[name] for name in names)


def _growth(pages: Sequence[Pages], names: Sequence[str]) -> str:
    return _ratio(_sum(pages[-1], names), _sum(pages[0], names))


def _ratio(last: float, first: float) -> str:
    return f"{last / first:.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

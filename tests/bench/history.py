"""A store whose history is the sample's, told several times over: rows go straight into its tables, lines into its
ledger. `python -m tests.bench.history [TIMES …]` prints what one row more costs at each length."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_pipeline.board.board import Board
from data_pipeline.core import durable
from data_pipeline.core.settings import ROOT
from data_pipeline.declare.describe import sample_row
from data_pipeline.intake import Delivery
from data_pipeline.sample import Simulation, bulk
from data_pipeline.sample.tables import Load
from data_pipeline.store.log.entry import Note
from data_pipeline.store.tables.load import by_day, stamped
from tests.support.samples import opened, pack

EFFECT = dict.fromkeys(("new", "restated", "unchanged", "withdrawn", "renamed"), 0)
TIMES = (1, 10, 100)
COMMITS = 20


@dataclass(frozen=True)
class History:
    folder: Path
    times: int
    days: int
    rows: int
    megabytes: float


def grow(folder: Path, times: int) -> History:
    """Make the store. The newest telling is the sample's own days; the others lie before it."""
    board = opened(folder)
    board.receive_all([_row(0)])
    operation = pack().operation
    first, last = operation.first_day, operation.last_day
    assert first is not None and last is not None  # noqa: PT018
    span = (last - first).days + 1
    told = bulk(pack(), Simulation(first_day=first, last_day=last), times)
    rows = sum(_tell(board, batch) for batch in _tellings(told, span))
    while board.seal():
        pass
    board.close()
    return History(folder, times, span * times, rows, size(folder) / 1e6)


def size(folder: Path) -> int:
    return sum(p.stat().st_size for p in (folder / "tables").rglob("*") if p.is_file())


def _row(number: int) -> Delivery:
    """One row received in the ordinary way, long before the sample."""
    feed = pack().feeds["bulletin"]
    row = sample_row(feed, pack())
    text = "\n".join(",".join(cells) for cells in ([c.zh for c in feed.columns], list(row.values()))) + "\n" * number
    return Delivery(feed.id, f"{number}.csv", text.encode(), "bench", datetime(2020, 1, 1), confirm=True)


def _tellings(loads: Iterator[Load], span: int) -> Iterator[list[Load]]:
    """Batches of one telling each: within a feed its days follow one another on the disk, as they would."""
    for _, telling in groupby(loads, key=lambda x: x.table["ops_day"][0].as_py().toordinal() // span):
        yield list(telling)


def _tell(board: Board, loads: list[Load]) -> int:
    """One commit a feed: one a row would take longer than the rows."""
    writer = board._writer
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    notes = []
    for load in loads:
        token, rows = durable.short_token(), load.table.num_rows
        tables[load.feed].append(stamped(load.table, token))
        facts = {"feed": load.feed, "sha256": "0" * 64, "name": load.name, "mode": "strict", "records": rows,
                 "accepted": rows, "refused": 0, "token": token, "rows": by_day(load.table),
                 "effect": EFFECT | {"new": rows}}  # fmt: skip
        notes.append(Note(load.received_at, "bench", "load", facts))
    writer.door.append(tables)
    writer.ledger.append(writer.ledger.seal(writer.ledger.head(), notes))
    return sum(load.table.num_rows for load in loads)


def measure(folder: Path) -> dict[str, Any]:
    """Of a process of its own: seconds until it answers, seconds and bytes of a row received, seconds of the command
    page after each, all on a board that is open."""
    from tests.bench.pages import COMMAND, MOVED, params

    began = time.perf_counter()
    board = opened(folder)
    board.version()
    ready = time.perf_counter() - began
    at = MOVED[-1]
    took, wrote, looked = [], [], []
    for number in range(1, COMMITS + 1):
        before = _files(folder)
        start = time.perf_counter()
        (receipt,) = board.receive_all([replace(_row(number), at=at)])
        took.append(time.perf_counter() - start)
        assert receipt.status == "loaded", receipt
        wrote.append(sum(s for p, (s, t) in _files(folder).items() if before.get(p) != (s, t)))
        start = time.perf_counter()
        for name in COMMAND:
            board.rows(name, known_at=at, **params(name, at))
        looked.append(time.perf_counter() - start)
    median = statistics.median
    return {"start_s": ready, "commit_s": median(took), "commit_bytes": median(wrote), "look_s": median(looked[1:]),
            "first_look_s": looked[0]}  # fmt: skip


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Of all but the ledger, of which only the end is written."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "ledger.jsonl")
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


def main() -> None:
    times = [int(x) for x in sys.argv[1:]] or list(TIMES)
    with tempfile.TemporaryDirectory(prefix="riqing-history-") as work:
        for n in times:
            began = time.perf_counter()
            history = grow(Path(work) / str(n), n)
            made = time.perf_counter() - began
            own = f"from tests.bench.history import *; print(json.dumps(measure(Path({str(history.folder)!r}))))"
            command = [sys.executable, "-c", own]
            told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
            lines = sum(1 for _ in (history.folder / "ledger.jsonl").open())
            made = {"days": history.days, "rows": history.rows, "lines": lines, "mb": history.megabytes, "made_s": made}
            print(json.dumps(made | told), flush=True)


if __name__ == "__main__":
    main()

"""A store whose history is the sample's, told several times over: rows go straight into its tables, lines into its
ledger. `python -m tests.bench.history [TIMES …]` prints what one row more costs at each length."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
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
from tests.bench.files import write_transfer
from tests.support.samples import opened, pack

EFFECT = dict.fromkeys(("new", "restated", "unchanged", "withdrawn", "renamed"), 0)
TIMES = (1, 10, 100)
COMMITS, FILES = 20, 5


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
    """Of a process of its own, on a board that is open: seconds, and processor seconds after them (`_cpu`), until it
    answers, of a row received, of the command page after it, of 300 rows received until the page is worked out, and of
    the days before (the first time, and kept)."""
    from tests.bench.pages import COMMAND, MOVED, asked

    at, told = MOVED[-1], _Told()
    board = told.of("start", lambda: _ready(folder))
    for number in range(1, COMMITS + 1):
        before = _files(folder)
        (receipt,) = told.of("commit", lambda: board.receive_all([replace(_row(number), at=at)]))  # noqa: B023
        assert receipt.status == "loaded", receipt
        told.bytes.append(sum(s for p, (s, t) in _files(folder).items() if before.get(p) != (s, t)))
        told.of("look" if number > 1 else "first_look", lambda: [asked(board, name, at) for name in COMMAND])
    for seed in range(1, FILES + 1):
        file = _three_hundred(folder, seed, at)
        told.of("file_to_tiles", lambda: (board.receive_all([file]), [asked(board, n, at) for n in COMMAND]))  # noqa: B023
    for name in ("before", "levels"):
        told.of(name, lambda: asked(board, f"page/{name}", at))  # noqa: B023
        told.of(f"{name}_kept", lambda: asked(board, f"page/{name}", at))  # noqa: B023
    return told.medians() | {"commit_bytes": statistics.median(told.bytes)}


class _Told:
    def __init__(self) -> None:
        self.bytes: list[int] = []
        self._took: defaultdict[str, list[float]] = defaultdict(list)

    def of(self, name: str, work: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        done = work()
        self._took[name].append(time.perf_counter() - wall)
        self._took[f"{name}_cpu"].append(time.process_time() - cpu)
        return done

    def medians(self) -> dict[str, float]:
        return {name: round(statistics.median(took), 3) for name, took in self._took.items()}


def _ready(folder: Path) -> Board:
    board = opened(folder)
    board.version()
    return board


def _three_hundred(folder: Path, seed: int, at: datetime) -> Delivery:
    """A district's transfers of the sample's last day, other figures each time."""
    file = write_transfer(folder.parent / f"{seed}.csv", 300, seed)
    return Delivery("transfer", file.name, file.read_bytes(), "bench", at, confirm=True)


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Of all but the ledger, of which only the end is written."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "ledger.jsonl")
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


def main() -> None:
    times = [int(x) for x in sys.argv[1:]] or list(TIMES)
    with tempfile.TemporaryDirectory(prefix="riqing-history-") as work:
        for n in times:
            began = time.perf_counter()
            history = grow(Path(work) / str(n) / "board", n)
            made = time.perf_counter() - began
            own = f"from tests.bench.history import *; print(json.dumps(measure(Path({str(history.folder)!r}))))"
            command = [sys.executable, "-c", own]
            told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
            lines = sum(1 for _ in (history.folder / "ledger.jsonl").open())
            made = {"days": history.days, "rows": history.rows, "lines": lines, "mb": history.megabytes, "made_s": made}
            print(json.dumps(made | told), flush=True)


if __name__ == "__main__":
    main()

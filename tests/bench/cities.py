"""One city among many: `python -m tests.bench.cities [cities] [days]`.

The rows of that many cities lie in the tables of one place, as they do in a lake: each a Delta table of its own city,
committed with the statistics of its files, which are the sample city's bytes under another name (linked, so that 125
million rows take no more room than one city's, and every one of them can be read). Then turn by turn in one process, on
a store of the city alone and on that place: a row received, and the command page after it.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from deltalake.transaction import AddAction, create_table_with_add_actions

from data_pipeline.board.board import Board
from data_pipeline.sample import Simulation, bulk
from data_pipeline.store.tables.feed_table import BY, CONFIGURATION, FeedTable
from data_pipeline.store.tables.home import Disk
from tests.bench.history import _row, _tell, _tellings, size
from tests.bench.pages import COMMAND, MOVED, asked
from tests.support.samples import DAY, opened, pack

CITIES, DAYS, TURNS = 300, 7, 15
Took = dict[str, list[tuple[float, float]]]  # by store: seconds and processor seconds of each turn


def alone(folder: Path, days: int) -> int:
    """One city's week, closed days sealed; gives its rows."""
    board = opened(folder)
    board.receive_all([_row(0)])
    told = bulk(pack(), Simulation(first_day=DAY - timedelta(days=days - 1), last_day=DAY), 1)
    rows = sum(_tell(board, batch) for batch in _tellings(told, days))
    while board.seal():
        pass
    board.close()
    return rows


def among(folder: Path, of: Path, cities: int) -> int:
    """The same store, and the tables of all the other cities beside its own; gives the rows of all."""
    shutil.copytree(of, folder)
    home, own = Disk((folder / "tables").resolve()), pack().operation.city_code
    rows = 0
    for feed in pack().feeds.values():
        table = FeedTable(home, feed, own)
        rows += sum(file.rows for file in table.files())
        for other in range(1, cities):
            rows += sum(_beside(table, FeedTable(home, feed, f"{700000 + 10 * other}")))
    return rows


def _beside(of: FeedTable, other: FeedTable) -> Iterator[int]:
    """Another city's table of the same feed."""
    actions = []
    for file in of.files():
        name = file.name.replace(f"city={of.city}", f"city={other.city}", 1)
        (other.folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(file.path, other.folder / name)
        low, high = ({"ops_day": str(at), **({"token": file.token} if file.token else {})}
                     for at in (file.first, file.last))  # fmt: skip
        stats = {"numRecords": file.rows, "minValues": low, "maxValues": high, "nullCount": {}}
        place = {"city": other.city, "day": str(file.day) if file.day else None}
        actions.append(AddAction(name, file.size, place, 0, True, json.dumps(stats)))
        yield file.rows
    if actions:
        create_table_with_add_actions(
            str(other.folder), of._delta, actions, partition_by=BY, configuration=dict(CONFIGURATION)
        )


def measured(boards: dict[str, Board]) -> dict[str, Took]:
    """Turn by turn, each first as often as the other: a row received (`commit`), and the command page after it."""
    took: dict[str, Took] = {what: {name: [] for name in boards} for what in ("commit", "page")}
    for board in boards.values():
        _page(board)
    for turn in range(1, TURNS + 1):
        for name in list(boards) if turn % 2 else reversed(list(boards)):
            board, row = boards[name], replace(_row(turn), at=MOVED[-1])
            took["commit"][name].append(_timed(lambda: board.receive_all([row])))  # noqa: B023
            took["page"][name].append(_timed(lambda: _page(board)))  # noqa: B023
    return took


def _page(board: Board) -> None:
    for name in COMMAND:
        asked(board, name, MOVED[-1])


def _timed(work) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main(cities: int, days: int) -> None:
    with tempfile.TemporaryDirectory(prefix="riqing-cities-") as work:
        one, many = Path(work) / "one", Path(work) / "many"
        rows, began = alone(one, days), time.perf_counter()
        whole = among(many, one, cities)
        made = time.perf_counter() - began
        print(f"{cities} cities, {days} days: {whole:,} rows, {rows:,} of them one city's; {size(many) / 1e6:,.0f} MB"
              f" as files tell; made in {made:.0f} s", flush=True)  # fmt: skip
        took = measured({"alone": opened(one), "among": opened(many)})
        for what, by in took.items():
            for i, unit in enumerate(("s", "processor s")):
                a, m = (median(t[i] for t in by[name]) for name in ("alone", "among"))
                print(f"{what}, {unit}: alone {a:.3f}, among {m:.3f}, ratio {m / a:.2f}", flush=True)


if __name__ == "__main__":
    main(*(int(x) for x in sys.argv[1:3] or (CITIES, DAYS)))

"""Small cities that finish together: each with a pack and a store of its own, and what its board published."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from unittest import mock

import pyarrow as pa

from data_pipeline.board.board import Board
from data_pipeline.core.clock import moment_at
from data_pipeline.nation import publish
from data_pipeline.nation.anew import Stored
from data_pipeline.nation.publish import rolled
from data_pipeline.nation.rollups import Rollups
from tests.store import tiny
from tests.test_walk import CLEAN, LEDGER, LINE

WHOLE = "310000"  # the small pack's own city
HOURS = (14, 16)
DAY = tiny.at("00:00").date()


def pack(folder: Path, code: str) -> Path:
    """The small pack as that of another city, with one line of work."""
    own = Path(shutil.copytree(tiny.pack().root, folder / f"pack-{code}"))
    for name in ("operation.toml", "areas.csv"):
        (own / name).write_text((own / name).read_text("utf-8").replace(WHOLE, code), "utf-8")
    with (own / "vocab.csv").open("a", encoding="utf-8") as vocab:
        vocab.write("unit,household,户,households\n")
    files = {"lines.toml": LINE, "queries/clean/counts.sql": CLEAN.replace("sandbags", "counts"),
             "queries/line/visits.sql": LEDGER}  # fmt: skip
    for name, text in files.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, "utf-8")
    return own


def city(folder: Path, code: str, done: int) -> Stored:
    """Two districts that reported at two hours: `done` visits each at the first, twice as many at the second, where one
    of them restates the first."""
    of = Stored(pack(folder, code), f"file:{folder / code}")
    with closing(of.opened()) as board:
        for times, hour in enumerate(HOURS, 1):
            told = [(f"{hour}:00", district, "A", times * done, 1.0) for district in (tiny.EAST, tiny.WEST)]
            if times > 1:
                told.append((f"{HOURS[0]}:00", tiny.EAST, "A", done + 1, 1.0))
            assert tiny.send(board, tiny.counts(*told), f"{hour}:05").status == "loaded"
    return of


def publish_all(rollups: Rollups, of: Sequence[Stored]) -> None:
    """As each board did at ten past each hour, judged by pace."""
    none = mock.patch.object(publish.outlook, "ready", return_value=None)
    with none, mock.patch.object(publish, "has_failed", return_value=True):
        for stored in of:
            with closing(stored.opened()) as board:
                for hour in HOURS:
                    rollups.append(_at(board, hour))


def _at(board: Board, hour: int) -> pa.Table:
    rows = rolled(board, moment_at(datetime(DAY.year, DAY.month, DAY.day, hour, 10, 3), board.pack.operation))
    assert rows is not None
    return rows

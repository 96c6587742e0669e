"""Commits that leave a board that never was before, so that nothing kept can answer."""

import time
from datetime import datetime
from pathlib import Path

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from tests.support import samples

CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)


class Commits:
    """Files are withdrawn and restored in the order of a Gray code: one at a time, and no set of them twice."""

    def __init__(self, store: Path) -> None:
        self.board = Board(samples.pack(), store, isolated=True)  # as the server does: in a process of its own
        loads = records(self.board.loads())
        self._loads = [x["load_id"] for x in loads if x["feed"] == "transfer" and x["received_at"] < AT]
        self._out: set[int] = set()
        self._turn = 0

    def next(self) -> float:
        """When readers could see it."""
        self._turn += 1
        one = self._loads[-(self._turn & -self._turn).bit_length()]
        change = self.board.restore if one in self._out else self.board.withdraw
        change(one, "bench", AT, "bench")
        self._out ^= {one}
        return self._published()

    def _published(self) -> float:
        """On the clock of the waits: the writer has more to do after that."""
        return time.monotonic() - (time.time() - (self.board.root / "ledger.jsonl").stat().st_mtime)

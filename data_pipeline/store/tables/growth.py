"""How fast the store grows, and how long the disk lasts at that pace."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.received import Received

LATELY = 7  # the latest days on which files came
BESIDE = ("forecasts", "scores")


@dataclass(frozen=True)
class Growth:
    """Bytes a day, of days on which files came. `rows`: of the tables made from them."""

    days: int
    files: float
    rows: float
    beside: float
    free: int

    @property
    def per_day(self) -> float:
        return self.files + self.beside + self.rows

    @property
    def lasts(self) -> int:
        """Days until the disk is full."""
        return int(self.free / max(self.per_day, 1))


def growth(root: Path) -> Growth | None:
    """None where nothing was received yet; raises what a broken ledger raises."""
    came: dict[date, set[str]] = {}
    for entry in Ledger(root / "ledger.jsonl").entries():
        if entry.note.action == "load":
            came.setdefault(entry.note.at.date(), set()).add(entry.note.facts["sha256"])
    if not came:
        return None
    return Growth(len(came), _files(root, came), _below(root, ("tables",), len(came)), _below(root, BESIDE, len(came)),
                  shutil.disk_usage(root).free)  # fmt: skip


def _files(root: Path, came: Mapping[date, set[str]]) -> float:
    lately = sorted(came)[-LATELY:]
    held = Received(root / "received")
    return sum(_size(held.path(digest)) for day in lately for digest in came[day]) / len(lately)


def _below(root: Path, folders: Iterable[str], days: int) -> float:
    return sum(_size(p) for folder in folders for p in (root / folder).rglob("*") if p.is_file()) / days


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0

"""How fast the store grows, and how long the disk lasts at that pace."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.received import Received
from data_pipeline.store.tables.generations import Generations
from data_pipeline.store.tables.retention import as_set

LATELY = 7  # the latest days on which files came
BESIDE = ("forecasts", "scores")


@dataclass(frozen=True)
class Growth:
    """Bytes a day, of days on which files came. A database holds all days, and `copies` of it are kept at most."""

    days: int
    files: float
    database: float
    beside: float
    copies: int
    free: int

    @property
    def per_day(self) -> float:
        return self.files + self.beside + self.copies * self.database

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
    return Growth(len(came), _files(root, came), _database(root) / len(came), _beside(root, len(came)), as_set().most,
                  shutil.disk_usage(root).free)  # fmt: skip


def _files(root: Path, came: Mapping[date, set[str]]) -> float:
    lately = sorted(came)[-LATELY:]
    held = Received(root / "received")
    return sum(_size(held.path(digest)) for day in lately for digest in came[day]) / len(lately)


def _database(root: Path) -> int:
    """The published one. An empty one has a size of its own, which a day or two make look like growth."""
    generations = Generations(root)
    name = generations.current()
    return _size(generations.path(name)) if name else 0


def _beside(root: Path, days: int) -> float:
    return sum(_size(p) for folder in BESIDE for p in (root / folder).rglob("*") if p.is_file()) / days


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0

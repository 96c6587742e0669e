"""The sample as told, in place of a board: the same marts and named queries, without the files and their intake."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.declare import Pack
from data_pipeline.declare.local import HeldTo
from data_pipeline.store.snapshot.snapshots import DaySnapshot
from tests.support import samples, seeds


@dataclass
class Told:
    """What the outlook asks of a board. `late`: files received by a moment that came after everything else."""

    slice: DaySnapshot = field(repr=False)
    root: Path
    pack: Pack = field(default_factory=samples.pack, repr=False)
    late: dict[datetime, str] = field(default_factory=dict)

    def rows(self, name: str, known_at: datetime | None = None, **params: Any) -> pd.DataFrame:
        return self.slice.rows(name, params)

    def held_to(self, known_at: datetime | None = None) -> HeldTo:
        """The sample's operation declares no target of a place."""
        return HeldTo(tuple(self.pack.targets), (), (), self.version(known_at))

    def version(self, known_at: datetime | None = None) -> str:
        """Like a board's: differs where something more was known by then."""
        return "v" + "".join(word for at, word in self.late.items() if known_at is None or at <= known_at)


def sample(root: Path, first: date = seeds.FIRST) -> Told:
    return Told(seeds.told(samples.pack(), first=first), root)

"""What parsing a file gave: kept as long as somebody may ask again about the same bytes, read in the same way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import orjson
import pyarrow as pa

from data_pipeline.declare import Pack
from data_pipeline.intake.delivery import Delivery
from data_pipeline.intake.report import Problem, Report


@dataclass(frozen=True)
class Parsed:
    """`of`: its identity. `report`: without its problems. `table`, `returned`: as in Examined. By accepted row: its
    `lines` of the file, and by column whether a balance bears its figure out. `has`: the columns the file has.

    Problems in the order in which they are told: `before` and `after` those that only what is known could add;
    `orders` among them; `unlisted` further ones, counted."""

    of: str
    report: Report
    table: pa.Table
    returned: pa.Table
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    has: tuple[str, ...] = ()
    balanced: Mapping[str, np.ndarray] = field(default_factory=dict)
    before: tuple[Problem, ...] = ()
    orders: tuple[Problem, ...] = ()
    after: tuple[Problem, ...] = ()
    unlisted: int = 0

    @property
    def size(self) -> int:
        """Bytes that it holds, nearly."""
        return self.table.nbytes + self.returned.nbytes + self.lines.nbytes


def identity(pack: Pack, d: Delivery) -> str:
    """Of everything that decides how a file is read: another pack, feed, name, sheet or mapping, or one other byte,
    is another identity. Who sends it, when, and what is known then are no part of it."""
    named = [pack.mark, d.feed, d.name, d.sha256, d.sheet, sorted((d.mapping or {}).items()), d.mapping is None]
    return hashlib.sha256(orjson.dumps(named)).hexdigest()

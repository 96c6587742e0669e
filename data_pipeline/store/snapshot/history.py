"""Which loads were visible when, as one word per moment: equal words, equal board."""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from data_pipeline.query import catalogue

LENGTH = 16
TARGETS = "target"  # what is no feed (queries/store/marks.sql)


@dataclass(frozen=True)
class Words:
    """`words[i]` holds from `moments[i]` on; before the first moment nothing was known."""

    moments: tuple[datetime, ...] = ()
    words: tuple[str, ...] = ()

    def at(self, known_at: datetime | None) -> str:
        seen = len(self.moments) if known_at is None else bisect_right(self.moments, known_at)
        return self.words[seen - 1] if seen else "0" * LENGTH


@dataclass(frozen=True)
class History:
    """`of`: feed id, or TARGETS, to what was known of it alone."""

    made_by: str
    whole: Words
    of: Mapping[str, Words] = field(default_factory=dict)

    def version(self, known_at: datetime | None = None) -> str:
        """Changes exactly when what can be seen as known at that moment changes (None: now, all that came)."""
        return f"{self.made_by[:8]}-{self.whole.at(known_at)}"

    def version_of(self, part: str, known_at: datetime | None = None) -> str:
        """The same for one feed, or for the targets, alone."""
        return f"{self.made_by[:8]}-{self.of.get(part, Words()).at(known_at)}"


def history_of(connection: duckdb.DuckDBPyConnection) -> History:
    made_by = connection.execute("select fingerprint from meta.head").fetchone()
    marks = connection.execute(catalogue.house("store/marks")).fetchall()
    parts: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for moment, part, mark in marks:
        parts[part].append((moment, mark))
    whole = _words((moment, mark) for moment, _, mark in marks)
    return History(made_by[0] if made_by else "", whole, {part: _words(of) for part, of in parts.items()})


def _words(marks: Iterable[tuple[datetime, str]]) -> Words:
    """`marks` by moment; appearing and vanishing are the same exclusive or, so that their order does not matter."""
    seen, told = 0, {}
    for moment, mark in marks:
        seen ^= int.from_bytes(hashlib.sha256(mark.encode()).digest()[: LENGTH // 2])
        told[moment] = f"{seen:0{LENGTH}x}"
    return Words(tuple(told), tuple(told.values()))

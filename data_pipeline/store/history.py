"""Which loads were visible when, as one word per moment: equal words, equal board."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

import duckdb

LENGTH = 16


@dataclass(frozen=True)
class History:
    """`words[i]` holds from `moments[i]` on; before the first moment nothing was known."""

    made_by: str
    moments: tuple[datetime, ...]
    words: tuple[str, ...]

    def version(self, known_at: datetime | None = None) -> str:
        """Changes exactly when what can be seen as known at that moment changes (None: now, all that came)."""
        seen = len(self.moments) if known_at is None else bisect_right(self.moments, known_at)
        return f"{self.made_by[:8]}-{self.words[seen - 1] if seen else '0' * LENGTH}"


def history_of(connection: duckdb.DuckDBPyConnection) -> History:
    made_by = connection.execute("select fingerprint from meta.head").fetchone()
    changes = connection.execute(
        """select moment, list(mark) from (
            select seen_from as moment, l.load_id || ' ' || sha256 || ' ' || received_at as mark
            from meta.spans as s inner join meta.loads as l on l.load_id = s.load_id
            union all
            select seen_to, l.load_id || ' ' || sha256 || ' ' || received_at
            from meta.spans as s inner join meta.loads as l on l.load_id = s.load_id
            where seen_to is not null
            union all
            select known_from, 'target ' || t::varchar from meta.targets as t
        ) group by moment order by moment"""
    ).fetchall()
    words, seen = [], 0
    for _, marks in changes:
        for mark in marks:  # appearing and vanishing are the same exclusive or: the order does not matter
            seen ^= int.from_bytes(hashlib.sha256(mark.encode()).digest()[: LENGTH // 2])
        words.append(f"{seen:0{LENGTH}x}")
    return History(made_by[0] if made_by else "", tuple(m for m, _ in changes), tuple(words))

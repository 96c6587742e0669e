"""Looking back: who sent, withdrew and restored what, what each load did, and what has changed since a moment.

All of it is read from the ledger and the rows; nothing is kept for it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import duckdb
import pandas as pd

from data_pipeline.core.clock_jumps import Jump, jumps
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed, Pack
from data_pipeline.intake.pivot import is_shape
from data_pipeline.query import catalogue
from data_pipeline.query.fetched import fetched
from data_pipeline.store.diff.steps import steps_sql
from data_pipeline.store.log.entry import GENESIS, Entry
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.snapshot.look import Look

UNDOING = ("withdraw", "restore")
ACTING = ("decision", "step", "seen", "silence", "review", "remark")
CHANGE_COLUMNS = ["seq", "moment", "by", "action", "load_id", "reason"]
MEETING_COLUMNS = ["seq", "marked_at", "by", "moment"]


@dataclass(frozen=True)
class Since:
    """`loads`: received in between, with `new` (on time), `late`, `restated`, `gone` and `renamed` rows. `changes`:
    loads withdrawn or restored in between."""

    loads: pd.DataFrame
    changes: pd.DataFrame


class Trail:
    """The ledger, each line of it read once: what was added since is read when it is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: tuple[int, tuple[Entry, ...]] = (0, ())
        self._met: tuple[tuple[Entry, ...], pd.DataFrame] | None = None
        self._acted: tuple[tuple[Entry, ...], list[datetime]] = (), []
        self._reading = Lock()

    def entries(self) -> tuple[Entry, ...]:
        with self._reading:
            size, known = self._read
            last = known[-1].head if known else GENESIS
            head = self._ledger.head()
            if head.seq < last.seq:
                raise BoardError("ledger_shorter", where="-", known=last.seq, ledger=head.seq)
            if head != last:
                new, end = self._ledger.added(size, last)
                self._read = (end, (*known, *new))
            return self._read[1]

    def changes(self) -> pd.DataFrame:
        """One row per withdrawal or restoration, columns CHANGE_COLUMNS, oldest first."""
        rows = [
            (e.seq, e.note.at, e.note.by, e.note.action, e.note.facts["load_id"], e.note.facts.get("reason") or "")
            for e in self.entries()
            if e.note.action in UNDOING
        ]
        return pd.DataFrame(rows, columns=CHANGE_COLUMNS).astype({"moment": "datetime64[us]"})

    def meetings(self) -> pd.DataFrame:
        """One row per meeting marked, columns MEETING_COLUMNS, in the order in which they were marked."""
        entries = self.entries()
        if self._met is None or self._met[0] is not entries:  # asked for at every look of every viewer
            self._met = entries, _meetings(entries)
        return self._met[1]

    def acted(self, known_at: datetime) -> int:
        """How many decisions, steps of them, alerts seen and silenced, confirmed drafts and remarks by then."""
        entries, times = self._acted
        if entries is not self.entries():
            entries = self.entries()
            times = sorted(e.note.at for e in entries if e.note.action in ACTING)
            self._acted = entries, times
        return bisect_right(times, known_at)

    def jumps(self) -> list[Jump]:
        """Where the clock jumped from one line to the next, the latest first."""
        return jumps((e.seq, e.note.at) for e in self.entries())

    def mapping(self, by: str, feed: Feed) -> dict[str, str]:
        """{header: column} that this sender chose for this feed in all loads so far; the latest choice wins."""
        found: dict[str, str] = {}
        for entry in self.entries():
            note = entry.note
            if note.action == "load" and note.by == by and note.facts["feed"] == feed.id:
                found |= note.facts.get("mapping") or {}
        return {header: column for header, column in found.items() if not column or column in feed or is_shape(column)}


def _meetings(entries: Sequence[Entry]) -> pd.DataFrame:
    rows = [
        (e.seq, e.note.at, e.note.by, datetime.fromisoformat(e.note.facts["moment"]))
        for e in entries
        if e.note.action == "meeting"
    ]
    times = dict.fromkeys(("marked_at", "moment"), "datetime64[us]")
    return pd.DataFrame(rows, columns=MEETING_COLUMNS).astype(times)


def loads(connection: duckdb.DuckDBPyConnection, known_at: datetime | None) -> pd.DataFrame:
    return fetched(
        connection.execute(catalogue.house("store/loads"), {"known_at": known_at or datetime.max})
    ).to_pandas()


def since(look: Look, pack: Pack, changes: pd.DataFrame, moment: datetime, now: datetime) -> Since:
    """What came after `moment` and by `now`."""
    found = loads(look.connection, now)
    found = found.loc[found["received_at"] > moment].reset_index(drop=True)
    late: dict[int, int] = {}
    for feed_id, of_feed in found.groupby("feed"):
        late |= _late(look, pack.feeds[str(feed_id)], of_feed["load_id"].tolist())
    found["late"] = [late.get(int(one), 0) for one in found["load_id"]]
    found["new"] = found["new_rows"].fillna(0).astype(int) - found["late"]
    for name, column in (("restated", "restated_rows"), ("gone", "withdrawn_rows"), ("renamed", "renamed_rows")):
        found[name] = found[column].fillna(0).astype(int)
    between = changes.loc[(changes["moment"] > moment) & (changes["moment"] <= now)]
    return Since(found, between.reset_index(drop=True))


def _late(look: Look, feed: Feed, load_ids: Sequence[int]) -> dict[int, int]:
    """New rows that came when their feed's grace had passed since the slot they speak of (as `mart.owed` judges)."""
    if feed.snapshot or feed.as_of_column is None:
        return {}
    look.of_loads(feed.id, load_ids)
    rows = look.connection.execute(
        f"""select s.load_id, count(*)
        from ({steps_sql(feed)}) as s
        inner join raw.{feed.id} as r on s.load_id = r.load_id and s.row_no = r.row_no
        where s.kind = 'new' and list_contains($loads, s.load_id)
            and r.{feed.as_of_column} + to_minutes({feed.grace_min}) < r.received_at
        group by s.load_id""",
        {"first": min(load_ids), "last": max(load_ids), "loads": list(load_ids)},
    ).fetchall()
    return dict(rows)

"""What somebody who asks looks at: which files of rows hold the days asked, as known at a moment."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.store.door import Door
from data_pipeline.store.log.account import Account
from data_pipeline.store.log.entry import Head
from data_pipeline.store.snapshot.history import History
from data_pipeline.store.tables.row_files import LAID, RowFile

CHECKED_S, LARGE_CHECKED_S = 60.0, 3600.0
Files = Mapping[str, tuple[RowFile, ...]]


@dataclass(frozen=True)
class Version:
    """`files`: by feed, all that hold its rows."""

    head: Head
    history: History
    files: Files
    account: Account

    def near(self, feed: str, first: date | None = None, last: date | None = None) -> list[RowFile]:
        """Those that hold rows of the days from `first` to `last`."""
        return [f for f in self.files[feed] if (last is None or f.first <= last) and (first is None or f.last >= first)]

    def of_load(self, feed: str, number: int) -> list[RowFile]:
        """Those that hold rows of this load."""
        load = self.account.loads.get(number)
        if load is None:
            return []
        days = load.days
        own = [f for f in self.files[feed] if f.token is None or f.token == load.token]
        return own if days is None else [f for f in own if f.day is None or f.day in days]


class Damaged(BoardError):
    """A file of rows is not what was written. Whoever asks again asks what was made in its place."""

    def __init__(self, file: RowFile) -> None:
        super().__init__("store_damaged", file=file.name)
        self.file = file


class Look:
    """A cursor of one's own, for one piece of work: what it knows by then, and at which files of rows it looks."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, version: Version, door: Door, checked: Cache) -> None:
        self.connection, self.version, self._door, self._checked = connection, version, door, checked
        self.looked: set[RowFile] = set()

    def known_at(self, moment: datetime | None) -> None:
        self.connection.execute("set variable known_at = $1::timestamp", [moment])

    def at_all(self) -> None:
        for feed in self.version.files:
            self.at(feed, self.version.files[feed])

    def near(self, feed: str, first: date | None = None, last: date | None = None) -> None:
        """At the rows of these days."""
        self.at(feed, self.version.near(feed, first, last))

    def at(self, feed: str, files: Iterable[RowFile]) -> None:
        """From here on raw.<feed> is what these files hold, as far as the ledger names its tokens. Each is held against
        the sum in its name before it is read here, and from time to time again."""
        found = tuple(files)
        for file in found:
            self._check(file)
        self.looked.update(found)
        paths = [str(f.path) for f in found] or [str(self._door.blank[feed])]
        self.connection.execute(f"set variable rows_{feed} = $1", [paths])

    def _check(self, file: RowFile) -> None:
        now = time.monotonic()
        before = self._checked.peek(file)
        lately = CHECKED_S if file.size < LAID else LARGE_CHECKED_S
        if before is not None and now - before < lately and file.is_near:
            return
        if not file.is_whole:
            raise Damaged(file)
        self._checked.put(file, now)

    def of_loads(self, feed: str, numbers: Iterable[int]) -> None:
        """At the rows of all days that these loads speak of."""
        days = [self.version.account.loads[n].days for n in numbers]
        told = [day for of in days if of is not None for day in of]
        if None in days or not told:
            self.near(feed)
        else:
            self.near(feed, min(told), max(told))

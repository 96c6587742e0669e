"""What lies behind a door of storage: ledger, received bytes, rows, notes, state, and turns to write."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from data_pipeline.declare import Pack
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.notes import Files, Notes
from data_pipeline.store.log.received import Received
from data_pipeline.store.log.state import State
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.home import Home, is_named
from data_pipeline.store.tables.row_files import blank

LOST = "lost"
Wrong = tuple[str, Mapping[str, object]]  # the code of a finding, and its facts


class Follows(Protocol):
    """What keeps this machine in step with a store that lies elsewhere. `copies`: whether here are copies only."""

    copies: bool

    def begin(self) -> None:
        """Raises BoardError where nothing could be served."""
        ...

    def wrong(self) -> Wrong | None:
        """Why what is new could not be heard of; None where it can."""
        ...

    def measures(self) -> Mapping[str, float]:
        """For the watch over it."""
        ...

    def close(self) -> None: ...


class Here:
    """It lies here."""

    copies = False

    def begin(self) -> None: ...

    def wrong(self) -> Wrong | None:
        return None

    def measures(self) -> Mapping[str, float]:
        return {}

    def close(self) -> None: ...


@dataclass(frozen=True)
class Parts:
    """What a store is made of. `root`: the folder of this machine where it lies, or copies of it do. `writing`: by
    turns; who lost theirs loses at the ledger too."""

    root: Path
    ledger: Ledger
    received: Received
    home: Home
    notes: Notes
    state: State
    writing: Callable[[], AbstractContextManager[None]]
    follows: Follows = field(default_factory=Here)


class Door:
    def __init__(self, parts: Parts, pack: Pack) -> None:
        self._pack, self.root = pack, parts.root
        self.ledger, self.received, self.home = parts.ledger, parts.received, parts.home
        self.notes, self.state, self.writing = parts.notes, parts.state, parts.writing
        self.follows = parts.follows

    @cached_property
    def tables(self) -> dict[str, FeedTable]:
        city = self._pack.operation.city_code
        return {feed.id: FeedTable(self.home, feed, city) for feed in self._pack.feeds.values()}

    @cached_property
    def blank(self) -> dict[str, Path]:
        """Of each feed a file with its columns and no rows: what a question about none of its files is asked of."""
        return {feed: self._blanks.folder / blank(table.schema)[0] for feed, table in self.tables.items()}

    def lacks_blanks(self) -> bool:
        """Where here are copies only they are made at once: that they lack says nothing of the store."""
        if self.follows.copies:
            self.make_blanks()
            return False
        return any(not is_named(path.name, self._blanks.read(path.name) or b"") for path in self.blank.values())

    def make_blanks(self) -> None:
        for table in self.tables.values():
            name, data = blank(table.schema)
            if self._blanks.read(name) != data:
                self._blanks.write(name, data)

    def lost(self) -> tuple[int, ...]:
        """Lines whose rows lack and cannot be made again, for want of the received file."""
        try:
            return tuple(json.loads(self.notes.read(LOST) or b"[]"))
        except ValueError:
            return ()

    def note_lost(self, lines: Sequence[int]) -> None:
        if tuple(lines) != self.lost():
            self.notes.write(LOST, json.dumps(list(lines)).encode("ascii"))

    def append(self, rows: Mapping[str, Sequence[pa.Table]]) -> None:
        """By feed. Kept when this returns; seen once lines of the ledger name their tokens."""
        for feed, parts in rows.items():
            table = self.tables[feed]
            table.append(pa.concat_tables([table.cast(part) for part in parts]))

    @cached_property
    def _blanks(self) -> Files:
        return Files(self.home.folder / "blank")

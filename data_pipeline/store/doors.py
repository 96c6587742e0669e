"""The doors of storage: where ledger, received bytes and rows lie, by what BOARD_STORE says. Nothing above them knows
more of it than this.

file:FOLDER                                               one machine: a folder, one file lock
lake:postgresql://USER@HOST/DB?data=s3://BUCKET&city=CODE  any number of hosts: PostgreSQL and an object store
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.lake.address import KIND, Lake, lake_of
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.lock import writing
from data_pipeline.store.log.notes import Files, Notes
from data_pipeline.store.log.received import Received
from data_pipeline.store.log.state import State
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.home import Disk, Home, is_named
from data_pipeline.store.tables.row_files import blank

FILE, BEFORE = "file:", "duckdb:"
LOST = "lost"
Where = Path | Lake  # a folder, or a lake
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


def door(where: Where, pack: Pack) -> Door:
    """Raises BoardError store_city, store_extra."""
    if isinstance(where, Path):
        return Door(_file(where), pack)
    if where.city != pack.operation.city_code:
        raise BoardError("store_city", city=where.city, pack=pack.operation.city_code)
    try:
        from data_pipeline.store.lake.parts import parts
    except ImportError:
        raise BoardError("store_extra") from None
    return Door(parts(where), pack)


def _file(root: Path) -> Parts:
    rows = (root / "tables").resolve()
    own = Ledger(root / "ledger.jsonl"), Received(root / "received"), Disk(rows), Files(rows), State(root)
    return Parts(root, *own, partial(writing, root))


def where_of(url: str, copies: Path, copies_bytes: int) -> Where:
    """`copies`: for copies of what lies elsewhere. Raises BoardError store_before, store_url, store_lake,
    store_password."""
    if url.startswith(KIND):
        return lake_of(url, copies, copies_bytes)
    if url.startswith(BEFORE):
        raise BoardError("store_before", folder=url.removeprefix(BEFORE))
    if not url.startswith(FILE):
        raise BoardError("store_url", url=url.rsplit("@", maxsplit=1)[-1])
    return Path(url.removeprefix(FILE))


def folder_of(where: Where) -> Path:
    """Of this machine."""
    return where if isinstance(where, Path) else where.root

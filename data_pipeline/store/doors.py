"""The doors of storage: where ledger, received bytes and rows lie, by what BOARD_STORE says. Nothing above them knows
more of it than this.

file:FOLDER   one machine: a folder, one file lock
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.lock import writing
from data_pipeline.store.log.received import Received
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.row_files import blank

FILE, BEFORE = "file:", "duckdb:"
LOST = "lost"


class FileDoor:
    def __init__(self, root: Path, pack: Pack) -> None:
        self.root, self._pack = root, pack
        self.ledger = Ledger(root / "ledger.jsonl")
        self.received = Received(root / "received")
        self.rows = (root / "tables").resolve()

    @cached_property
    def tables(self) -> dict[str, FeedTable]:
        city = self._pack.operation.city_code
        return {feed.id: FeedTable(self.rows, feed, city) for feed in self._pack.feeds.values()}

    @cached_property
    def blank(self) -> dict[str, Path]:
        """Of each feed a file with its columns and no rows: what a question about none of its files is asked of."""
        return {feed: self.rows / "blank" / blank(table.schema)[0] for feed, table in self.tables.items()}

    def lacks_blanks(self) -> bool:
        return any(not _is(self.blank[feed], blank(table.schema)[1]) for feed, table in self.tables.items())

    def make_blanks(self) -> None:
        for folder in (self.root, self.rows, self.rows / "blank"):
            durable.make_folder(folder)
        for feed, table in self.tables.items():
            if not _is(path := self.blank[feed], data := blank(table.schema)[1]):
                durable.write(staged := path.with_name(f".{durable.token()}"), data)
                os.replace(staged, path)

    def lost(self) -> tuple[int, ...]:
        """Lines whose rows lack and cannot be made again, for want of the received file."""
        try:
            return tuple(json.loads((self.rows / LOST).read_bytes()))
        except (OSError, ValueError):
            return ()

    def note_lost(self, lines: Sequence[int]) -> None:
        if tuple(lines) != self.lost():
            durable.make_folder(self.rows)
            staged = self.rows / f".{LOST}-{durable.token()}"
            durable.write(staged, json.dumps(list(lines)).encode("ascii"))
            os.replace(staged, self.rows / LOST)

    def append(self, rows: Mapping[str, Sequence[pa.Table]]) -> None:
        """By feed. On the disk when this returns; seen once lines of the ledger name their tokens."""
        for feed, parts in rows.items():
            table = self.tables[feed]
            table.append(pa.concat_tables([table.cast(part) for part in parts]))

    def writing(self) -> AbstractContextManager[None]:
        return writing(self.root)


def _is(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def folder_of(url: str) -> Path:
    """Raises BoardError store_before, store_url."""
    if url.startswith(BEFORE):
        raise BoardError("store_before", folder=url.removeprefix(BEFORE))
    if not url.startswith(FILE):
        raise BoardError("store_url", url=url.rsplit("@", maxsplit=1)[-1])
    return Path(url.removeprefix(FILE))

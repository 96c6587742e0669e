"""The rows of one feed: an open Delta table, by city and operating day. Rows are appended under their load's token and
never changed; which tokens count, the ledger says.

Its folder carries a mark of its columns: rows of other columns are another table, made from the received files.
"""

import errno
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, create_table_with_add_actions

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Feed
from data_pipeline.store.tables import row_files
from data_pipeline.store.tables.home import Home, first_line
from data_pipeline.store.tables.row_files import LAID, SMALL, Into, RowFile, stored_schema

BY = ["city", "day"]
OS_ERROR = re.compile(r"os error (\d+)")
GONE = (errno.ENOENT, errno.ENOTDIR)
KEPT_H = 24 * 7  # for how long files that were laid together stay for those who read them still
CONFIGURATION = {"delta.checkpointInterval": "50", "delta.deletedFileRetentionDuration": f"interval {KEPT_H} hours"}


class FeedTable:
    def __init__(self, home: Home, feed: Feed, city: str) -> None:
        self.feed, self.city = feed, city
        self.schema = stored_schema(feed)
        told = f"{city} {' '.join(f'{f.name}:{f.type}' for f in self.schema)}"
        self._own = Into(home, f"{feed.id}-{hashlib.sha256(told.encode()).hexdigest()[:8]}", city)
        self._home, self.folder = home, self._own.folder
        self._held: DeltaTable | None = None
        self._listed: tuple[int, tuple[RowFile, ...]] = (-1, ())

    def is_there(self) -> bool:
        return self._home.has(self._own.table)

    def files(self) -> tuple[RowFile, ...]:
        """All that hold its rows now. Raises BoardError `table_damaged` where its log is none, `table_unreadable`
        where it cannot be read just now."""
        if not self.is_there():
            return ()
        table = self._newest()
        if self._listed[0] != table.version():
            told = pa.table(table.get_add_actions(flatten=True))  # type: ignore[arg-type]
            names = ("path", "size_bytes", "num_records", "min.ops_day", "max.ops_day", "partition.day", "min.token")
            blank = [None] * told.num_rows
            columns = [told.column(n).to_pylist() if n in told.column_names else blank for n in names]
            found = tuple(RowFile(self.folder / row[0], *row, of=self._own) for row in zip(*columns, strict=True))
            self._listed = table.version(), found
        return self._listed[1]

    def append(self, rows: pa.Table) -> None:
        """In one commit, on the disk when this returns. Small files of these days are laid together on the way, where
        there are many."""
        rows, gone = self._with_small(self.cast(rows))
        self._commit(list(row_files.write(self._own, rows)), gone)

    def replace(self, gone: Sequence[RowFile], rows: pa.Table) -> None:
        """These rows instead of what those files hold: in one commit."""
        made = list(row_files.write(self._own, self.cast(rows))) if rows.num_rows else []
        self._commit(made, gone)

    def make(self, batches: Iterable[pa.Table]) -> None:
        """All of it anew: what it held before stays for those who read it still."""
        made = [a for rows in batches for a in row_files.write(self._own, self.cast(rows))]
        self._commit(made, self.files())

    def set_aside(self) -> None:
        """A log that cannot be read says of no file that it counts."""
        self.forget()
        self._home.put_aside(self._own.table)

    def forget(self) -> None:
        self._held, self._listed = None, (-1, ())

    def vacuum(self) -> None:
        """Files that no longer count, and were not needed for a long time, go."""
        before = self._newest().version()
        self._newest().vacuum(KEPT_H, dry_run=False, full=True)
        for version in range(before + 1, self._newest().version() + 1):  # it says in the log that it went
            self._home.settle(self._own.table, version)
        self._home.sweep(self._own.table)

    def damaged_log(self) -> list[str]:
        """Files of its log that are not what was written, though it can be read."""
        return self._home.damaged_log(self._own.table) if self.is_there() else []

    def note_log(self) -> None:
        """What its log says was held against the ledger, row by row: it is right, and noted as it is now."""
        if self.is_there():
            self._home.note_log(self._own.table)

    def _with_small(self, rows: pa.Table) -> tuple[pa.Table, list[RowFile]]:
        days = set(rows.column("ops_day").to_pylist()) if rows.num_rows < LAID else set()
        small = [f for f in self.files() if f.day in days and f.size < LAID]
        if len(small) < SMALL:
            return rows, []
        by_day = {day: [f for f in small if f.day == day] for day in days}
        gone = [f for of in by_day.values() if len(of) >= SMALL for f in of]
        if not row_files.all_whole(gone):  # nothing is built on a flipped bit
            return rows, []
        return pa.concat_tables([*(self.cast(f.read()) for f in gone), rows]), gone

    def cast(self, rows: pa.Table) -> pa.Table:
        return rows.select(self.schema.names).cast(self.schema)

    def _commit(self, made: Sequence[AddAction], gone: Sequence[RowFile]) -> None:
        """The table's own log says which files count: written last, and on the disk."""
        with durable.disk(), self._explained():
            if not self.is_there():
                self._home.make(self._own.table)
                told: dict[str, Any] = {"partition_by": BY, "configuration": CONFIGURATION}
                create_table_with_add_actions(
                    self._own.address, self._delta, list(made), storage_options=self._home.options, **told
                )
            else:
                actions: list[Any] = [*(row_files.removed(f, self.city) for f in gone), *made]
                (self._held or self._newest()).create_write_transaction(actions, "append", self._delta, BY)
            self._home.settle(self._own.table, self._newest().version())

    @cached_property
    def _delta(self) -> DeltaSchema:
        return DeltaSchema.from_arrow(pa.schema([("city", pa.string()), ("day", pa.date32()), *self.schema]))

    def _newest(self) -> DeltaTable:
        try:
            if self._held is None:
                self._held = DeltaTable(self._own.address, storage_options=self._home.options)
            else:
                self._held.update_incremental()
        except (DeltaError, OSError, ValueError) as why:
            self.forget()
            code = "table_unreadable" if _is_passing(str(why)) else "table_damaged"
            raise self._home.explain(why) or BoardError(code, feed=self.feed.id, reason=first_line(why)) from why
        return self._held

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DeltaError, OSError) as why:
            self.forget()
            raise self._home.explain(why) or why from None


def _is_passing(reason: str) -> bool:
    """Whether the system refused to read: that says nothing about what lies there."""
    told = OS_ERROR.search(reason)
    return told is not None and int(told[1]) not in GONE

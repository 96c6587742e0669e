"""The table of roll-ups: an open Delta table, by operating day and level, that the boards of all cities append to.

One row per city, publication, line and area: the newest figures as that board judged them. Of a city and a day only
the newest publication counts; the earlier ones are how it stood before. Nothing here is anybody's truth: each city's
ledger is, and what is lost comes again with the next publication.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError

BY = ["ops_day", "level"]
LEVELS = ("city", "district")
MANY = 48  # files of one day and level: then they are laid together
TRIES = 8
KEPT_H = 24 * 7
TEXTS = ("city", "line", "part", "area", "state", "judge", "token")
TIMES = ("slot", "finish_at", "deadline_at", "reported_at")
NUMBERS = ("carry_in", "due", "done", "cancelled", "open", "rate", "late_h", "reported", "expected")
SCHEMA = pa.schema(
    [
        ("ops_day", pa.date32()),
        ("level", pa.string()),
        *((name, pa.string()) for name in TEXTS),
        *((name, pa.timestamp("us")) for name in TIMES),
        *((name, pa.float64()) for name in NUMBERS),
        ("seq", pa.int64()),
    ]
)


class Rollups:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def append(self, rows: pa.Table) -> None:
        """All of it or nothing, beside whatever other boards append at that moment; under a token of its own, so that
        two replicas of one board that tell the same are one. Raises BoardError rollups_away, like all that follow."""
        token = pa.array([durable.token()] * rows.num_rows, pa.string())
        rows = rows.set_column(rows.column_names.index("token"), "token", token)
        with _reached():
            for left in reversed(range(TRIES)):
                try:
                    self._make()
                    return write_deltalake(str(self.folder), rows.cast(SCHEMA), mode="append")
                except CommitFailedError:  # another board made the table, or laid files together, just then
                    if not left:
                        raise

    def files(self, day: date, level: str) -> list[str]:
        """Those that hold what was reported of this day, of whole cities or of their districts."""
        with _reached():
            if not self._is_there():
                return []
            return DeltaTable(str(self.folder)).file_uris(file_pruning_predicate=_of(day, level))

    def days(self) -> list[date]:
        """Of which anybody published anything, the oldest first."""
        with _reached():
            found = DeltaTable(str(self.folder)).partitions() if self._is_there() else []
            return sorted({date.fromisoformat(of["ops_day"]) for of in found})

    def replace(self, day: date, cities: Collection[str], rows: pa.Table, version: int) -> None:
        """These rows instead of all that these cities had published of a day by a version of this table: in one commit.
        Raises rollups_moved, and changes nothing, where they published more since, or files were laid together."""
        named = ", ".join("'" + city.replace("'", "''") + "'" for city in cities)
        where = f"ops_day = '{day.isoformat()}' and city in ({named})"
        with _reached():
            table = DeltaTable(str(self.folder), version=version)
            try:
                write_deltalake(table, rows.cast(SCHEMA), mode="overwrite", predicate=where)
            except CommitFailedError as why:
                raise BoardError("rollups_moved", day=day) from why

    def version(self) -> int:
        """Grows with every publication of any city; -1 before the first."""
        with _reached():
            return DeltaTable(str(self.folder)).version() if self._is_there() else -1

    def lay(self, day: date) -> None:
        """Many small files of a day become one; those it replaces stay a week for who reads them still. Another board
        may be at it: then it is done already."""
        for level in LEVELS:
            if len(self.files(day, level)) >= MANY:
                with suppress(DeltaError):
                    table = DeltaTable(str(self.folder))
                    table.optimize.compact(_of(day, level))
                    table.vacuum(KEPT_H, dry_run=False)

    def _is_there(self) -> bool:
        return (self.folder / "_delta_log").is_dir()

    def _make(self) -> None:
        if not self._is_there():
            self.folder.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(str(self.folder), SCHEMA, mode="ignore", partition_by=BY)


@contextmanager
def _reached() -> Iterator[None]:
    """The folder lies with many: that it cannot be reached just now says nothing of what is in it."""
    try:
        yield
    except (DeltaError, OSError) as why:
        raise BoardError("rollups_away", reason=str(why).splitlines()[0][:200]) from why


def _of(day: date, level: str) -> list[tuple[str, str, str]]:
    return [("ops_day", "=", day.isoformat()), ("level", "=", level)]

"""The table of roll-ups: an open Delta table, by operating day and level, that the boards of all cities append to.

One row per city, publication, line and area: the newest figures as that board judged them. Of a city and a day only
the newest publication counts; the earlier ones are how it stood before. Nothing here is anybody's truth: each city's
ledger is, and what is lost is told again with the next publication, or by `nation --again`.
"""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

BY = ["ops_day", "level"]
LEVELS = ("city", "district")
MANY = 48  # files of one day and level: then they are laid together
TRIES = 8
NUMBER, TIME = pa.float64(), pa.timestamp("us")
SCHEMA = pa.schema(
    [
        ("ops_day", pa.date32()), ("level", pa.string()), ("city", pa.string()), ("line", pa.string()),
        ("area", pa.string()), ("slot", TIME), ("carry_in", NUMBER), ("due", NUMBER), ("done", NUMBER),
        ("cancelled", NUMBER), ("open", NUMBER), ("rate", NUMBER), ("state", pa.string()), ("judge", pa.string()),
        ("finish_at", TIME), ("deadline_at", TIME), ("late_h", NUMBER), ("reported", NUMBER), ("expected", NUMBER),
        ("seq", pa.int64()), ("told_at", TIME),
    ]
)  # fmt: skip


class Rollups:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def append(self, rows: pa.Table) -> None:
        """All of it or nothing, beside whatever other boards append at that moment."""
        for left in reversed(range(TRIES)):
            try:
                self._make()
                return write_deltalake(str(self.folder), rows.cast(SCHEMA), mode="append")
            except CommitFailedError:  # another board made the table, or laid files together, just then
                if not left:
                    raise

    def rows(self, day: date, level: str) -> pa.Table:
        """All that was told of this day, of whole cities or of their districts."""
        if not self._is_there():
            return SCHEMA.empty_table()
        found = pa.table(
            DeltaTable(str(self.folder)).to_pyarrow_table(filters=[("ops_day", "=", day), ("level", "=", level)])
        )
        return found.select(SCHEMA.names).cast(SCHEMA)

    def version(self) -> int:
        """Grows with every publication of any city; -1 before the first."""
        return DeltaTable(str(self.folder)).version() if self._is_there() else -1

    def lay(self, day: date) -> None:
        """Many small files of a day become one. Another board may be at it: then it is done already."""
        table = DeltaTable(str(self.folder))
        for level in LEVELS:
            if len(table.file_uris(file_pruning_predicate=_of(day, level))) >= MANY:
                with suppress(DeltaError):
                    table.optimize.compact(_of(day, level))

    def _is_there(self) -> bool:
        return (self.folder / "_delta_log").is_dir()

    def _make(self) -> None:
        if not self._is_there():
            self.folder.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(str(self.folder), SCHEMA, mode="ignore", partition_by=BY)


def _of(day: date, level: str) -> list[tuple[str, str, str]]:
    return [("ops_day", "=", day.isoformat()), ("level", "=", level)]

"""Where tables and their files of rows lie, and how these come within reach of whoever reads them."""

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import aside
from data_pipeline.store.tables import log_sums

ENDING = ".parquet"
LENGTH = 16
LOG = "_delta_log"
GONE = (FileNotFoundError, NotADirectoryError)


class Home(Protocol):
    """`folder`: of this machine; readers may read below it, and nowhere else. `options`: for the tables' library.
    A file's name is the table's, and its own below it; the start of its own hash stands in it."""

    folder: Path
    options: dict[str, str] | None

    def address(self, table: str) -> str:
        """For the tables' library."""
        ...

    def has(self, table: str) -> bool: ...

    def make(self, table: str) -> None:
        """What must be there before the first file of a table."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Whole, and kept whatever happens, when this returns."""
        ...

    def settle(self, table: str, version: int) -> None:
        """What the table's own log says last is kept whatever happens, and a flipped bit in it is found."""
        ...

    def damaged_log(self, table: str) -> list[str]:
        """Files of the table's own log that are not what was written."""
        ...

    def note_log(self, table: str) -> None:
        """What the log says is right: it is noted as it is now."""
        ...

    def sweep(self, table: str) -> None:
        """What is noted of a log that is gone goes."""
        ...

    def is_near(self, name: str) -> bool:
        """Whether it can be read here: at the price of a glance, each time it is read."""
        ...

    def is_there(self, name: str, size: int) -> bool:
        """As long as it was: at the price of a glance."""
        ...

    def is_whole(self, name: str) -> bool:
        """Whether what is read here is what was written. It is near then. Raises BoardError `rows_unreadable` where it
        cannot be read just now: a passing fault is no verdict."""
        ...

    def is_kept(self, name: str) -> bool:
        """Whether what all read is what was written."""
        ...

    def put_aside(self, name: str) -> None:
        """A damaged file, or a table's log that cannot be read: never deleted."""
        ...

    def explain(self, why: Exception) -> BoardError | None:
        """What the tables' library fell over, where that says nothing of the table."""
        ...


class Disk:
    """Below a folder."""

    options: dict[str, str] | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def address(self, table: str) -> str:
        return str(self.folder / table)

    def has(self, table: str) -> bool:
        return (self.folder / table / LOG).is_dir()

    def make(self, table: str) -> None:
        durable.make_folder(self.folder)
        durable.make_folder(self.folder / table)

    def put(self, name: str, data: bytes) -> None:
        """Each new folder's entry in the one above is on the disk."""
        place = self.folder / name
        with durable.disk():
            for folder in reversed(place.relative_to(self.folder).parents):
                durable.make_folder(self.folder / folder)
            durable.write(place, data, durable.READ_ONLY)
            durable.sync(place.parent)

    def settle(self, table: str, version: int) -> None:
        log = self._log(table)
        durable.sync(log.folder / f"{version:020}.json")
        durable.sync(log.folder)
        log_sums.note(log, log_sums.of_version(version))

    def damaged_log(self, table: str) -> list[str]:
        return [f"{table}/{LOG}/{name}" for name in log_sums.damaged(self._log(table))]

    def note_log(self, table: str) -> None:
        log = self._log(table)
        log_sums.note(log, list(log_sums.damaged(log)))

    def sweep(self, table: str) -> None:
        self._log(table).sweep()

    def _log(self, table: str) -> "LogFolder":
        return LogFolder(self.folder / table / LOG)

    def is_near(self, name: str) -> bool:
        return True

    def is_there(self, name: str, size: int) -> bool:
        try:
            return (self.folder / name).stat().st_size == size
        except GONE:
            return False
        except OSError:  # nobody knows
            return True

    def is_whole(self, name: str) -> bool:
        try:
            return is_named(name, (self.folder / name).read_bytes())
        except GONE:
            return False
        except OSError as why:
            raise BoardError("rows_unreadable", file=name, reason=why.strerror) from why

    is_kept = is_whole

    def put_aside(self, name: str) -> None:
        aside.put(self.folder / name)

    def explain(self, why: Exception) -> BoardError | None:
        full = os.strerror(errno.ENOSPC) in str(why)
        return BoardError("store_full", reason=first_line(why)) if full else None


@dataclass(frozen=True)
class LogFolder:
    folder: Path

    def names(self) -> list[str]:
        return [file.name for file in self.folder.iterdir()] if self.folder.is_dir() else []

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except GONE:
            return None

    def over(self, name: str, data: bytes) -> None:
        staged = self.folder / f".{durable.token()}"
        staged.write_bytes(data)
        os.replace(staged, self.folder / name)

    def sweep(self) -> None:
        """Sums of what the library has cleared away, and what a killed writer left. Only under the lock."""
        for left in self.folder.glob(f".{'[0-9a-f]' * 12}"):
            left.unlink(missing_ok=True)
        for noted in self.folder.glob(f"*{log_sums.ENDING}"):
            if not noted.with_name(noted.name.removesuffix(log_sums.ENDING)).exists():
                noted.unlink(missing_ok=True)


def first_line(why: Exception) -> str:
    return (str(why).splitlines() or [type(why).__name__])[0][:200]


def start_of_sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def is_named(name: str, data: bytes) -> bool:
    """Whether these bytes are those that the name tells of."""
    return start_of_sum(data) == name.removesuffix(ENDING).rpartition(".")[2]

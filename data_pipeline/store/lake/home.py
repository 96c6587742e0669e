"""Tables in an object store. Their files of rows are copied here before they are read: the database that reads them
needs no network, and no extension."""

from dataclasses import dataclass

from deltalake.exceptions import CommitFailedError

from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.copies import Copies
from data_pipeline.store.lake.objects import Objects, away
from data_pipeline.store.log import aside
from data_pipeline.store.tables import log_sums
from data_pipeline.store.tables.home import ENDING, LOG, is_named

BELOW = "tables/"
UNREACHED = ("Generic ", "error sending request", "timed out")  # how the tables' library tells it


@dataclass(frozen=True)
class LogObjects:
    """`below`: what all names begin with there."""

    objects: Objects
    below: str

    def names(self) -> list[str]:
        return [name.removeprefix(self.below) for name in self.objects.names(self.below)]

    def read(self, name: str) -> bytes | None:
        return self.objects.read(f"{self.below}{name}")

    def over(self, name: str, data: bytes) -> None:
        self.objects.over(f"{self.below}{name}", data)


class SharedHome:
    def __init__(self, objects: Objects, copies: Copies) -> None:
        self.folder, self.options = copies.folder, objects.options
        self._objects, self._copies = objects, copies
        self._there: set[str] = set()

    def address(self, table: str) -> str:
        return f"{self._objects.url}/{BELOW}{table}"

    def has(self, table: str) -> bool:
        if table not in self._there and self._objects.any(f"{BELOW}{table}/{LOG}/"):
            self._there.add(table)
        return table in self._there

    def make(self, table: str) -> None:
        """Nothing: an object store has no folders."""

    def put(self, name: str, data: bytes) -> None:
        self._objects.new(f"{BELOW}{name}", data)
        self._copies.put(name, data)

    def settle(self, table: str, version: int) -> None:
        """What was told to be there is; its sum is noted."""
        log_sums.note(self._log(table), log_sums.of_version(version))

    def damaged_log(self, table: str) -> list[str]:
        return [f"{table}/{LOG}/{name}" for name in log_sums.damaged(self._log(table))]

    def note_log(self, table: str) -> None:
        log = self._log(table)
        log_sums.note(log, list(log_sums.damaged(log)))

    def sweep(self, table: str) -> None:
        """Nothing."""

    def is_near(self, name: str) -> bool:
        return self._copies.has(name)

    def is_there(self, name: str, size: int) -> bool:
        """The object store answers for it; what is read of it is held against its sum."""
        return True

    def is_whole(self, name: str) -> bool:
        """A copy that is not is fetched again."""
        copy = self._copies.read(name)
        return (copy is not None and is_named(name, copy) and self._copies.has(name)) or self.is_kept(name)

    def is_kept(self, name: str) -> bool:
        data = self._objects.read(f"{BELOW}{name}")
        if data is None or not is_named(name, data):
            self._copies.drop(name)
            return False
        if self._copies.read(name) != data:
            self._copies.put(name, data)
        return True

    def _log(self, table: str) -> "LogObjects":
        return LogObjects(self._objects, f"{BELOW}{table}/{LOG}/")

    def put_aside(self, name: str) -> None:
        if name.endswith(ENDING):
            self._objects.move(f"{BELOW}{name}", f"{BELOW}{name}{aside.ENDING}")
            self._copies.drop(name)
            return
        self._there.discard(name)
        for part in self._objects.names(f"{BELOW}{name}/{LOG}/"):
            self._objects.move(part, part.replace(f"{BELOW}{name}/", f"{BELOW}{name}{aside.ENDING}/", 1))

    def explain(self, why: Exception) -> BoardError | None:
        if isinstance(why, CommitFailedError) or "already exists" in str(why):
            return BoardError("ledger_moved")
        if any(word in str(why) for word in UNREACHED) or not self._objects.answers():
            return away(why)
        return None

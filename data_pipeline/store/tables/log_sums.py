"""The sums of a table's own log: the open format has none, so that a bit could flip there in a harmless place and
nobody would know. Beside each file of the log stands the start of its hash; other readers of the table pass it over."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

LENGTH = 16
ENDING = ".sum"
CHECKPOINT, LAST = ".checkpoint.parquet", "_last_checkpoint"


class Log(Protocol):
    """The files of one table's log, by name."""

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes | None:
        """None where it is not there. Raises where it cannot be read just now."""
        ...

    def over(self, name: str, data: bytes) -> None:
        """Whole or not at all, in the place of another."""
        ...


def of_version(version: int) -> tuple[str, ...]:
    """What a commit may have written."""
    return f"{version:020}.json", f"{version:020}{CHECKPOINT}"


def note(log: Log, names: Iterable[str]) -> None:
    """Of these that are there. One that is not noted is not held against anything."""
    for name in names:
        if (data := log.read(name)) is not None:
            log.over(f"{name}{ENDING}", _sum(data).encode("ascii"))
            if name.endswith(CHECKPOINT):
                note(log, [LAST])


def damaged(log: Log) -> Iterator[str]:
    """Files of the log that are not what was written."""
    for noted in sorted(n for n in log.names() if n.endswith(ENDING)):
        name = noted.removesuffix(ENDING)
        data, told = log.read(name), (log.read(noted) or b"").decode("ascii", "replace")
        if data is not None and len(told) >= LENGTH and _sum(data) != told:  # a shorter one was cut in writing
            yield name


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:LENGTH]

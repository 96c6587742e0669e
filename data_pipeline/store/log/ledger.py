"""The ledger: an append-only file of hash-chained lines. A line that is on the disk is the acknowledgement."""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import GENESIS, Entry, Head, Note, parse, seal

log = logging.getLogger(__name__)
CHUNK = 1 << 16


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path

    def head(self) -> Head:
        """Where its last whole line stands; cheap, reads only the end of the file."""
        last = self.last()
        return last.head if last else GENESIS

    def size(self) -> int:
        """Bytes of it, whole lines or not: at the price of a glance."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def last(self) -> Entry | None:
        line = self._last_line()
        try:
            return parse(line, number=0) if line else None
        except BoardError as why:
            raise BoardError(why.code, **{**why.facts, "line": sum(1 for _ in self._whole_lines())}) from None

    def entries(self, after: Head = GENESIS) -> Iterator[Entry]:
        """Every whole line from the start, the chain checked on the way; yields those later than `after`."""
        before = GENESIS
        for number, line in enumerate(self._whole_lines(), start=1):
            entry = parse(line, number)
            if entry.seq != before.seq + 1 or entry.prev != before.hash:
                raise BoardError("ledger_broken", line=number)
            before = entry.head
            if entry.seq == after.seq and entry.head != after:
                raise BoardError("ledger_forked", line=number, where="-")
            if entry.seq > after.seq:
                yield entry
        if before.seq < after.seq:
            raise BoardError("ledger_forked", line=before.seq + 1, where="-")

    def added(self, size: int, before: Head) -> tuple[list[Entry], int]:
        """The whole lines after its first `size` bytes, which end with the line `before`, and where they end."""
        found: list[Entry] = []
        if not self.path.exists():
            return found, size
        with self.path.open("rb") as f:
            f.seek(size)
            for line in takewhile(lambda x: x.endswith(b"\n"), f):
                entry = parse(line, before.seq + 1)
                if entry.seq != before.seq + 1 or entry.prev != before.hash:
                    raise BoardError("ledger_broken", line=before.seq + 1)
                before, size = entry.head, size + len(line)
                found.append(entry)
        return found, size

    def seal(self, after: Head, notes: Iterable[Note]) -> list[Entry]:
        """The lines that would follow `after`. Nothing is written."""
        entries = []
        for note in notes:
            entries.append(seal(after, note))
            after = entries[-1].head
        return entries

    def append(self, entries: Sequence[Entry]) -> None:
        """Only under the lock, and mended. All lines are on the disk when this returns; on an error, none is."""
        new = not self.path.exists()
        with self.path.open("ab", buffering=0) as f:
            size = f.tell()
            try:
                self._write(f.fileno(), b"".join(e.line for e in entries))
            except BaseException:
                os.ftruncate(f.fileno(), size)
                os.fsync(f.fileno())
                raise
        if new:
            durable.sync(self.path.parent)

    def _write(self, handle: int, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)

    def torn(self) -> bytes:
        """What stands after the last line end: a line whose writing was cut, so never acknowledged."""
        if not self.path.exists():
            return b""
        with self.path.open("rb") as f:
            end = self._end_of_whole(f.fileno())
            f.seek(end)
            return f.read()

    def mend(self) -> None:
        """Set a torn last line aside in a file beside the ledger. Only under the lock."""
        torn = self.torn()
        if not torn:
            return
        aside = self.path.with_name(f"{self.path.name}.torn-{durable.token()}")
        durable.write(aside, torn)
        durable.sync(self.path.parent)
        with self.path.open("r+b") as f:
            f.truncate(f.seek(0, os.SEEK_END) - len(torn))
            os.fsync(f.fileno())
        log.error("ledger: the last line was cut in writing; %d bytes set aside in %s", len(torn), aside.name)

    def freshen(self) -> None:
        """Nothing: this is the ledger itself, and no copy of it."""

    def differs(self) -> int | None:
        """The first line of a copy that is not what it was copied of."""
        return None

    def set_aside(self) -> list[str]:
        """Names of the torn ends that were set aside."""
        return sorted(p.name for p in self.path.parent.glob(f"{self.path.name}.torn-*"))

    def _whole_lines(self) -> Iterator[bytes]:
        if self.path.exists():
            with self.path.open("rb") as f:
                for line in f:
                    if line.endswith(b"\n"):
                        yield line

    def _last_line(self) -> bytes:
        if not self.path.exists():
            return b""
        with self.path.open("rb") as f:
            end = self._end_of_whole(f.fileno())
            if end == 0:
                return b""
            start = _line_end_before(f.fileno(), end - 1)
            return os.pread(f.fileno(), end - start, start)

    def _end_of_whole(self, handle: int) -> int:
        return _line_end_before(handle, os.fstat(handle).st_size)


def _line_end_before(handle: int, end: int) -> int:
    """The position after the last line feed before `end`; 0 when there is none."""
    while end > 0:
        start = max(0, end - CHUNK)
        found = os.pread(handle, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0

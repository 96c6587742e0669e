"""Published databases. None is ever written in place: a draft is built aside, checked, and CURRENT is moved to it.

A file's name tells the ledger line it stands for: <seq>-<start of hash>-<token>_<sum>.duckdb; the token makes it
unique, because a path that is replaced under an open connection would serve the old data, and the sum (the start of the
file's SHA-256) finds every bit that flips.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.clock import since
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import aside
from data_pipeline.store.log.entry import Head
from data_pipeline.store.tables.retention import Retention, retention

DRAFT, PREVIEW, STAGED = ".draft-", ".preview-", ".CURRENT-"
ABANDONED_S = 3600.0  # a preview takes minutes at most
NAME = re.compile(r"\d{8,}-[0-9a-f]{16}-\w+\.duckdb")
SUM = re.compile(r"_([0-9a-f]{16})\.duckdb$")
HASH_LENGTH = SUM_LENGTH = 16
Check = Callable[[Path], None]


class Generations:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "generations"
        self.pointer = root / "CURRENT"

    def current(self) -> str | None:
        """The name of the generation that readers open; None before the first, and where CURRENT holds no name."""
        name = self._pointed()
        return name if name and NAME.fullmatch(name) else None

    def is_damaged(self) -> bool:
        """Whether CURRENT is there and does not name a generation that is there."""
        name = self._pointed()
        return name is not None and not (NAME.fullmatch(name) and self.path(name).is_file())

    def is_whole(self, name: str) -> bool:
        """Whether the file is what was published; of one without a sum (an earlier version's), whether it is there."""
        path, told = self.path(name), SUM.search(name)
        return path.is_file() and (told is None or _sum(path) == told[1])

    def set_aside(self, name: str) -> None:
        """A damaged one is no generation any more."""
        aside.put(self.path(name))

    def _pointed(self) -> str | None:
        try:
            return self.pointer.read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None

    def path(self, name: str) -> Path:
        return self.folder / name

    def names(self) -> list[str]:
        """Oldest first."""
        return sorted((p.name for p in self.folder.glob("[0-9]*.duckdb")), key=lambda n: (head_of(n).seq, self._age(n)))

    def draft(self, base: str | None) -> Path:
        """A private file to build on: a copy of `base`, or a path where nothing is yet. Raises BoardError
        `store_damaged` where `base` is not what was published: nothing is built on a flipped bit."""
        durable.make_folder(self.folder)
        path = self._private(DRAFT)
        if base:
            self._copy(base, path)
        return path

    def preview(self, base: str) -> Path:
        """The same for what is never published: no writer sweeps it away while it is looked at."""
        path = self._private(PREVIEW)
        try:
            self._copy(base, path)
        except FileNotFoundError:
            raise BoardError("store_unopenable", file=base, reason="") from None
        return path

    def _private(self, kind: str) -> Path:
        return self.folder / f"{kind}{durable.token()}.duckdb"

    def _copy(self, base: str, path: Path) -> None:
        try:
            shutil.copyfile(self.path(base), path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        told = SUM.search(base)
        if told and _sum(path) != told[1]:
            path.unlink()
            raise BoardError("store_damaged", file=base)

    def publish(self, draft: Path, head: Head, check: Check, acknowledge: Callable[[], None]) -> str:
        """Check the draft by a fresh read-only open, make it durable, give it its name, acknowledge, flip CURRENT.

        Everything that can fail for want of space comes before `acknowledge`; after it only a rename is left.
        """
        check(draft)
        durable.sync(draft)
        name = f"{head.seq:08d}-{head.hash[:HASH_LENGTH]}-{durable.token()}_{_sum(draft)}.duckdb"
        os.rename(draft, self.path(name))
        try:
            durable.sync(self.folder)
            staged = self._stage(name)
            acknowledge()
        except BaseException:
            self.path(name).unlink(missing_ok=True)
            raise
        os.replace(staged, self.pointer)
        durable.sync(self.root)
        return name

    def point(self, name: str) -> None:
        """Move CURRENT to a generation that is there already."""
        os.replace(self._stage(name), self.pointer)
        durable.sync(self.root)

    def _stage(self, name: str) -> Path:
        staged = self.root / f"{STAGED}{durable.token()}"
        durable.write(staged, f"{name}\n".encode("ascii"))
        return staged

    def at(self, head: Head) -> str | None:
        """The newest generation made for this ledger line, if there is one."""
        return next((n for n in reversed(self.names()) if head_of(n) == head), None)

    def sweep(self) -> None:
        """Remove what killed writers left. Only under the lock."""
        for left in (*self.folder.glob(f"{DRAFT}*"), *self.root.glob(f"{STAGED}*"), *self._abandoned()):
            left.unlink(missing_ok=True)

    def _abandoned(self) -> list[Path]:
        """Previews of a process that was killed: nobody is known to look at them."""
        return [p for p in self.folder.glob(f"{PREVIEW}*") if since(self._age(p.name)) > ABANDONED_S]

    def prune(self, keep: Retention | None = None) -> None:
        """Keep CURRENT and what retention says. Readers of a removed file keep their handle."""
        names, current = self.names(), self.current()
        how = keep or retention(self.path(current) if current else None)
        kept = {*how.kept(names, {n: date.fromtimestamp(self._age(n)) for n in names}), current}
        for name in names:
            if name not in kept:
                self.path(name).unlink(missing_ok=True)

    def _age(self, name: str) -> float:
        with contextlib.suppress(FileNotFoundError):
            return self.path(name).stat().st_mtime
        return 0.0


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:SUM_LENGTH]


def head_of(name: str) -> Head:
    """The ledger line a generation stands for, its hash shortened."""
    seq, digest, _ = name.split("-")
    return Head(int(seq), digest)

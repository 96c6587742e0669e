"""Where a backup lies: a folder, or a bucket of an object store (`s3://bucket/prefix`, with requirements-s3.txt).

Everything there is named once and never changed, so that one put too many does no harm and nothing is half there.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from data_pipeline.core import durable
from data_pipeline.core.clock import since
from data_pipeline.core.errors import BoardError

BUCKET = "s3://"
PART, SWEPT_AFTER_S = ".part-", 86_400


class Place(Protocol):
    name: str  # as a person names it

    def names(self, folder: str) -> set[str]:
        """Of everything whole below that folder, `folder/name`."""
        ...

    def read(self, name: str) -> bytes:
        """Raises BoardError backup_lacks, backup_place."""
        ...

    def keep(self, name: str, data: bytes, *, own: bool = False) -> None:
        """Whole, or not at all; one of that name that is there already stays. `own`: nobody else may read it."""
        ...

    def sweep(self) -> None:
        """What killed runs left half written, a day ago or longer: another run may be at it."""
        ...


def place_of(address: str) -> Place:
    """Raises BoardError backup_extra where what an object store needs is not installed."""
    if not address.startswith(BUCKET):
        return Folder(Path(address))
    try:
        from data_pipeline.backup.bucket import Bucket
    except ImportError:
        raise BoardError("backup_extra") from None
    return Bucket(address)


class Folder:
    def __init__(self, root: Path) -> None:
        self.root, self.name = root, str(root)

    def names(self, folder: str) -> set[str]:
        return {
            p.relative_to(self.root).as_posix()
            for p in (self.root / folder).rglob("*")
            if p.is_file() and not p.name.startswith(".")
        }

    def read(self, name: str) -> bytes:
        with self._speaking():
            try:
                return (self.root / name).read_bytes()
            except FileNotFoundError:
                raise BoardError("backup_lacks", name=name, place=self.name) from None

    def keep(self, name: str, data: bytes, *, own: bool = False) -> None:
        path = self.root / name
        if path.exists():
            return
        with self._speaking():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{PART}{durable.token()}")
            durable.write(part, data, 0o600 if own else 0o644)
            os.replace(part, path)
            durable.sync(path.parent)

    def sweep(self) -> None:
        for part in self.root.rglob(f"{PART}*"):
            with suppress(FileNotFoundError):
                if since(part.stat().st_mtime) > SWEPT_AFTER_S:
                    part.unlink()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except OSError as why:
            raise BoardError("backup_place", place=self.name, reason=why.strerror or why) from why

"""Accepted uploads, byte for byte, each under its SHA-256, read-only. Never changed, never deleted."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log import aside

PART = ".part-"
NAME = re.compile(r"[0-9a-f]{64}")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Received:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        return self.folder / digest

    def keep(self, data: bytes, digest: str | None = None) -> None:
        """The bytes are on the disk when this returns, their name only after `settle`. Ones that were damaged since
        they came are set aside. `digest`: of these bytes, where it is known."""
        durable.make_folder(self.folder)
        path = self.path(digest or sha256(data))
        if path.exists():
            if path.read_bytes() == data:
                return
            aside.put(path)
        part = self.folder / f"{PART}{durable.token()}"
        durable.write(part, data)
        part.chmod(durable.READ_ONLY)
        os.replace(part, path)

    def settle(self) -> None:
        """Every file kept so far has its name on the disk."""
        durable.sync(self.folder)

    def read(self, digest: str) -> bytes:
        """The bytes as they came; raises BoardError `received_missing` or `received_changed`."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise BoardError("received_missing", digest=digest) from None
        if sha256(data) != digest:
            raise BoardError("received_changed", digest=digest)
        return data

    def digests(self) -> Iterator[str]:
        if self.folder.is_dir():
            yield from sorted(p.name for p in self.folder.iterdir() if NAME.fullmatch(p.name))

    def sweep(self) -> None:
        """Remove what a killed writer left half written. Only under the lock."""
        if self.folder.is_dir():
            for part in self.folder.glob(f"{PART}*"):
                part.unlink(missing_ok=True)

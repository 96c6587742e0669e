"""Accepted uploads in an object store, each under its SHA-256. Never changed, never deleted."""

from collections.abc import Iterator
from pathlib import Path

from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.log import aside
from data_pipeline.store.log.received import NAME, Received, sha256

FOLDER = "received/"


class SharedReceived(Received):
    def __init__(self, folder: Path, objects: Objects) -> None:
        super().__init__(folder)
        self._objects = objects

    def keep(self, data: bytes, digest: str | None = None) -> None:
        name = f"{FOLDER}{digest or sha256(data)}"
        if self._objects.new(name, data) or self._objects.read(name) == data:
            return
        self._objects.move(name, f"{name}{aside.ENDING}")
        self._objects.over(name, data)

    def settle(self) -> None:
        """Nothing: an object is there whole or not at all."""

    def sweep(self) -> None:
        """Nothing: nothing is half there."""

    def read(self, digest: str) -> bytes:
        data = self._objects.read(f"{FOLDER}{digest}")
        if data is None:
            raise BoardError("received_missing", digest=digest)
        if sha256(data) != digest:
            raise BoardError("received_changed", digest=digest)
        return data

    def digests(self) -> Iterator[str]:
        names = (name.removeprefix(FOLDER) for name in self._objects.names(FOLDER))
        yield from (name for name in names if NAME.fullmatch(name))

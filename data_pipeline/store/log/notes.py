"""What all who use a store must know and no line of the ledger says: what made the tables, whose rows are lost."""

import os
from pathlib import Path
from typing import Protocol

from data_pipeline.core import durable


class Notes(Protocol):
    def read(self, name: str) -> bytes | None: ...

    def write(self, name: str, data: bytes) -> None:
        """Whole or not at all."""
        ...


class Files:
    """Of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        durable.make_folder(self.folder)
        staged = self.folder / f".{name}-{durable.token()}"
        durable.write(staged, data)
        os.replace(staged, self.folder / name)

"""Files of rows on this machine, as copies of those in the object store: never more than a limit, but for what somebody
reads. All processes of a machine share them."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from data_pipeline.core import durable
from data_pipeline.core.clock import since
from data_pipeline.store.tables.home import ENDING

READ_S = 900.0  # who took a file up may read it so long after
PART = ".part-"


class Copies:
    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder, self.limit_bytes = folder, limit_bytes
        self._held: int | None = None
        self._guard = Lock()

    def has(self, name: str) -> bool:
        """It stays for a while from now on."""
        try:
            os.utime(self.folder / name)
        except OSError:
            return False
        return True

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Whole or not at all. Nothing is lost with it, so nothing is waited for."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        staged = place.with_name(f"{PART}{durable.token()}")
        with durable.disk():
            staged.write_bytes(data)
            staged.chmod(durable.READ_ONLY)
            os.replace(staged, place)
        with self._guard:
            self._held = self._held + len(data) if self._held is not None else sum(size for _, size, _ in self._all())
            if self._held > self.limit_bytes:
                self._held = self._make_room()

    def drop(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def bytes(self) -> int:
        return self._held or 0

    def _make_room(self) -> int:
        """What was read longest ago goes first. How much is left."""
        found = sorted(self._all())
        held = sum(size for _, size, _ in found)
        for read_at, size, path in found:
            if held <= self.limit_bytes * 0.9 or since(read_at) < READ_S:
                break
            with suppress(OSError):
                path.unlink()
                held -= size
        return held

    def _all(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self.folder.rglob("*"):
            with suppress(OSError):
                told = path.stat()
                if path.name.startswith(PART) and since(told.st_mtime) > READ_S:
                    path.unlink()
                elif path.suffix == ENDING and path.parent.name != "blank":
                    found.append((told.st_mtime, told.st_size, path))
        return found

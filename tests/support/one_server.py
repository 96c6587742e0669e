"""One server for all workers of a run: the first to ask starts it, whoever began the run ends it."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from unittest import mock

from filelock import FileLock

from tests.support.secret import fixed_key

TOLD = "server.at"  # in the folder that all workers share


def serve_all(folder: Path, store: Path, clock: str) -> str:
    """The address of a server over this store."""
    told = folder / TOLD
    with FileLock(folder / "server.lock"):
        if not told.exists():
            from tests.support.server import free_port, start

            with mock.patch.dict(os.environ, {"BOARD_SECRET": str(fixed_key(folder))}):  # stays when this worker goes
                port = free_port()
                process = start(store, clock, folder / "server.log", port)
            told.write_text(f"{process.pid} http://localhost:{port}", "utf-8")
    return told.read_text("utf-8").split()[1]


def end_all(folder: Path) -> None:
    told = folder / TOLD
    if told.exists():
        with suppress(ProcessLookupError):
            os.kill(int(told.read_text("utf-8").split()[0]), signal.SIGTERM)
        told.unlink()

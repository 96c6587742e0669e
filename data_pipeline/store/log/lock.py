"""One writer at a time, across threads and processes. A killed writer's lock falls by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError

PATIENCE_S = 300.0  # the longest load seen is far below


@contextmanager
def writing(root: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Raises BoardError `store_busy` when another writer does not finish in time."""
    durable.make_folder(root)
    # a lock of its own each time: two threads of one process exclude each other as two processes do
    lock = FileLock(root / ".lock", timeout=patience_s, poll_interval=0.02, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise BoardError("store_busy", seconds=int(patience_s)) from None
    try:
        yield
    finally:
        lock.release()

"""Writing that survives a power cut: the bytes and the directory entry are on the disk before anybody is told."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data_pipeline.core.errors import BoardError

FULL = (errno.ENOSPC, errno.EDQUOT)
READ_ONLY = 0o444


def sync(path: Path) -> None:
    """fsync a file or a directory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Create a folder, and make its entry in the parent last."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        sync(path.parent)


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that is not there yet, and fsync it (its directory is the caller's to sync)."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def token() -> str:
    """A name no other writer, thread or earlier run has used."""
    return secrets.token_hex(6)


def short_token() -> str:
    """The same in twelve characters, for millions of them."""
    return secrets.token_urlsafe(9)


@contextmanager
def disk() -> Iterator[None]:
    """A full disk is something a person can mend: BoardError `store_full`. Other errors pass."""
    try:
        yield
    except OSError as why:
        if why.errno not in FULL:
            raise
        raise BoardError("store_full", reason=why.strerror) from why
    except duckdb.Error as why:
        if not _is_full(why):
            raise
        raise BoardError("store_full", reason=str(why).splitlines()[0]) from why


def _is_full(why: duckdb.Error) -> bool:
    text = str(why)
    return os.strerror(errno.ENOSPC) in text or os.strerror(errno.EDQUOT) in text

"""The key that draws where one band gives way to the next (disclosure_control.py): made once, never exported.

Its mark (the start of its hash, from which no key follows) stands beside it: a key that was lost or damaged is never
replaced by another in silence, for two sets of bands together tell more than one.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError

NAME = "bands.key"  # beside the ledger
OWN = 0o600
LENGTH = 32


@remembered("secrets", 8)
def secret(path: Path) -> bytes:
    """The key kept there; the first who asks makes it, and whoever asks at the same time gets the same one."""
    if not path.exists() and not mark_of(path).exists():
        _make(path, secrets.token_bytes(LENGTH), OWN)
    key = read(path)
    if not mark_of(path).exists():  # a key from before marks
        with suppress(OSError):  # or one whose folder is only read
            _make(mark_of(path), marked(key), 0o644)
    return key


def read(path: Path) -> bytes:
    """Raises BoardError key_missing, key_damaged."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise BoardError("key_missing", where=path, mark=mark_of(path).name) from None
    try:
        told = mark_of(path).read_bytes()
    except FileNotFoundError:
        told = marked(key)
    if not key or told != marked(key):
        raise BoardError("key_damaged", where=path, mark=mark_of(path).name)
    return key


def mark_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.mark")


def marked(key: bytes) -> bytes:
    """What tells it from another, and gives nothing of it away."""
    return hashlib.sha256(b"bands " + key).hexdigest()[:16].encode()


def _make(path: Path, data: bytes, mode: int) -> None:
    durable.make_folder(path.parent)
    made = path.with_name(f"{path.name}.{durable.token()}")
    durable.write(made, data, mode)
    try:
        os.link(made, path)
    except FileExistsError:  # another process was first
        pass
    finally:
        made.unlink()
    durable.sync(path.parent)

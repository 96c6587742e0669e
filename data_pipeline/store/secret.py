"""The key that draws where one band gives way to the next (disclosure_control.py): made once, never exported."""

import os
import secrets
from functools import cache
from pathlib import Path

from data_pipeline.store import durable

NAME = "bands.key"  # beside the ledger
OWN = 0o600


@cache
def secret(path: Path) -> bytes:
    """The key kept there; the first who asks makes it, and whoever asks at the same time gets the same one."""
    if not path.exists():
        durable.make_folder(path.parent)
        made = path.with_name(f"{path.name}.{durable.token()}")
        durable.write(made, secrets.token_bytes(32), OWN)
        try:
            os.link(made, path)
        except FileExistsError:  # another process was first
            pass
        finally:
            made.unlink()
        durable.sync(path.parent)
    return path.read_bytes()

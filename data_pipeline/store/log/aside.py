"""Damaged files are set aside under their own name with an ending, never deleted: whoever looks after the disk sees
which they were. What can be made again is made again in their place."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)
ENDING = ".damaged"


def put(file: Path) -> None:
    """Set it aside; nothing where it is not there, or cannot be moved."""
    try:
        os.replace(file, file.with_name(file.name + ENDING))
    except FileNotFoundError:
        return
    except OSError:
        log.exception("%s is damaged and could not be set aside", file)
        return
    log.error("%s is damaged and was set aside; it is made again where it can be", file)


def listed(root: Path) -> Iterator[Path]:
    """All that was set aside below a folder, by name."""
    yield from sorted(root.rglob(f"*{ENDING}"))

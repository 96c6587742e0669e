"""A note beside the ledger: which line of it stands in which backup. For people and alarms; nothing hangs on it."""

import json
import os
from pathlib import Path

from data_pipeline.core import durable

NOTE = "backed-up"


def write(root: Path, line: int, place: str) -> None:
    """Whole or not at all."""
    staged = root / f".{NOTE}-{durable.token()}"
    durable.write(staged, json.dumps({"line": line, "place": place}).encode("ascii"))
    os.replace(staged, root / NOTE)


def backed_up(root: Path) -> tuple[int, str, float] | None:
    """(line, place, when by the machine's clock) of the last backup; None where none was made, or it cannot be told."""
    file = root / NOTE
    try:
        plain = json.loads(file.read_bytes())
        return int(plain["line"]), str(plain["place"]), file.stat().st_mtime
    except (OSError, ValueError, KeyError, TypeError):
        return None

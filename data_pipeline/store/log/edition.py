"""Which edition of the store this is: raised when a line of the ledger comes to mean what older code would misread.

An older store opens as it is. One of a later edition is refused before anything is read or written: what is not
understood must not be left out of the figures.
"""

import os
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError

EDITION = 1  # 1: actions of entry.ACTIONS; stores from before editions have no file and are of the first
FILE = "edition"


def check(root: Path) -> None:
    """Raises BoardError store_newer, store_edition."""
    try:
        text = (root / FILE).read_text("ascii").strip()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text.isdecimal():
        raise BoardError("store_edition", file=root / FILE, edition=EDITION)
    if int(text) > EDITION:
        raise BoardError("store_newer", edition=text, known=EDITION)


def mark(root: Path) -> None:
    """Written once, and again when a later edition first writes."""
    file = root / FILE
    if file.is_file() and file.read_text("ascii", "replace").strip() == str(EDITION):
        return
    staged = root / f".{FILE}-{durable.token()}"
    durable.write(staged, f"{EDITION}\n".encode("ascii"))
    os.replace(staged, file)
    durable.sync(root)

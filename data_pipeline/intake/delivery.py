"""A file on its way in, whoever brings it."""

from dataclasses import dataclass
from datetime import datetime

LARGEST_BYTES = 64 << 20  # of one file, through whichever door: maxUploadSize in .streamlit/config.toml is the same


LONGEST_NAME = 200


def readable(name: str) -> str:
    """A file's name as a ledger can hold it: a name on a disk may be bytes that are no text, and of any length."""
    return name.encode("utf-8", "replace").decode().replace("\0", "?")[:LONGEST_NAME]


@dataclass(frozen=True)
class Delivery:
    """`at`: when it was received. `strict`: all rows or none. `confirm`: doubts are confirmed beforehand. `witnessed`:
    `at` is when it came, not merely where a replay's clock stands: figures from after it are doubtful. `unseen`: doubts
    are not even looked for against what is known (a simulation's own files)."""

    feed: str
    name: str
    data: bytes
    by: str
    at: datetime
    sheet: str | None = None
    mapping: dict[str, str] | None = None
    strict: bool = True
    confirm: bool = True
    witnessed: bool = True
    unseen: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", readable(self.name))
        object.__setattr__(self, "by", readable(self.by))

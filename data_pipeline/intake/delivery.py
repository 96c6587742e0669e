"""A file on its way in, whoever brings it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from data_pipeline.intake.parsed import Parsed

LARGEST_BYTES = 64 << 20  # of one file, through whichever door: maxUploadSize in .streamlit/config.toml is the same


LONGEST_NAME = 200


def readable(name: str) -> str:
    """A file's name as a ledger can hold it: a name on a disk may be bytes that are no text, and of any length."""
    return name.encode("utf-8", "replace").decode().replace("\0", "?")[:LONGEST_NAME]


class Read(TypedDict, total=False):
    """How a file is read, where that is chosen: a sheet of a workbook, {header: column}; and when it came."""

    sheet: str | None
    mapping: dict[str, str] | None
    at: datetime


class Sent(TypedDict, total=False):
    """How a file is received, where that is chosen; without a choice all rows or none, and no doubt is confirmed."""

    sheet: str | None
    mapping: dict[str, str] | None
    strict: bool
    confirm: bool


@dataclass(frozen=True)
class Delivery:
    """`at`: when it was received. `strict`: all rows or none. `confirm`: doubts are confirmed beforehand. `witnessed`:
    `at` is when it came, not merely where a replay's clock stands: figures from after it are doubtful. `unseen`: doubts
    are not even looked for against what is known (a simulation's own files). `parsed`: what parsing these bytes gave,
    where that was done before."""

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
    parsed: "Parsed | None" = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", readable(self.name))
        object.__setattr__(self, "by", readable(self.by))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

"""A file on its way in, whoever brings it."""

from dataclasses import dataclass
from datetime import datetime

LARGEST_BYTES = 64 << 20  # of one file, through whichever door: maxUploadSize in .streamlit/config.toml is the same


@dataclass(frozen=True)
class Delivery:
    """`at`: when it was received. `strict`: all rows or none. `confirm`: doubts are confirmed beforehand."""

    feed: str
    name: str
    data: bytes
    by: str
    at: datetime
    sheet: str | None = None
    mapping: dict[str, str] | None = None
    strict: bool = True
    confirm: bool = True

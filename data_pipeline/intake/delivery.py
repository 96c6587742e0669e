"""A file on its way in, whoever brings it."""

from dataclasses import dataclass
from datetime import datetime


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

"""Where a lake lies, as BOARD_STORE says it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from data_pipeline.core.errors import BoardError

KIND = "lake:"
CITY = re.compile(r"[0-9A-Za-z_]{1,32}")


@dataclass(frozen=True)
class Lake:
    """`database`: without a password. `data`: s3://bucket/prefix, or file:///folder of all hosts. `root`: the folder of
    this machine where copies are kept, `limit_bytes` of rows at most."""

    database: str
    data: str
    city: str
    root: Path
    limit_bytes: int

    @property
    def url(self) -> str:
        """As a person knows it again."""
        return f"{KIND}{self.database}, {self.data}, {self.city}"


def lake_of(url: str, copies: Path, limit_bytes: int) -> Lake:
    """Raises BoardError store_lake, store_password."""
    parts = urlsplit(url.removeprefix(KIND))
    told = dict(parse_qsl(parts.query))
    if parts.password is not None or "password" in told:
        raise BoardError("store_password")
    data, city = told.pop("data", "").rstrip("/"), told.pop("city", "")
    whole = parts.scheme in ("postgresql", "postgres") and data.startswith(("s3://", "file:///"))
    if not (whole and CITY.fullmatch(city)):
        raise BoardError("store_lake")
    database = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(told), ""))
    mark = hashlib.sha256(f"{database} {data}".encode()).hexdigest()[:8]
    return Lake(database, data, city, copies / f"{city}-{mark}", limit_bytes)

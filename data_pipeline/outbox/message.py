"""A message on its way: what it says, in every language, and the kept files that go with it. Whose it is and by which
channel it goes stands beside it; the same message goes by several."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson


@dataclass(frozen=True)
class Attached:
    """A file kept under its SHA-256 with what was received. `size`: bytes."""

    name: str
    media: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Message:
    """`id`: the same whoever makes it, fit for a file's name. `kind`: what it is (brief, alert), by which channels
    take it. `at`: the operation's time, so that a message made twice is the same. `path`: where the board shows it."""

    id: str
    kind: str
    at: datetime
    subject: Mapping[str, str]
    body: Mapping[str, str]
    files: tuple[Attached, ...] = ()
    path: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)  # for machines

    def text(self) -> str:
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def of(cls, text: str) -> "Message":
        plain = orjson.loads(text)
        files = tuple(Attached(**one) for one in plain.pop("files"))
        return cls(**plain | {"at": datetime.fromisoformat(plain["at"]), "files": files})

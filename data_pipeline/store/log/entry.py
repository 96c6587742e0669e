"""One line of the ledger. Its hash covers itself and the line before, so no line can be changed, dropped or moved."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

import orjson

from data_pipeline.core.errors import BoardError

Action = Literal[
    "load", "withdraw", "restore", "target", "meeting", "decision", "seen", "approve", "decline", "step", "brief",
    "silence", "review", "remark",
]  # fmt: skip
ACTIONS = get_args(Action)
OWN = ("seq", "at", "by", "action", "prev", "hash")


@dataclass(frozen=True)
class Head:
    """Where a ledger, or what is made from it, stands. A short hash is enough to tell lines apart."""

    seq: int
    hash: str

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Head):
            return NotImplemented
        length = min(len(self.hash), len(other.hash))
        return self.seq == other.seq and self.hash[:length] == other.hash[:length]

    __hash__ = None  # type: ignore[assignment]


GENESIS = Head(0, "0" * 64)


@dataclass(frozen=True)
class Note:
    """What is to be entered: everything a rebuild needs, and what the load did."""

    at: datetime
    by: str
    action: Action
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    seq: int
    note: Note
    prev: str
    hash: str

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)

    @property
    def line(self) -> bytes:
        return _json(_plain(self.seq, self.note, self.prev) | {"hash": self.hash}) + b"\n"


def seal(after: Head, note: Note) -> Entry:
    plain = _plain(after.seq + 1, note, after.hash)
    return Entry(after.seq + 1, note, after.hash, _hash(plain))


def parse(line: bytes, number: int) -> Entry:
    """Read one whole line and check its own hash; raises BoardError `ledger_broken` or `ledger_unknown`."""
    try:
        plain = _read(line)
        claimed = plain.pop("hash")
        facts = {k: v for k, v in plain.items() if k not in OWN}
        note = Note(datetime.fromisoformat(plain["at"]), plain["by"], plain["action"], facts)
        entry = Entry(plain["seq"], note, plain["prev"], claimed)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BoardError("ledger_broken", line=number) from None
    if not _is_sealed(line, claimed) and _hash(plain) != claimed:
        raise BoardError("ledger_broken", line=number)
    if note.action not in ACTIONS:
        raise BoardError("ledger_unknown", line=number, action=note.action)
    return entry


def _read(line: bytes) -> dict[str, Any]:
    try:
        return orjson.loads(line)
    except ValueError:  # what it does not take and an earlier version wrote
        return json.loads(line)


def _is_sealed(line: bytes, claimed: str) -> bool:
    """The line as it was sealed is the line without its hash: to write it anew is the dear part of reading it."""
    return hashlib.sha256(line.rstrip(b"\n").replace(f'"hash":"{claimed}",'.encode(), b"", 1)).hexdigest() == claimed


def _plain(seq: int, note: Note, prev: str) -> dict[str, Any]:
    own = {"seq": seq, "at": note.at.isoformat(), "by": note.by, "action": note.action}
    return own | {k: v for k, v in note.facts.items() if v is not None} | {"prev": prev}


def _hash(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(plain)).hexdigest()


def _json(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

"""What stands in a backup, and how it is read back.

    riqing-backup.json                       what this is, and which edition of it
    received/<sha256>                        every file as it came
    ledger/<first>-<last>-<hash>.jsonl       the ledger's lines, one piece for each run of `backup` that found new ones
    loose/<name>-<sha256>                    the key of the bands, and what earlier versions kept beside the ledger
    state/<second>-<sha256>.sqlite.gz        screens in rooms, sessions, alarms told: true of that hour (of_the_hour.py)
    forecasts/…, scores/…                    what was said, and what came of it: evidence, not truth
    points/<line>-<hash>.json                written last: up to this line everything is there

Nothing is ever changed. What a broken run left is used by the next one.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import PurePosixPath
from typing import Any

from data_pipeline.backup.place import Place
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import GENESIS, Entry, Head, parse

EDITION = 1
MARK, RECEIVED, LEDGER, LOOSE, POINTS = "riqing-backup.json", "received", "ledger", "loose", "points"
BESIDE = ("forecasts", "scores")
SHORT = 16


@dataclass(frozen=True)
class Point:
    """Up to this line of the ledger everything was in the backup when it was written. `state`: what was known then,
    as one hash, made by the code and pack of `made_by`; both empty where nobody asked for it."""

    seq: int
    hash: str
    at: str = ""  # of that line, the operation's time
    pack: str = ""
    loose: tuple[str, ...] = ()
    state: str = ""
    made_by: str = ""
    edition: int = 1  # of the store it was made from

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)

    @property
    def name(self) -> str:
        return f"{POINTS}/{self.seq:010d}-{self.hash[:SHORT]}{'-state' if self.state else ''}.json"


class Archive:
    def __init__(self, place: Place) -> None:
        self.place = place

    def claim(self) -> None:
        """Raises BoardError backup_newer where a later edition wrote it."""
        self.place.sweep()
        if not self._marked():
            self.place.keep(MARK, json.dumps({"edition": EDITION}).encode("ascii"))

    def check(self) -> None:
        """Raises BoardError backup_none where no backup is, backup_newer."""
        if not self._marked():
            raise BoardError("backup_none", place=self.place.name)

    def _marked(self) -> bool:
        try:
            edition = json.loads(self.place.read(MARK))["edition"]
        except BoardError as why:
            if why.code != "backup_lacks":
                raise
            return False
        except (ValueError, KeyError, TypeError):
            raise BoardError("backup_torn", name=MARK, place=self.place.name) from None
        if edition > EDITION:
            raise BoardError("backup_newer", place=self.place.name)
        return True

    def write(self, point: Point) -> None:
        plain = asdict(point)
        self.place.keep(point.name, json.dumps(plain | {"check": _check(plain)}, ensure_ascii=False).encode())

    def newest(self) -> tuple[Point | None, list[str]]:
        """The newest whole point, and the torn ones that are newer: they count for nothing."""
        torn = []
        for name in sorted(self.place.names(POINTS), key=_age, reverse=True):
            if (point := self._point(name)) is not None:
                return point, torn
            torn.append(name)
        return None, torn

    def _point(self, name: str) -> Point | None:
        try:
            plain = json.loads(self.place.read(name))
            whole = plain.pop("check") == _check(plain)
            own: dict[str, Any] = {f.name: plain[f.name] for f in fields(Point)}  # a later edition may say more
            own["loose"] = tuple(own["loose"])
            return Point(**own) if whole else None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def pieces(self) -> list[str]:
        """Of the ledger, in its order."""
        return sorted(self.place.names(LEDGER))

    def entries(self) -> Iterator[Entry]:
        """Every line of every piece, the chain checked; raises BoardError backup_torn where a piece is cut, missing or
        of another history. Lines that stand in two pieces are read once."""
        before = GENESIS
        for name in self.pieces():
            for line in self.place.read(name).splitlines(keepends=True) or [b""]:
                entry = self._entry(line, name)
                if entry.seq <= before.seq:
                    continue
                if entry.seq != before.seq + 1 or entry.prev != before.hash:
                    raise BoardError("backup_torn", name=name, place=self.place.name)
                before = entry.head
                yield entry
            if f"{before.seq:010d}" < PurePosixPath(name).name.split("-")[1]:
                raise BoardError("backup_torn", name=name, place=self.place.name)

    def _entry(self, line: bytes, name: str) -> Entry:
        try:
            if not line.endswith(b"\n"):
                raise BoardError("ledger_broken", line=0)
            return parse(line, 0)
        except BoardError as why:
            if why.code == "ledger_unknown":
                raise
            raise BoardError("backup_torn", name=name, place=self.place.name) from None


def piece_name(entries: list[Entry]) -> str:
    first, last = entries[0], entries[-1]
    return f"{LEDGER}/{first.seq:010d}-{last.seq:010d}-{last.hash[:SHORT]}.jsonl"


def received_name(digest: str) -> str:
    return f"{RECEIVED}/{digest}"


def loose_name(name: str, data: bytes) -> str:
    return f"{LOOSE}/{name}-{hashlib.sha256(data).hexdigest()}"


def _age(point: str) -> tuple[str, bool]:
    """By line; of two at the same line the one that notes the state is preferred."""
    return point.split("-", maxsplit=1)[0], point.endswith("-state.json")


def _check(plain: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

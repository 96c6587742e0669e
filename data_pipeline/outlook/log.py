"""What was decided, and which alerts somebody has seen: one line of JSON each, appended, never changed.

A decision keeps the clock it was taken by, so that exactly that board can be opened again.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from data_pipeline.clock import Moment
from data_pipeline.errors import BoardError
from data_pipeline.intake.private import private_kind
from data_pipeline.store import durable

FILE = "decisions.jsonl"
LONGEST = 400
MOMENTS = ("as_of", "known_at", "shown")
DECISION, SEEN = "decision", "seen"


@dataclass(frozen=True)
class Entry:
    """`what`: the decision in one sentence, or the key of the alert that was seen. Moments in local time."""

    kind: str
    what: str
    by: str
    as_of: datetime
    known_at: datetime
    line: str = ""
    area: str = ""
    shown: datetime | None = None  # what the clock showed
    number: int = field(default=0, compare=False)

    @property
    def clock(self) -> str:
        """The clock that shows this board again: what was known by then, and the moment it spoke of, which for one who
        looked back was an earlier one."""
        return f"replay:{self.known_at:%Y-%m-%dT%H:%M:%S}@0;asof={self.shown or self.as_of:%Y-%m-%dT%H:%M}"


def decided(root: Path, what: str, by: str, moment: Moment, line: str = "", area: str = "") -> Entry:
    """Log a decision; raises BoardError decision_empty, decision_private."""
    what, by = what.strip()[:LONGEST], by.strip()[:80]
    if not what or not by:
        raise BoardError("decision_empty")
    if private_kind(what) or private_kind(by):
        raise BoardError("decision_private")
    return _append(root, Entry(DECISION, what, by, moment.as_of, moment.known_at, line, area, moment.shown))


def seen(root: Path, alert: str, by: str, moment: Moment) -> Entry:
    return _append(root, Entry(SEEN, alert, by, moment.as_of, moment.known_at))


def decisions(root: Path, known_at: datetime) -> list[Entry]:
    """Those taken by then, newest first."""
    return [e for e in reversed(list(_read(root))) if e.kind == DECISION and e.known_at <= known_at]


def acknowledged(root: Path, known_at: datetime) -> dict[str, Entry]:
    """Key of an alert → who saw it first."""
    out: dict[str, Entry] = {}
    for entry in _read(root):
        if entry.kind == SEEN and entry.known_at <= known_at:
            out.setdefault(entry.what, entry)
    return out


def _append(root: Path, entry: Entry) -> Entry:
    told = asdict(entry) | {name: when.isoformat() for name in MOMENTS if (when := getattr(entry, name))}
    del told["number"]
    line = (json.dumps(told, ensure_ascii=False) + "\n").encode()
    with durable.disk():
        durable.make_folder(root)
        with FileLock(root / f"{FILE}.lock"):
            handle = os.open(root / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                os.write(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
    return entry


def _read(root: Path) -> Iterator[Entry]:
    """A last line that was cut off by a power failure was never acknowledged and is left out."""
    file = root / FILE
    if not file.is_file():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        moments = {name: datetime.fromisoformat(told[name]) for name in MOMENTS if told.get(name)}
        yield Entry(**told | moments, number=number)

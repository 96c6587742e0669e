"""What was sent and counts in no figure: files of the inbox that were refused, are to be confirmed or could not be
taken, and loads that wait for a second person. A file that was answered since, by a later one under its name, is not
among them. Files refused at the page or over HTTP are not kept, and cannot be."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from data_pipeline.board.board import Board
from data_pipeline.board.rows import LoadRow
from data_pipeline.channels.inbox import FAILED, REPORT, Inbox, watched
from data_pipeline.core.records import records
from data_pipeline.intake import Delivery
from data_pipeline.store.diff.attempt import Aside

STATES = ("refused", "unconfirmed")  # of a report: anything else says nothing about the rows
LONGEST = timedelta(days=1)  # for which a file is waited for
MOST, REPORTS = 8, 64  # files tried together, reports read: the newest of each
LARGEST_BYTES = 8 << 20  # of a file that is tried
Mark = tuple[str, str, int, int]  # feed, path, bytes, time of change


@dataclass(frozen=True)
class Found:
    """`files`: of at most MOST files what names their very bytes. `lines`: of loads that wait for a second person.
    `more`: too many or too large to be tried."""

    files: tuple[Mark, ...] = ()
    lines: tuple[int, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.files) + len(self.lines) + self.more


def found(of: Board, now: datetime, boxes: Iterable[Inbox] | None = None) -> Found:
    """What is set aside at `now`, in the inboxes that this process watches and in the ledger."""
    boxes = watched() if boxes is None else tuple(boxes)
    there = [mark for box in boxes for path in (*box.stuck_files, *_failed(of, box.root, now)) if (mark := _mark(path))]
    small = [mark for mark in there if mark[2] <= LARGEST_BYTES]
    lines = tuple(w.line for w in of.waiting(now) if w.kind == "load")
    tried, kept = sorted(small[:MOST], key=lambda mark: mark[3]), lines[-MOST:]  # the later one is the one that counts
    return Found(tuple(tried), kept, len(there) - len(tried) + len(lines) - len(kept))


def read(what: Found, at: datetime) -> Aside:
    """With the files' bytes; one that is gone meanwhile is left out."""
    return Aside(at, tuple(_deliveries(what, at)), what.lines)


def _deliveries(what: Found, at: datetime) -> Iterator[Delivery]:
    for feed, path, *_ in what.files:
        try:
            data = Path(path).read_bytes()
        except OSError:
            continue
        yield Delivery(feed, Path(path).name, data, "", at, strict=False)


def _mark(path: Path) -> Mark | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return path.parent.name, str(path), seen.st_size, seen.st_mtime_ns


def _failed(of: Board, root: Path, now: datetime) -> list[Path]:
    """Files beside their reports, the newest first, each name of a feed once."""
    newest: dict[tuple[str, str], tuple[datetime, Path]] = {}
    for path in _reports(root):
        answer = _answer(path)
        came = datetime.fromisoformat(answer["at"]) if answer.get("status") in STATES else datetime.min
        key = (path.parent.name, str(answer.get("file")))
        if now - LONGEST <= came <= now and key not in newest and path.parent.name in of.pack.feeds:
            newest[key] = came, path.with_name(path.name.removesuffix(REPORT))
    if not newest:
        return []
    answered = {
        key
        for row in records(of.loads(now), LoadRow)
        if (key := (row["feed"], row["file_name"])) in newest and row["received_at"] >= newest[key][0]
    }
    return [path for key, (_, path) in newest.items() if key not in answered]


def _reports(root: Path) -> list[Path]:
    found = [entry for folder in (root / FAILED).glob("*") if folder.is_dir() for entry in os.scandir(folder)]
    reports = [entry for entry in found if entry.name.endswith(REPORT)]
    return [Path(e.path) for e in sorted(reports, key=lambda e: -e.stat().st_mtime_ns)[:REPORTS]]


def _answer(path: Path) -> dict[str, Any]:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, ValueError):  # taken away meanwhile, or somebody's own file
        return {}

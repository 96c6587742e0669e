"""The watched folder: a file put into <inbox>/<feed>/ is received like any other, and its answer lies beside it.

    <inbox>/<feed>/name         put here, best by a rename; taken once it has stopped changing
    <inbox>/done/<feed>/        taken, each with its receipt (name.receipt.json)
    <inbox>/failed/<feed>/      not taken, each with its report (name.report.json)

A file is taken by a rename, so no two watchers take it. One that a killed watcher had in hand is put back at the next
start: the same bytes are never counted twice. A full disk, a busy store or a worker that fell says nothing about the
file: it is put back and tried again, later each time, and `waiting()` names it meanwhile.
"""

import logging
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakSet

import orjson
from filelock import FileLock, Timeout

from data_pipeline.access.permission import Person
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.channels import responses as answer
from data_pipeline.core import durable
from data_pipeline.core.errors import PASSING, BoardError
from data_pipeline.intake import Receipt, Report
from data_pipeline.intake.delivery import LARGEST_BYTES, readable
from data_pipeline.store.log.received import sha256

log = logging.getLogger(__name__)

STILL_LOOKS = 3  # seen unchanged as many times, a file is whole
LOOK_EVERY_S = 2.0
TAKEN, DONE, FAILED, LOCK = ".taken", "done", "failed", ".lock"
RECEIPT, REPORT = ".receipt.json", ".report.json"  # beside a file, behind its name
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".swp", "~")  # how programs name what they still write
FIRST_AGAIN_S, LONGEST_AGAIN_S = 5.0, 300.0  # until a file is tried again: twice as long each time
FELLING = 4  # as often in a row the worker fell over it, and it is the file
Mark = tuple[int, int, int]  # inode, bytes, time of change


@dataclass(frozen=True)
class Waiting:
    """A file that could not be taken for now: why (the code of an error), how often it was tried, when last."""

    feed: str
    file: str
    code: str
    tries: int
    at: datetime

    @property
    def again_s(self) -> float:
        return min(LONGEST_AGAIN_S, FIRST_AGAIN_S * 2 ** (self.tries - 1))


_open: "WeakSet[Inbox]" = WeakSet()


def waiting() -> tuple[Waiting, ...]:
    """Files in the inboxes that this process watches which could not be taken for now."""
    return tuple(w for box in list(_open) for w in box.stuck)


def watched() -> tuple["Inbox", ...]:
    """The inboxes that this process watches."""
    return tuple(_open)


class Inbox:
    def __init__(self, root: Path, board: Board, now: Callable[[], datetime], lang: str) -> None:
        self.root, self.board, self.lang = root, board, lang
        self._now = now
        self._seen: dict[Path, tuple[Mark, int]] = {}  # what each file looked like, and how often so
        self._again: dict[Path, tuple[Waiting, float]] = {}  # and when it is due, by the machine's own clock
        self._held_before: set[Path] = set()  # by a watcher that was killed
        self._lock = FileLock(root / LOCK)

    def open(self) -> bool:
        """Make the folders, put back what a killed watcher held; False where another watches already."""
        for feed in self.board.pack.feeds:
            durable.make_folder(self.root / feed)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        for left in (self.root / TAKEN).glob("*/*"):
            place = _free(self.root / left.parent.name / left.name)
            os.replace(left, place)
            self._held_before.add(place)
        _open.add(self)
        return True

    def close(self) -> None:
        _open.discard(self)
        self._lock.release()

    def look(self) -> list[dict[str, Any]]:
        """One look: files that have stopped changing are taken, oldest first; gives their answers."""
        there = dict(self._files())
        self._seen = {p: (m, self._looks(p, m) + 1) for p, m in there.items()}
        self._again = {p: w for p, w in self._again.items() if p in there}
        ready = [p for p, (_, looks) in self._seen.items() if looks >= STILL_LOOKS and self._is_due(p)]
        return [answer for p in sorted(ready, key=lambda p: (there[p][2], p)) if (answer := self._take(p)) is not None]

    @property
    def waiting(self) -> int:
        """Files seen and not yet tried."""
        return len(self._seen.keys() - self._again.keys())

    @property
    def stuck(self) -> tuple[Waiting, ...]:
        """Files tried that could not be taken for now."""
        return tuple(w for w, _ in list(self._again.values()))

    @property
    def stuck_files(self) -> tuple[Path, ...]:
        """Where they lie, each in the folder of its feed."""
        return tuple(self._again)

    def _is_due(self, path: Path) -> bool:
        _, due = self._again.get(path, (None, 0.0))
        return time.monotonic() >= due

    def _looks(self, path: Path, mark: Mark) -> int:
        before, looks = self._seen.get(path, (None, 0))
        return looks if before == mark else 0

    def _files(self) -> Iterator[tuple[Path, Mark]]:
        """Regular files only: a link could name any file of this machine."""
        for feed in self.board.pack.feeds:
            for entry in os.scandir(self.root / feed):
                if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(found.st_mode):
                    yield Path(entry.path), (found.st_ino, found.st_size, found.st_mtime_ns)

    def _take(self, path: Path) -> dict[str, Any] | None:
        feed = path.parent.name
        durable.make_folder(self.root / TAKEN / feed)
        held = self.root / TAKEN / feed / path.name
        try:
            os.rename(path, held)
        except FileNotFoundError:  # its sender took it back
            return None
        self._seen.pop(path, None)
        answer = {"file": readable(path.name), "feed": feed, "at": self._now().isoformat(timespec="seconds")}
        answer |= self._known(feed, held) if path in self._held_before else self._receive(feed, held)
        error: Any = answer.get("error") or {}
        code = error.get("code", "")
        if code in PASSING and not self._is_verdict(path, code):
            return self._put_back(path, held, code)
        try:
            with durable.disk():
                self._put_away(held, answer)
        except BoardError as why:
            return self._put_back(path, held, why.code)
        self._again.pop(path, None)
        return answer

    def _is_verdict(self, path: Path, code: str) -> bool:
        before, _ = self._again.get(path, (None, 0.0))
        return code == "worker_fell" and before is not None and before.code == code and before.tries + 1 >= FELLING

    def _put_back(self, path: Path, held: Path, code: str) -> None:
        """It lies where it lay, and is tried again."""
        before, _ = self._again.pop(path, (None, 0.0))
        place = _free(path)
        os.rename(held, place)
        waits = Waiting(path.parent.name, readable(path.name), code, before.tries + 1 if before else 1, self._now())
        self._again[place] = waits, time.monotonic() + waits.again_s
        log.warning("inbox: %s waits (%s), tried %d times", path.name, code, waits.tries)

    def _known(self, feed: str, held: Path) -> dict[str, Any]:
        """What a killed watcher had loaded is not loaded again, also where it was withdrawn since."""
        try:
            digest, loads = sha256(held.read_bytes()), self.board.loads()
        except (BoardError, OSError):
            return self._receive(feed, held)
        own = loads.loc[(loads["feed"] == feed) & (loads["sha256"] == digest) & (loads["sender"] == _sender(held))]
        if own.empty:
            return self._receive(feed, held)
        receipt = Receipt("already", int(own["load_id"].iloc[-1]), Report(feed, held.name, digest))
        return answer.of_receipt(receipt, self.lang)

    def _receive(self, feed: str, held: Path) -> dict[str, Any]:
        try:
            if held.stat().st_size > LARGEST_BYTES:
                raise BoardError("body_large", mb=LARGEST_BYTES >> 20)
            sender = Person(_sender(held), "analyst")  # who may write into the folder may send
            receipt = GuardedBoard(self.board, sender, "inbox").receive(feed, held.name, held.read_bytes(), self._now())
        except BoardError as why:
            return answer.of_error(why)
        except Exception:
            log.exception("inbox: %s", held.name)
            return answer.of_error(BoardError("bug"))
        return answer.of_receipt(receipt, self.lang)

    def _put_away(self, held: Path, answer: dict[str, Any]) -> None:
        """The answer is on the disk before the file is beside it: a file without its answer is never seen there. An
        answer without its file is what a killed watcher left of this very step."""
        folder = self.root / (DONE if answer["ok"] else FAILED) / held.parent.name
        durable.make_folder(folder)
        place = _free(folder / held.name)
        plain = orjson.dumps(answer, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        answered = place.with_name(place.name + (RECEIPT if answer["ok"] else REPORT))
        answered.unlink(missing_ok=True)
        durable.write(answered, plain)
        os.rename(held, place)
        durable.sync(folder)


def _free(path: Path) -> Path:
    """This place, or the next beside it that nothing holds."""
    place, number = path, 1
    while place.exists():
        number += 1
        place = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return place


def _sender(path: Path) -> str:
    return f"inbox:{_owner(path)}"


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return str(path.stat().st_uid)

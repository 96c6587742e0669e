"""`recover`: a store from a backup, up to a line or a moment, every hash checked; it is there whole or not at all."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from data_pipeline.backup import of_the_hour
from data_pipeline.backup.archive import BESIDE, RECEIVED, Archive, Point, received_name
from data_pipeline.backup.make import digests
from data_pipeline.backup.place import Place
from data_pipeline.board.board import Board
from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.log import edition
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.log.received import sha256
from data_pipeline.store.log.secret import OWN
from data_pipeline.store.tables import apply
from data_pipeline.words import say

NO_HINDRANCE = ("check", "kept_damaged")  # what files said, and what is made again


class Unsound(BoardError):
    """The store that was made does not agree with itself."""

    def __init__(self, finding: Finding) -> None:
        super().__init__("recover_unsound", found=finding.code)
        self._finding = finding

    def sentence(self, lang: str) -> str:
        return say(lang, "error.recover_unsound", why=self._finding.sentence(lang))


@dataclass(frozen=True)
class Cut:
    """How far: to a line, to the last line before the first one written later than a moment, or all of it."""

    line: int | None = None
    until: datetime | None = None

    def of(self, entries: Sequence[Entry]) -> list[Entry]:
        """Raises BoardError recover_line, recover_before."""
        if self.line is not None:
            if not 1 <= self.line <= len(entries):
                raise BoardError("recover_line", line=self.line, last=len(entries))
            return list(entries[: self.line])
        until = self.until
        kept = list(entries) if until is None else list(takewhile(lambda e: e.note.at <= until, entries))
        if not kept:
            raise BoardError("recover_before", first=entries[0].note.at.isoformat())
        return kept


@dataclass(frozen=True)
class Recovered:
    """`notices`: what is worth knowing and keeps nobody from using it. `same`: None where no state was noted."""

    line: int
    at: datetime
    left_out: int
    files: int
    state: str
    same: bool | None
    notices: list[Finding] = field(default_factory=list)


def recover(pack: Pack, limits: Limits, place: Place, to: Path, cut: Cut) -> Recovered:
    """Raises BoardError recover_there, backup_none, backup_torn, backup_lacks, backup_changed, recover_unsound."""
    if to.exists() and any(to.iterdir()):
        raise BoardError("recover_there", folder=to)
    archive = Archive(place)
    archive.check()
    point, notices = _point(archive)
    every, beyond = _entries(archive, point)
    entries = cut.of(every)
    whole = len(entries) == len(every)
    notices += _older(every, archive, beyond)
    durable.make_folder(to.absolute().parent)
    part = to.absolute().with_name(f".{to.name}.part-{durable.token()}")
    try:
        with durable.disk():
            files = _lay(archive, point, entries, part, whole=whole)
            notices += of_the_hour.lay(archive, part, limits.timezone)
        state, same = _sound(pack, limits, part, point if whole else None)
        if to.exists():
            to.rmdir()
        os.rename(part, to)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    durable.sync(to.absolute().parent)
    return Recovered(entries[-1].seq, entries[-1].note.at, len(every) - len(entries), files, state, same, notices)


def _point(archive: Archive) -> tuple[Point, list[Finding]]:
    point, torn = archive.newest()
    if point is None:
        raise BoardError("backup_none", place=archive.place.name)
    if point.edition > edition.EDITION:
        raise BoardError("backup_newer", place=archive.place.name)
    return point, [Finding("backup_point_torn", {"name": name, "line": point.seq}, "look") for name in torn]


def _entries(archive: Archive, point: Point) -> tuple[list[Entry], int]:
    """The ledger up to that point, and how many lines stand beyond it."""
    every = list(archive.entries())
    kept = every[: point.seq]
    if len(kept) < point.seq or kept[-1].head != point.head:
        raise BoardError("backup_shorter", place=archive.place.name, ledger=len(kept), point=point.seq)
    return kept, len(every) - len(kept)


def _older(entries: Sequence[Entry], archive: Archive, beyond: int) -> list[Finding]:
    """Is there more than the last whole point tells of? Then a run was cut, or two backups were thrown together."""
    known = {received_name(digest) for digest in digests(entries)}
    files = len(archive.place.names(RECEIVED) - known)
    return [Finding("backup_older", {"files": files, "lines": beyond, "line": entries[-1].seq}, "look")] * bool(
        files or beyond
    )


def _lay(archive: Archive, point: Point, entries: Sequence[Entry], part: Path, *, whole: bool) -> int:
    """Received files first, the ledger last, as the store itself does."""
    named = digests(entries)
    held = archive.place.names(RECEIVED)
    for digest, line in named.items():
        if received_name(digest) not in held:
            raise BoardError("backup_newer_ledger", line=line, digest=digest, before=line - 1)
    _folder(part / RECEIVED)
    for digest, line in named.items():
        data = archive.place.read(received_name(digest))
        if sha256(data) != digest:
            raise BoardError("backup_changed", line=line, digest=digest, before=line - 1)
        durable.write(part / RECEIVED / digest, data, durable.READ_ONLY)
    for name in point.loose:
        _loose(archive, name, part)
    for folder in BESIDE:
        _beside(archive, folder, part, None if whole else entries[-1].note.at)
    durable.write(part / "ledger.jsonl", b"".join(e.line for e in entries))
    return len(named)


def _loose(archive: Archive, name: str, part: Path) -> None:
    own, _, digest = name.rpartition("-")
    data = archive.place.read(name)
    if sha256(data) != digest:
        raise BoardError("backup_torn", name=name, place=archive.place.name)
    durable.write(part / own.rpartition("/")[2], data, OWN)


def _beside(archive: Archive, folder: str, part: Path, before: datetime | None) -> None:
    """Evidence; of a history that is cut off, that of the days before its last. A damaged one is moved aside by whoever
    asks for it, as in the store itself."""
    for name in archive.place.names(folder):
        day = name.split("/")[1][:10]
        if before is None or day < f"{before:%Y-%m-%d}":
            _folder((part / name).parent)
            durable.write(part / name, archive.place.read(name))


def _sound(pack: Pack, limits: Limits, part: Path, point: Point | None) -> tuple[str, bool | None]:
    """Make its database, look over everything, and compare the state where one was noted by the same code and pack."""
    board = Board(pack, part, limits)
    try:
        board.version()
        for finding in board.verify():
            if finding.code not in NO_HINDRANCE:
                raise Unsound(finding)
        state = board.state_hash()
    finally:
        board.close()
    if point is None or not point.state or point.made_by != apply.fingerprint(pack):
        return state, None
    return state, state == point.state


def _folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)

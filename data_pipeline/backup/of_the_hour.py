"""What is true of the hour and no line of the ledger: screens in rooms, who was signed in, which alarms were told.

A copy of `state.sqlite` by the database's own backup, whole whoever writes meanwhile; without what the sign-in service
gave as proof of a person. In a store made from it everybody signs in again: who signed out since stays signed out.
"""

import gzip
import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from data_pipeline.backup.archive import Archive
from data_pipeline.core import durable
from data_pipeline.core.clock import machine_s
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.log.state import NAME, OWN, State

FOLDER, END = "state", ".sqlite.gz"


def keep(root: Path, archive: Archive) -> str:
    """Copied where it is another one than last time; why it could not be, or ""."""
    if not (root / NAME).exists():
        return ""
    try:
        data = _copy(root / NAME)
    except (sqlite3.Error, OSError) as why:
        return str(why)
    digest = hashlib.sha256(data).hexdigest()
    before = _newest_first(archive)
    if not before or _digest(before[0]) != digest:
        name = f"{FOLDER}/{int(machine_s()):012d}-{digest}{END}"
        archive.place.keep(name, gzip.compress(data, mtime=0), own=True)
    return ""


def lay(archive: Archive, part: Path, zone: str) -> list[Finding]:
    """The newest that is whole; how old it is, and which are torn, is told."""
    notices = []
    for name in _newest_first(archive):
        try:
            data = gzip.decompress(archive.place.read(name))
            if hashlib.sha256(data).hexdigest() != _digest(name):
                raise ValueError(name)
        except (OSError, EOFError, ValueError):
            notices.append(Finding("backup_state_torn", {"name": name}, "look"))
            continue
        durable.write(part / NAME, data, OWN)
        return [*notices, *_said(part, name, zone)]
    return notices


def _copy(file: Path) -> bytes:
    with closing(sqlite3.connect(file, timeout=5)) as own, closing(sqlite3.connect(":memory:")) as copy:
        own.backup(copy)
        with copy:
            copy.execute("update sessions set id_token = ''")
        copy.execute("vacuum")  # or it would still stand in what is free
        return copy.serialize()


def _said(part: Path, name: str, zone: str) -> list[Finding]:
    state = State(part)
    state.close_sessions()
    in_force = sum(screen.revoked is None for screen in state.screens())
    state.close()
    at = datetime.fromtimestamp(int(_stem(name).partition("-")[0]), ZoneInfo(zone))
    facts = {"screens": in_force, "at": f"{at:%Y-%m-%d %H:%M}"}
    return [Finding("backup_screens", facts, "look")] if in_force else []


def _newest_first(archive: Archive) -> list[str]:
    return sorted(archive.place.names(FOLDER), reverse=True)


def _digest(name: str) -> str:
    return _stem(name).partition("-")[2]


def _stem(name: str) -> str:
    return name.removeprefix(f"{FOLDER}/").removesuffix(END)

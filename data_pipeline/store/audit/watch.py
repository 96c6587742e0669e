"""What is known to be wrong with a store without reading all of it: told on pages, by the doctor and by /readyz.

The last whole check is on record (verified.json): when it was and what it found.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.audit.mending import is_behind
from data_pipeline.store.log import aside
from data_pipeline.store.log.entry import GENESIS
from data_pipeline.store.write.writer import Writer

log = logging.getLogger(__name__)
RECORD = "verified.json"
Part = Callable[[], Iterable[Finding]]


def findings(writer: Writer) -> list[Finding]:
    """What can be told at a glance, and what the last whole check found that is a fault; the gravest first."""
    glance = [*guarded("ledger", lambda: anchored(writer)), *guarded("state", lambda: _followed(writer))]
    seen = {(f.code, str(f.facts)) for f in glance}
    kept = [f for f in recorded(writer.root) if f.severity == "fault" and (f.code, str(f.facts)) not in seen]
    return [*glance, *kept, *guarded("aside", lambda: set_aside(writer.root))]


def guarded(part: str, of: Part) -> Iterator[Finding]:
    """What a look finds; one that breaks is a finding too, and ends no other."""
    try:
        yield from of()
    except BoardError as why:
        yield Finding(why.code, why.facts)
    except Exception as why:
        log.exception("the check of %s broke", part)
        yield Finding("check_broke", {"part": part, "reason": f"{type(why).__name__}: {why}".splitlines()[0][:200]})


def anchored(writer: Writer) -> Iterator[Finding]:
    """The ledger against the heads that are kept outside it."""
    writer.hold()
    head = writer.ledger.head()
    if writer.door.follows.copies and head != GENESIS:
        writer.witness(head)
    for anchor in writer.anchors:
        kept, where = anchor.read(), str(anchor.path)
        if anchor.is_damaged():
            yield Finding("anchor_damaged", {"where": where})
        elif kept is None and head != GENESIS:
            yield Finding("anchor_missing", {"where": where, "ledger": head.seq}, "look")
        elif kept and kept != head:  # a crash, or a disk that was away: harmless, and written again by the next load
            yield Finding("anchor_behind", {"where": where, "seq": kept.seq, "ledger": head.seq}, "look")


def _followed(writer: Writer) -> Iterator[Finding]:
    """Whether readers see what the ledger holds."""
    if (wrong := writer.door.follows.wrong()) is not None:
        yield Finding(wrong[0], dict(wrong[1]))
    for line in writer.door.lost():
        yield Finding("rows_lost", {"load_id": line})
    if not writer.door.lost() and writer.ledger.head() != GENESIS and is_behind(writer):
        yield Finding("not_laid")


def set_aside(root: Path) -> Iterator[Finding]:
    for file in aside.listed(root):
        yield Finding("set_aside", {"file": file.relative_to(root).as_posix()}, "look")


def record(root: Path, found: Iterable[Finding]) -> None:
    """What a whole check found; where it cannot be written, it is only not on record."""
    plain = [{"code": f.code, "facts": f.facts, "severity": f.severity} for f in found]
    staged = root / f".{RECORD}-{durable.token()}"
    try:
        durable.write(staged, orjson.dumps({"findings": plain}, default=str))
        os.replace(staged, root / RECORD)
    except OSError:
        log.exception("the check could not be put on record in %s", root)
        staged.unlink(missing_ok=True)


def recorded(root: Path) -> list[Finding]:
    """What the last whole check found; nothing where there was none, or its record cannot be read."""
    try:
        plain = orjson.loads((root / RECORD).read_bytes())["findings"]
        return [Finding(str(f["code"]), dict(f["facts"]), f["severity"]) for f in plain]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def recorded_s(root: Path) -> float | None:
    """When the last whole check ended, in seconds since 1970 by the machine's clock; None where none is on record."""
    try:
        return (root / RECORD).stat().st_mtime
    except OSError:
        return None


def recorded_at(root: Path, zone: str) -> datetime | None:
    """The same in local time."""
    seconds = recorded_s(root)
    return None if seconds is None else datetime.fromtimestamp(seconds, ZoneInfo(zone)).replace(tzinfo=None)


def touch(root: Path) -> None:
    """A check has begun: what the one before found stays on record until it ends."""
    try:
        (root / RECORD).touch()
    except OSError:
        log.exception("the check could not be put on record in %s", root)

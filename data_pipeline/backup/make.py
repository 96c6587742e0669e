"""`backup`: what is not in the backup yet is copied there, its hash checked on the way, while the board runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.backup import of_the_hour
from data_pipeline.backup.archive import BESIDE, RECEIVED, Archive, Point, loose_name, piece_name, received_name
from data_pipeline.backup.place import Place
from data_pipeline.core.errors import BoardError
from data_pipeline.store.audit.state_hash import state_hash
from data_pipeline.store.log import edition, marked, noted, secret
from data_pipeline.store.log.decisions import BEFORE
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.log.issued import kept_files
from data_pipeline.store.log.lock import writing
from data_pipeline.store.write.writer import Writer


@dataclass(frozen=True)
class Backed:
    """What one run did. `wrong`: (line, digest) of received files that could not be copied as they ought to be.
    `no_state`: why what is true of the hour could not be."""

    point: Point
    place: str
    lines: int
    files: int
    bytes: int
    wrong: tuple[tuple[int, str], ...] = ()
    no_state: str = ""


def backup(writer: Writer, key: Path, place: Place, *, state: bool = False) -> Backed:
    """Everything up to the ledger's last acknowledged line. Nothing of the store changes but its note of it.

    Raises BoardError backup_empty, backup_ahead, backup_other, backup_newer, backup_place, and what a broken ledger
    raises. A file that is damaged or missing here does not keep the others from being copied.
    """
    archive = Archive(place)
    known = _state(writer) if state else None  # first, so that what comes meanwhile is beyond it
    entries = [e for e in _acknowledged(writer) if known is None or e.seq <= known.line]
    archive.claim()
    last, _ = archive.newest()
    _same_history(last, entries, place)
    held = place.names(RECEIVED)
    copied, wrong = _received(writer, entries, archive, held)
    fresh = entries[last.seq if last else 0 :]
    if fresh:
        place.keep(piece_name(fresh), b"".join(e.line for e in fresh))
    loose = tuple(_loose(writer.root, key, archive))
    for folder in BESIDE:
        _beside(writer.root, folder, archive)
    no_state = of_the_hour.keep(writer.root, archive)
    head = entries[-1].head
    made = (known.state, known.made_by) if known else ("", "")
    point = Point(head.seq, head.hash, entries[-1].note.at.isoformat(), writer.pack.id, loose, *made, edition.EDITION)
    archive.write(point)
    noted.write(writer.root, point.seq, place.name)
    return Backed(point, place.name, len(fresh), len(copied), sum(copied), tuple(wrong), no_state)


def _acknowledged(writer: Writer) -> list[Entry]:
    """Every line that is on the disk for certain: one that is noted outside the ledger, or that no writer is at."""
    writer.hold()
    head = writer.ledger.head()
    if not any(known == head for known in writer.known().values() if known):
        with writing(writer.root):
            head = writer.ledger.head()
    entries = [e for e in writer.ledger.entries() if e.seq <= head.seq]
    if not entries:
        raise BoardError("backup_empty")
    return entries


def _same_history(last: Point | None, entries: Sequence[Entry], place: Place) -> None:
    if last is None:
        return
    if last.seq > len(entries):
        raise BoardError("backup_ahead", place=place.name, backup=last.seq, ledger=len(entries))
    if entries[last.seq - 1].head != last.head:
        raise BoardError("backup_other", place=place.name, line=last.seq)


def _received(
    writer: Writer, entries: Sequence[Entry], archive: Archive, held: set[str]
) -> tuple[list[int], list[tuple[int, str]]]:
    """Sizes of the files copied; those that lack or are not what came."""
    copied, wrong = [], []
    for digest, line in digests(entries).items():
        if received_name(digest) in held:
            continue
        try:
            data = writer.received.read(digest)
        except BoardError:
            wrong.append((line, digest))
            continue
        archive.place.keep(received_name(digest), data)
        copied.append(len(data))
    return copied, wrong


def digests(entries: Sequence[Entry]) -> dict[str, int]:
    """Of every file that came or was issued, with the first line that names it."""
    return {digest: of.line for digest, of in kept_files(entries).items()}


def _loose(root: Path, key: Path, archive: Archive) -> Iterator[str]:
    for name, file in ((secret.NAME, key), (BEFORE, root / BEFORE)):
        if file.is_file():
            data = file.read_bytes()
            archive.place.keep(loose_name(name, data), data, own=True)
            yield loose_name(name, data)


def _beside(root: Path, folder: str, archive: Archive) -> None:
    held = archive.place.names(folder)
    for file in marked.files(root / folder):
        name = file.relative_to(root).as_posix()
        if name not in held and marked.is_whole(file):
            archive.place.keep(name, file.read_bytes())


@dataclass(frozen=True)
class _Known:
    line: int
    state: str
    made_by: str


def _state(writer: Writer) -> _Known | None:
    """As readers know it; None where they know nothing yet."""
    if not writer.laid.is_declared() or writer.door.lost():
        return None
    with writer.readers.looking() as look:
        look.at_all()
        return _Known(look.version.head.seq, state_hash(look.connection, writer.pack), writer.laid.fingerprint)

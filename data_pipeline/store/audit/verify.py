"""Does everything still agree: the ledger with itself, the received files and the rows with the ledger?
And do the newest figures hold what queries/check says must not be?"""

from collections.abc import Iterator

from data_pipeline.core.errors import BoardError
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.audit.mending import BESIDE
from data_pipeline.store.audit.watch import Part, anchored, guarded, set_aside
from data_pipeline.store.log import marked, secret
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.log.issued import kept_files
from data_pipeline.store.log.secret import NAME
from data_pipeline.store.tables.checks import checked
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.mended import held, looked
from data_pipeline.store.write.writer import Writer


def verify(writer: Writer, *, look: bool = False) -> list[Finding]:
    """All that is wrong, in the order of importance; with `look`, also what somebody should ask about. Reads only, and
    never breaks: what cannot be checked is a finding."""
    broken, entries = _chain(writer)
    parts: dict[str, Part] = {
        "received": lambda: _received(writer, entries),
        "beside": lambda: _beside(writer),
        "key": lambda: _key(writer),
        "aside": lambda: set_aside(writer.root),
    }
    rows = [*guarded("rows", lambda: _rows(writer, entries))] if _sound(broken) else []
    figures = [*guarded("figures", lambda: _figures(writer))] if _sound([*broken, *rows]) else []
    rest = (finding for name, of in parts.items() for finding in guarded(name, of))
    found = [*broken, *rows, *figures, *rest]
    return [finding for finding in found if look or finding.severity == "fault"]


def _sound(found: list[Finding]) -> bool:
    return all(finding.severity != "fault" for finding in found)


def _chain(writer: Writer) -> tuple[list[Finding], list[Entry]]:
    entries: list[Entry] = []
    found = [*guarded("ledger", lambda: _lines(writer, entries))]
    return found or [*guarded("ledger", lambda: anchored(writer))], entries


def _lines(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """The whole lines are put to `entries`."""
    writer.ledger.freshen()
    try:
        entries.extend(writer.ledger.entries())
    finally:
        if torn := writer.ledger.torn():
            yield Finding("ledger_torn", {"bytes": len(torn)})
    if line := writer.ledger.differs():
        yield Finding("ledger_forked", {"line": line, "where": "-"})


def _received(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """As they came, or were issued. A file that no ledger line names is what a killed writer left; it is nobody's loss,
    and no finding."""
    for digest, of in kept_files(entries).items():
        kind = "received" if of.action == "load" else "issued"
        named = {"load_id": of.line, "name": of.name, "by": of.by}
        try:
            writer.received.read(digest)
        except BoardError as why:
            yield Finding(why.code.replace("received", kind), {**why.facts, **named})
        except OSError as why:
            yield Finding(f"{kind}_unreadable", {"digest": digest, "reason": why.strerror, **named})


def _rows(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """Every file of rows, and of every load as many as its line says. Rows under no line's token are what a killed
    writer left; they are nobody's, and no finding."""
    if entries and not writer.laid.is_declared():
        yield Finding("not_laid")
        return
    for feed, table in writer.door.tables.items():
        yield from guarded("rows", lambda: _of_feed(feed, table, entries))  # noqa: B023


def _of_feed(feed: str, table: FeedTable, entries: list[Entry]) -> Iterator[Finding]:
    for name in table.damaged_log():
        yield Finding("log_damaged", {"file": name})
    seen = looked(table.files())
    damaged = [file for file, tokens in seen.items() if tokens is None]
    for file in damaged:
        yield Finding("rows_damaged", {"file": f"{table.folder.name}/{file.name}"})
    if damaged:
        return  # what lacks follows from it
    there = held(seen)
    for entry in entries:
        if entry.note.action == "load" and entry.note.facts["feed"] == feed and there.differs(entry):
            yield Finding("rows_differ", {"load_id": entry.seq, "feed": feed})


def _beside(writer: Writer) -> Iterator[Finding]:
    """What is kept beside the store: forecasts as they were shown, and their scores."""
    for folder in BESIDE:
        for file in marked.files(writer.root / folder):
            if not marked.is_whole(file):
                yield Finding("kept_damaged", {"file": f"{folder}/{file.name}"})


def _key(writer: Writer) -> Iterator[Finding]:
    """The key of the bands, where it is kept beside the ledger and was made."""
    if (writer.root / NAME).exists() or secret.mark_of(writer.root / NAME).exists():
        secret.read(writer.root / NAME)
    yield from ()


def _figures(writer: Writer) -> Iterator[Finding]:
    """What the newest figures must not say. Where there are no readers, that is said already."""
    if writer.up_to_date():
        yield from checked(writer.pack, writer.readers, writer.limits)

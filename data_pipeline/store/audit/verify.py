"""Does everything still agree: the ledger with itself, the received files with the ledger, CURRENT with both?
And do the newest figures hold what queries/check says must not be?"""

from collections.abc import Iterator

import duckdb

from data_pipeline.core.errors import BoardError
from data_pipeline.query.connect import open_reader
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.audit.mending import BESIDE
from data_pipeline.store.audit.watch import Part, anchored, behind, guarded, set_aside
from data_pipeline.store.log import marked, secret
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.log.secret import NAME
from data_pipeline.store.tables.checks import checked
from data_pipeline.store.tables.generations import head_of
from data_pipeline.store.write.writer import Writer

Connection = duckdb.DuckDBPyConnection


def verify(writer: Writer, *, look: bool = False) -> list[Finding]:
    """All that is wrong, in the order of importance; with `look`, also what somebody should ask about. Reads only, and
    never breaks: what cannot be checked is a finding."""
    broken, entries = _chain(writer)
    parts: dict[str, Part] = {
        "received": lambda: _received(writer, entries),
        "state": lambda: _current(writer, entries, whole=all(f.severity != "fault" for f in broken)),
        "states": lambda: _older(writer),
        "beside": lambda: _beside(writer),
        "key": lambda: _key(writer),
        "aside": lambda: set_aside(writer.root),
    }
    found = [*broken, *(finding for name, of in parts.items() for finding in guarded(name, of))]
    return [finding for finding in found if look or finding.severity == "fault"]


def _chain(writer: Writer) -> tuple[list[Finding], list[Entry]]:
    entries: list[Entry] = []
    found = [*guarded("ledger", lambda: _lines(writer, entries))]
    return found or [*guarded("ledger", lambda: anchored(writer))], entries


def _lines(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """The whole lines are put to `entries`."""
    try:
        entries.extend(writer.ledger.entries())
    finally:
        if torn := writer.ledger.torn():
            yield Finding("ledger_torn", {"bytes": len(torn)})


def _received(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """A file that no ledger line names is what a killed writer left; it is nobody's loss, and no finding."""
    loads = {e.note.facts["sha256"]: e for e in entries if e.note.action == "load"}
    for digest, entry in loads.items():
        named = {"load_id": entry.seq, "name": entry.note.facts["name"], "by": entry.note.by}
        try:
            writer.received.read(digest)
        except BoardError as why:
            yield Finding(why.code, {**why.facts, **named})
        except OSError as why:
            yield Finding("received_unreadable", {"digest": digest, "reason": why.strerror, **named})


def _older(writer: Writer) -> Iterator[Finding]:
    """States before the one that serves: what is made again is made from them."""
    current = writer.generations.current()
    for name in writer.generations.names():
        if name != current and not writer.generations.is_whole(name):
            yield Finding("state_damaged", {"file": name})


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


def _current(writer: Writer, entries: list[Entry], *, whole: bool) -> Iterator[Finding]:
    name = writer.generations.current()
    if name is None:
        if entries and not writer.generations.is_damaged():
            yield Finding("no_current")
        return
    head = entries[-1].head if entries else None
    if whole and head is not None and head_of(name) != head:
        yield behind(head_of(name), head)
    try:
        connection = open_reader(writer.generations.path(name), writer.limits)
    except BoardError as why:
        yield Finding(why.code, why.facts)
        return
    hurt = not writer.generations.is_whole(name)
    if hurt:
        yield Finding("state_damaged", {"file": name})
    try:
        if whole:
            yield from _loads(connection, [e for e in entries if e.seq <= head_of(name).seq])
        rows = list(_rows(writer, connection))
        yield from rows
        if all(finding.code != "table_missing" for finding in rows):
            yield from checked(writer.pack, connection, writer.limits)
    except duckdb.Error as why:
        if hurt:
            return  # it is said already
        yield Finding("store_unopenable", {"file": name, "reason": str(why).splitlines()[0][:200]})
    finally:
        connection.close()


def _loads(connection: Connection, entries: list[Entry]) -> Iterator[Finding]:
    """The loads and what is visible of them, replayed from the ledger, against the generation."""
    accepted, seen, told = {}, set(), 0
    for e in entries:
        facts = e.note.facts
        if e.note.action == "load":
            accepted[e.seq] = facts["accepted"]
        if not facts.get("waits"):  # of those that wait nothing is shown
            told += len(facts.get("targets", ()))
        load_id = e.seq if e.note.action == "load" else facts.get("load_id")
        if load_id is None or facts.get("waits"):
            continue
        (seen.discard if e.note.action == "withdraw" else seen.add)(load_id)
    held = dict(connection.execute("select load_id, accepted from meta.loads").fetchall())
    shown = {r[0] for r in connection.execute("select load_id from meta.spans where seen_to is null").fetchall()}
    for load_id in sorted(held.items() ^ accepted.items()):
        yield Finding("load_differs", {"load_id": load_id[0]})
    for load_id in sorted(shown ^ seen):
        yield Finding("visibility_differs", {"load_id": load_id})
    yield from _targets(connection, told)


def _targets(connection: Connection, told: int) -> Iterator[Finding]:
    """Targets changed, as many as the ledger tells."""
    row = connection.execute("select count(*) from meta.targets").fetchone()
    if row and row[0] != told:
        yield Finding("targets_differ", {"ledger": told, "held": row[0]})


def _rows(writer: Writer, connection: Connection) -> Iterator[Finding]:
    for feed in writer.pack.feeds:
        sql = f"select load_id, count(*) from raw.{feed} group by load_id"
        try:
            found = dict(connection.execute(sql).fetchall())
        except duckdb.CatalogException:
            yield Finding("table_missing", {"table": f"raw.{feed}"})
            continue
        held = connection.execute("select load_id, accepted from meta.loads where feed = $1", [feed]).fetchall()
        for load_id, rows in held:
            if found.pop(load_id, 0) != rows:
                yield Finding("rows_differ", {"load_id": load_id, "feed": feed})
        for load_id in found:
            yield Finding("rows_differ", {"load_id": load_id, "feed": feed})

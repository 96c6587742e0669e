"""Does everything still agree: the ledger with itself, the received files with the ledger, CURRENT with both?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from data_pipeline.errors import BoardError
from data_pipeline.query import catalogue, parameters, run
from data_pipeline.query.tables import tables
from data_pipeline.store.connect import cursor, open_reader
from data_pipeline.store.entry import Entry
from data_pipeline.store.generations import head_of
from data_pipeline.store.writer import Writer
from data_pipeline.words import say

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Finding:
    """Something that does not agree. `code` names the sentence `finding.<code>`."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        return say(lang, f"finding.{self.code}", **self.facts)

    def __str__(self) -> str:
        return self.sentence("en")


def verify(writer: Writer) -> list[Finding]:
    """All that is wrong, in the order of importance; reads only."""
    broken, entries = _chain(writer)
    return [*broken, *_received(writer, entries), *_current(writer, entries, whole=not broken)]


def _chain(writer: Writer) -> tuple[list[Finding], list[Entry]]:
    entries, found = [], []
    try:
        for entry in writer.ledger.entries():
            entries.append(entry)
    except BoardError as why:
        found.append(Finding(why.code, why.facts))
    if torn := writer.ledger.torn():
        found.append(Finding("ledger_torn", {"bytes": len(torn)}))
    return found, entries


def _received(writer: Writer, entries: list[Entry]) -> Iterator[Finding]:
    """A file that no ledger line names is what a killed writer left; it is nobody's loss, and no finding."""
    for digest in dict.fromkeys(e.note.facts["sha256"] for e in entries if e.note.action == "load"):
        try:
            writer.received.read(digest)
        except BoardError as why:
            yield Finding(why.code, why.facts)


def _current(writer: Writer, entries: list[Entry], *, whole: bool) -> Iterator[Finding]:
    name = writer.generations.current()
    if name is None:
        if entries:
            yield Finding("no_current")
        return
    head = entries[-1].head if entries else None
    if whole and head is not None and head_of(name) != head:
        yield Finding("current_behind", {"seq": head_of(name).seq, "ledger": head.seq})
    try:
        connection = open_reader(writer.generations.path(name), writer.limits)
    except BoardError as why:
        yield Finding(why.code, why.facts)
        return
    try:
        yield from _loads(connection, [e for e in entries if e.seq <= head_of(name).seq])
        yield from _rows(writer, connection)
        yield from _checks(writer, connection)
    finally:
        connection.close()


def _loads(connection: Connection, entries: list[Entry]) -> Iterator[Finding]:
    """The loads and what is visible of them, replayed from the ledger, against the generation."""
    accepted, seen, told = {}, set(), 0
    for e in entries:
        if e.note.action == "load":
            accepted[e.seq] = e.note.facts["accepted"]
        if e.note.action == "target":
            told += len(e.note.facts["targets"])
            continue
        load_id = e.seq if e.note.action == "load" else e.note.facts["load_id"]
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


def _checks(writer: Writer, connection: Connection) -> Iterator[Finding]:
    """queries/check: rows that must not exist."""
    folders = catalogue.folders(writer.pack.queries)
    there = {r[0] for r in connection.execute(
        "select schema_name || '.' || view_name from duckdb_views() union all "
        "select schema_name || '.' || table_name from duckdb_tables()").fetchall()}  # fmt: skip
    for name in catalogue.names(folders, "check"):
        sql = catalogue.text(folders, name)
        if parameters(sql) or not tables(sql) <= there:
            continue
        with cursor(connection) as own:
            rows = len(run(own, folders, name))
        if rows:
            yield Finding("check", {"name": name, "rows": rows})

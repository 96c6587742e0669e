"""The one door for writing: under the lock, on what the ledger says, and acknowledged by its line or not at all."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery, Examined, Parsed, compared, identity, parse
from data_pipeline.intake.arrow import pc
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit.anchor import FILE as ANCHOR
from data_pipeline.store.audit.anchor import Anchor, hold
from data_pipeline.store.doors import Where, door
from data_pipeline.store.log import edition
from data_pipeline.store.log.entry import Entry, Head
from data_pipeline.store.log.settled import settled
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.snapshot.readers import Readers
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.tables.laid import Laid, Seen
from data_pipeline.store.tables.sealing import due, seal

log = logging.getLogger(__name__)
WITHIN = ("tables/head", "head")  # further witnesses of the ledger's end
NOT_LAID = ("rows_short", "table_damaged")


class Writer:
    """`second`: where the ledger's head is kept besides, on another disk."""

    def __init__(self, pack: Pack, where: Where, limits: Limits, second: Path | None = None) -> None:
        self.pack, self.where, self.limits, self.second = pack, where, limits, second
        self.door = door(where, pack)
        self.root = root = self.door.root
        self.ledger, self.received = self.door.ledger, self.door.received
        self.anchors = [Anchor(root / ANCHOR), *([Anchor(second)] if second else [])]
        self._within = [Anchor(root / name, lasting=False) for name in WITHIN]
        self.readers = Readers(self.door, pack, limits)
        self.laid = Laid(self.door, pack, limits)

    @property
    def made_of(self) -> tuple[object, ...]:
        """From which another process makes the same."""
        return self.pack, self.where, self.limits, self.second

    @contextmanager
    def drafting(self) -> Iterator[Draft]:
        """A draft under the lock, on what the ledger says; nothing of it counts unless it is published."""
        with self.holding():
            if not self.up_to_date():
                self._lay()
                if lost := self.door.lost():
                    self.received.read(self._digest(lost[0]))  # says which file to bring back
            with self.previewing() as draft:
                yield draft

    @contextmanager
    def holding(self) -> Iterator[None]:
        """The lock, and a ledger that is whole and the one that was acknowledged."""
        with self.door.writing(), durable.disk():
            edition.check(self.root)
            self.ledger.mend()
            self.hold()
            self.received.sweep()
            yield

    @contextmanager
    def previewing(self) -> Iterator[Draft]:
        """A draft that is never published: beside the lock, so that nobody who only looks waits for a load."""
        with durable.disk(), self.readers.laying() as look:
            account = look.version.account
            yield Draft(look, self.pack, look.version.head, account.written)

    def publish(self, draft: Draft) -> list[Entry]:
        """Its rows are put into the tables, its notes into the ledger. The ledger's lines are the acknowledgement: rows
        without one are nobody's."""
        entries = self.ledger.seal(draft.head, draft.notes)
        draft.discard()
        edition.mark(self.root)
        self.door.append(draft.rows)
        if entries:
            self.ledger.append(entries)
        for anchor in (*self.anchors, *(a for a in self._within if a.path.parent.is_dir())):
            anchor.keep(entries[-1].head if entries else draft.head)
        return entries

    def hold(self, *, whole: bool = False) -> None:
        """Raises BoardError ledger_gone, _shorter, _forked or _broken where the ledger is not the one that was
        acknowledged. `whole`: every line of it is read."""
        edition.check(self.root)
        hold(self.ledger, self.known(), whole=whole)

    def witness(self, head: Head) -> None:
        """What other hosts entered is noted here as well."""
        for anchor in self.anchors:
            if not anchor.is_damaged() and anchor.read() != head:
                anchor.keep(head)

    def known(self) -> dict[str, Head | None]:
        """The heads of the ledger that are kept outside it, by where."""
        return {str(anchor.path): anchor.read() for anchor in (*self.anchors, *self._within)}

    def catch_up(self) -> bool:
        """Lay what the ledger, the code or the pack say and the tables do not hold yet; True when that was needed."""
        if self.up_to_date():
            return False
        with self.holding():
            self._lay()
        return True

    def _lay(self, seen: Seen | None = None) -> None:
        try:
            self.laid.catch_up(self.table_of, seen or {})
            if seen is not None:
                self.laid.mend(self.table_of, seen)
        finally:
            self.readers.relist()

    def _digest(self, line: int) -> str:
        return next(e.note.facts["sha256"] for e in self.ledger.entries() if e.seq == line)

    def mend(self) -> None:
        """All is read, and what is damaged or lacks is laid again."""
        seen = self.laid.looked()
        with self.holding():
            self._lay(seen)

    def seal(self) -> int:
        """Some of the closed days; gives how many."""
        with self.holding():
            account = self.readers.now(strict=True).account
            sealed = sum(seal(table, {x.token for x in account.of[feed]}) for feed, table in self.door.tables.items())
        self.readers.relist()
        return sealed

    def has_unsealed(self) -> bool:
        return any(any(due(files)) for files in self.readers.now().files.values())

    def up_to_date(self) -> bool:
        """Whether readers find all that the ledger tells of."""
        if not self.laid.is_declared() or self.door.lost():
            return False
        try:
            return self.readers.now(strict=True).head == self.ledger.head()
        except BoardError as why:
            if why.code not in NOT_LAID:
                raise
            return False

    def rebuild(self) -> None:
        """All rows made again from the received files."""
        with self.holding():
            self.laid.make_all(self.table_of)
        self.readers.relist()

    def table_of(self, entry: Entry) -> pa.Table:
        """The rows of a load line, made again from the received bytes."""
        facts = entry.note.facts
        data = self.received.read(facts["sha256"])
        again = Delivery(
            facts["feed"], facts["name"], data, entry.note.by, entry.note.at, facts.get("sheet"), facts.get("mapping"),
            strict=facts["mode"] == "strict",
        )  # fmt: skip
        examined = self.look(again, None, again=True)
        if examined.report.accepted != facts["accepted"]:
            log.warning("store: load %d gives %d rows, its ledger line says %d", entry.seq, examined.report.accepted,
                        facts["accepted"])  # fmt: skip
        return examined.table

    def look(self, d: Delivery, look: Look | None, *, again: bool = False) -> Examined:
        """Doubts are looked for against what is known at the delivery's own moment; one without, against all."""
        came = d.at if d.witnessed and d.at > datetime.min else None
        parsed = self.parsed(d, again=again)
        if look is None:
            return compared(self.pack, parsed, None, came)
        feed, moment = self.pack.feeds[d.feed], d.at if d.at > datetime.min else None
        look.known_at(moment)
        self._point(look, d.feed, moment, parsed.table)
        found = settled(look.connection, feed, compared(self.pack, parsed, look.connection, came))
        look.known_at(None)
        return found

    def _point(self, look: Look, feed: str, moment: datetime | None, rows: pa.Table) -> None:
        """At the days that these rows are compared with; where they replace all, at what they replace."""
        if self.pack.feeds[feed].snapshot:
            replaced = look.version.account.latest(feed, moment)
            look.at(feed, look.version.of_load(feed, replaced.number) if replaced else ())
        elif rows.num_rows:
            days = pc.min_max(rows.column("ops_day")).as_py()
            look.near(feed, days["min"] - timedelta(days=1), days["max"])

    def parsed(self, d: Delivery, *, again: bool = False) -> Parsed:
        """What it brings along counts where it is of these very bytes, read in the very same way."""
        if d.parsed is not None and not again and d.parsed.of == identity(self.pack, d):
            return d.parsed
        return parse(self.pack, d, again=again)

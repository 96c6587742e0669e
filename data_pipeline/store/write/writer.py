"""The one door for writing: under the lock, on a draft that stands exactly where the ledger stands, or not at all."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Delivery, Examined, Parsed, compared, identity, parse
from data_pipeline.query.connect import Limits, cursor, open_reader
from data_pipeline.store.audit.anchor import FILE as ANCHOR
from data_pipeline.store.audit.anchor import Anchor, hold
from data_pipeline.store.log import edition
from data_pipeline.store.log.entry import GENESIS, Entry, Head
from data_pipeline.store.log.ledger import Ledger
from data_pipeline.store.log.lock import writing
from data_pipeline.store.log.received import Received
from data_pipeline.store.log.settled import settled
from data_pipeline.store.tables import apply
from data_pipeline.store.tables.draft import Draft
from data_pipeline.store.tables.generations import Generations, head_of

log = logging.getLogger(__name__)
MADE_OF_NOTHING = ("received_missing", "received_changed")  # what is to be made again needs a file that is not there


class Writer:
    """`second`: where the ledger's head is kept besides, on another disk."""

    def __init__(self, pack: Pack, root: Path, limits: Limits, second: Path | None = None) -> None:
        self.pack, self.root, self.limits, self.second = pack, root, limits, second
        self.ledger = Ledger(root / "ledger.jsonl")
        self.anchors = [Anchor(root / ANCHOR), *([Anchor(second)] if second else [])]
        self.received = Received(root / "received")
        self.generations = Generations(root)

    @contextmanager
    def drafting(self, *, fresh: bool = False) -> Iterator[Draft]:
        """A draft under the lock, caught up with the ledger; thrown away unless published.

        `fresh`: made from the received files and the ledger alone."""
        with writing(self.root), durable.disk():
            edition.check(self.root)
            self.ledger.mend()
            self.hold()
            self.received.sweep()
            self.generations.sweep()
            draft = self._open(fresh)
            try:
                yield draft
            finally:
                draft.discard()

    @contextmanager
    def previewing(self, published: str) -> Iterator[Draft]:
        """A draft that is never published, on what was when it began: beside the lock, so that nobody who only looks
        waits for a load. Where that needs something made again first, under the lock."""
        with durable.disk(), ExitStack() as held:
            edition.check(self.root)
            draft = self._beside(published) or held.enter_context(self.drafting())
            try:
                yield draft
            finally:
                draft.discard()

    def _beside(self, published: str) -> Draft | None:
        """None where it was made by other code, for another pack, or is damaged."""
        try:
            draft = Draft(self.generations.preview(published), self.pack, self.limits)
        except BoardError as why:
            if why.code in ("store_damaged", "store_unopenable"):
                return None
            raise
        if draft.made_by() != apply.fingerprint(self.pack):
            draft.discard()
            return None
        draft.head = head_of(published)
        draft.begin(renew=False)
        last = self.ledger.last()
        draft.written = last.note.at if last else None
        return draft

    def publish(self, draft: Draft) -> list[Entry]:
        """Make the draft what everybody sees, and enter its notes in the ledger: both, or neither."""
        entries = self.ledger.seal(draft.head, draft.notes)
        head = entries[-1].head if entries else draft.head
        draft.finish(head)
        edition.mark(self.root)
        self.generations.publish(draft.path, head, draft.check, lambda: self._acknowledge(entries))
        self.generations.prune()
        for anchor in self.anchors:
            anchor.keep(head)
        return entries

    def hold(self, *, whole: bool = False) -> None:
        """Raises BoardError ledger_gone, _shorter, _forked or _broken where the ledger is not the one that was
        published. `whole`: every line of it is read."""
        edition.check(self.root)
        hold(self.ledger, self.known(), whole=whole)

    def known(self) -> dict[str, Head | None]:
        """The heads of the ledger that are kept outside it, by where."""
        current = None if self.generations.is_damaged() else self.generations.current()
        published = {"CURRENT": head_of(current) if current else None}
        known = published | {str(anchor.path): anchor.read() for anchor in self.anchors}
        if not any(known.values()):  # the last witness: what the newest state was made for
            known |= {name: head_of(name) for name in self.generations.names()[-1:]}
        return known

    def _acknowledge(self, entries: list[Entry]) -> None:
        if entries:
            self.ledger.append(entries)

    def catch_up(self) -> bool:
        """Publish what the ledger, the code or the pack say and readers do not see yet; True when that was needed."""
        if self.up_to_date():
            return False
        try:
            with self.drafting() as draft:
                if self.up_to_date():  # another process did it while this one waited
                    return False
                self.publish(draft)
        except BoardError as why:
            last = self.nearest() if why.code in MADE_OF_NOTHING else None
            if last is None:
                raise
            log.error("store: %s; the newest whole state serves: %s", why, last)
            self.generations.point(last)
        return True

    def up_to_date(self) -> bool:
        name = self.generations.current()
        if name is None or head_of(name) != self.ledger.head():
            return False
        return self._made_by(name) == apply.fingerprint(self.pack)

    def _made_by(self, name: str) -> str | None:
        """The fingerprint a generation was made by; None when it does not open."""
        try:
            connection = open_reader(self.generations.path(name), self.limits)
        except BoardError:
            return None
        try:
            row = connection.execute("select fingerprint from meta.head").fetchone()
            return row[0] if row else None
        except duckdb.Error:
            return None
        finally:
            connection.close()

    def _open(self, fresh: bool) -> Draft:
        base = None if fresh else self._base()
        try:
            draft = Draft(self.generations.draft(base), self.pack, self.limits)
        except BoardError as why:
            if base is None or why.code not in ("store_damaged", "store_unopenable"):
                raise
            self.generations.set_aside(base)  # the one before it is built on, or all is loaded again
            return self._open(fresh)
        try:
            current = draft.made_by() == apply.fingerprint(self.pack)
            if not current and base and not apply.fits(draft.connection, self.pack):
                log.warning("store: the declared columns changed; everything is loaded again")
                draft.discard()
                return self._open(fresh=True)
            draft.head = head_of(base) if base else GENESIS
            draft.begin(renew=not current)
            self._replay(draft)
        except BaseException:
            draft.discard()
            raise
        return draft

    def _base(self) -> str | None:
        """The published generation nearest to the ledger's end: usually CURRENT itself."""
        head, current = self.ledger.head(), self.generations.current()
        name = current if current and head_of(current) == head else self.generations.at(head) or current
        there = name is not None and head_of(name).seq <= head.seq and self.generations.path(name).exists()
        return name if there else self.nearest()

    def nearest(self) -> str | None:
        """The newest generation that stands for a line of this ledger and is whole."""
        lines = {GENESIS.seq: GENESIS, **{entry.seq: entry.head for entry in self.ledger.entries()}}
        of_it = (n for n in reversed(self.generations.names()) if lines.get(head_of(n).seq) == head_of(n))
        return next((name for name in of_it if self.generations.is_whole(name)), None)

    def _replay(self, draft: Draft) -> None:
        """What the ledger holds beyond the draft's base: usually nothing, and then only its last line is read."""
        last = self.ledger.last()
        head = last.head if last else GENESIS
        if draft.head != head:
            for entry in self.ledger.entries(after=draft.head):
                draft.replay(entry, self.table_of(entry))
            draft.flush()
        draft.written = last.note.at if last else None
        draft.head = head  # a generation's name holds only the start of the hash

    def table_of(self, entry: Entry) -> pa.Table | None:
        """The rows of a load line, made again from the received bytes; None for other lines."""
        if entry.note.action != "load":
            return None
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

    def look(self, d: Delivery, history: duckdb.DuckDBPyConnection | None, *, again: bool = False) -> Examined:
        """Doubts are looked for against what is known at the delivery's own moment; one without, against all."""
        came = d.at if d.witnessed and d.at > datetime.min else None
        parsed = self.parsed(d, again=again)
        if history is None:
            return compared(self.pack, parsed, None, came)
        with cursor(history, d.at if d.at > datetime.min else None) as known:
            return settled(known, self.pack.feeds[d.feed], compared(self.pack, parsed, known, came))

    def parsed(self, d: Delivery, *, again: bool = False) -> Parsed:
        """What it brings along counts where it is of these very bytes, read in the very same way."""
        if d.parsed is not None and not again and d.parsed.of == identity(self.pack, d):
            return d.parsed
        return parse(self.pack, d, again=again)

"""Is all laid that the ledger tells of, in tables as they are declared now? What lacks is made from received files."""

import logging
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.store.door import Door
from data_pipeline.store.log.account import Account
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.tables import apply, mended, views
from data_pipeline.store.tables.feed_table import FeedTable
from data_pipeline.store.tables.mended import Again
from data_pipeline.store.tables.row_files import RowFile
from data_pipeline.store.tables.short import is_short

log = logging.getLogger(__name__)
MADE_BY, LATELY = "made-by", 4
CHECKED = Cache("views checked", 16)  # by what says how they are made: a check takes as long as a file of figures


Seen = Mapping[str, Mapping[RowFile, mended.Tokens]]  # by feed


def _files(table: FeedTable) -> tuple[RowFile, ...] | None:
    """None where its log is damaged."""
    try:
        return table.files()
    except BoardError as why:
        if why.code != "table_damaged":
            raise
        log.exception("store: the log of %s", table.feed.id)
        return None


class Laid:
    def __init__(self, door: Door, pack: Pack, limits: Limits) -> None:
        self._door, self._pack, self._limits = door, pack, limits

    @cached_property
    def fingerprint(self) -> str:
        return apply.fingerprint(self._pack)

    def is_declared(self) -> bool:
        """Whether it was made by what the code and the pack say now: a table for each feed, views that can be made."""
        return self.fingerprint in self._made_by() and not self._door.lacks_blanks()

    def catch_up(self, again: Again, seen: Seen = MappingProxyType({})) -> None:
        """What the code, the pack and the ledger say and the tables do not hold. Only under the lock. `seen`: files
        that were looked at just before."""
        if self.fingerprint not in self._made_by():
            CHECKED.get(self.fingerprint, self._check_views)
        self._door.make_blanks()
        loads = self._loads()
        lacking = [feed for feed in self._door.tables if self._lacks(feed, loads.get(feed, []))]
        self._mend_all(lacking, loads, again, seen)
        if self.fingerprint not in self._made_by():
            self._door.notes.write(MADE_BY, "\n".join([*self._made_by(), self.fingerprint][-LATELY:]).encode())

    def looked(self) -> Seen:
        """What every file of rows holds: all are read. Beside the lock, so that nobody who sends waits for it."""
        return {feed: mended.looked(files) for feed, table in self._door.tables.items() if (files := _files(table))}

    def mend(self, again: Again, seen: Seen) -> None:
        """What is damaged or lacks is laid again. Lines whose rows cannot be are noted: they are not seen until they
        can. Only under the lock."""
        self._mend_all(self._door.tables, self._loads(), again, seen)

    def _mend_all(
        self, feeds: Iterable[str], loads: Mapping[str, list[Entry]], again: Again, seen: Seen = MappingProxyType({})
    ) -> None:
        lost = [line for feed in feeds for line in self._mend(feed, loads.get(feed, []), again, seen.get(feed, {}))]
        self._door.note_lost(lost)

    def make_all(self, again: Again) -> None:
        """Every row from the received files. Only under the lock."""
        loads = self._loads()
        for feed, table in self._door.tables.items():
            if feed in loads or table.is_there():
                table.make(mended.batches(loads.get(feed, []), again, table))
        self._door.note_lost([])

    def _mend(self, feed: str, entries: list[Entry], again: Again, seen: Mapping[RowFile, mended.Tokens]) -> list[int]:
        table = self._door.tables[feed]
        if _files(table) is None:
            log.error("store: %s is made again", feed)
            table.set_aside()
        lost = mended.mend(table, entries, again, seen)
        table.note_log()
        return lost

    def _lacks(self, feed: str, entries: list[Entry]) -> bool:
        """By the counts that the table keeps."""
        account = Account()
        account.take(entries)
        files = _files(self._door.tables[feed])
        return files is None or is_short(account, feed, files)

    def _loads(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._door.ledger.entries():
            if entry.note.action == "load":
                found.setdefault(entry.note.facts["feed"], []).append(entry)
        return found

    def _check_views(self) -> bool:
        """Raises DeclarationError where one cannot be made."""
        ordered, _ = views.plan(self._pack)
        with open_scratch(self._limits) as scratch:
            apply.tables(scratch, self._pack)
            views.check(scratch, ordered)
        return True

    def _made_by(self) -> list[str]:
        """What made it lately: hosts of one store may run two versions while they are brought to the next."""
        return (self._door.notes.read(MADE_BY) or b"").decode("ascii", "replace").split()

"""Is all laid that the ledger tells of, in tables as they are declared now? What lacks is made from received files."""

import logging
from functools import cached_property

from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits, open_scratch
from data_pipeline.store.doors import Door
from data_pipeline.store.log.entry import Entry
from data_pipeline.store.tables import apply, mended, views
from data_pipeline.store.tables.mended import Again

log = logging.getLogger(__name__)
MADE_BY, LATELY = "made-by", 4


class Laid:
    def __init__(self, door: Door, pack: Pack, limits: Limits) -> None:
        self._door, self._pack, self._limits = door, pack, limits

    @cached_property
    def fingerprint(self) -> str:
        return apply.fingerprint(self._pack)

    def is_declared(self) -> bool:
        """Whether it was made by what the code and the pack say now: a table for each feed, views that can be made."""
        return self.fingerprint in self._made_by() and not self._door.lacks_blanks()

    def catch_up(self, again: Again) -> None:
        """What the code, the pack and the ledger say and the tables do not hold. Only under the lock."""
        if self.fingerprint not in self._made_by():
            self._check_views()
        self._door.make_blanks()
        self.mend(again)
        if self.fingerprint not in self._made_by():
            self._door.notes.write(MADE_BY, "\n".join([*self._made_by(), self.fingerprint][-LATELY:]).encode())

    def mend(self, again: Again) -> None:
        """Every file is read, and what is damaged or lacks is laid again. Lines whose rows cannot be are noted: they
        are not seen until they can."""
        loads = self._loads()
        lost = [line for feed in self._door.tables for line in self._mend(feed, loads.get(feed, []), again)]
        self._door.note_lost(lost)

    def make_all(self, again: Again) -> None:
        """Every row from the received files. Only under the lock."""
        loads = self._loads()
        for feed, table in self._door.tables.items():
            if feed in loads or table.is_there():
                table.make(mended.batches(loads.get(feed, []), again, table))
        self._door.note_lost([])

    def _mend(self, feed: str, entries: list[Entry], again: Again) -> list[int]:
        table = self._door.tables[feed]
        try:
            table.files()
        except BoardError as why:
            if why.code != "table_damaged":
                raise
            log.exception("store: %s is made again", feed)
            table.set_aside()
        return mended.mend(table, entries, again)

    def _loads(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._door.ledger.entries():
            if entry.note.action == "load":
                found.setdefault(entry.note.facts["feed"], []).append(entry)
        return found

    def _check_views(self) -> None:
        """Raises DeclarationError where one cannot be made."""
        ordered, _ = views.plan(self._pack)
        with open_scratch(self._limits) as scratch:
            apply.tables(scratch, self._pack)
            views.check(scratch, ordered)

    def _made_by(self) -> list[str]:
        """What made it lately: hosts of one store may run two versions while they are brought to the next."""
        return (self._door.notes.read(MADE_BY) or b"").decode("ascii", "replace").split()

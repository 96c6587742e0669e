"""The ledger as a table in PostgreSQL, and a copy of it here, line by line the same: who reads reads the copy, so that
the board stands while PostgreSQL is away, and every host is a witness of what was acknowledged."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.database import APPENDING, Database
from data_pipeline.store.lake.notes import SharedNotes
from data_pipeline.store.lake.turn import Turns
from data_pipeline.store.lake.witness import Witness
from data_pipeline.store.log.edition import EDITION
from data_pipeline.store.log.entry import GENESIS, Entry, Head, parse
from data_pipeline.store.log.ledger import Ledger

log = logging.getLogger(__name__)
SOME = 2000  # lines at a time
SURE_S = 12.0
LAST = "select seq, hash from riqing.ledger where city = %s order by seq desc limit 1"
FROM = "select line from riqing.ledger where city = %s and seq >= %s order by seq"
PUT = "insert into riqing.ledger (city, seq, prev, hash, line) values (%s, %s, %s, %s, %s)"
CITY = "select turn, edition from riqing.city where city = %s"
MARK = "update riqing.city set edition = greatest(edition, %s) where city = %s"


def channel(city: str) -> str:
    return f"riqing_{city.lower()}"


class SharedLedger(Ledger):
    def __init__(self, path: Path, database: Database, turns: Turns, notes: SharedNotes, witness: Witness) -> None:
        super().__init__(path)
        self._database, self._turns, self._notes, self._witness = database, turns, notes, witness

    def mend(self) -> None:
        """A line of the copy that was cut is fetched again."""
        self.freshen()

    def join(self) -> None:
        """What a host does first: it takes up where the others are. Raises BoardError ledger_shorter where more lines
        were acknowledged than are left."""
        known = self._witness.head()
        self.freshen()
        if (head := self.head()).seq < known.seq:
            raise BoardError("ledger_shorter", where=self._witness.where, known=known.seq, ledger=head.seq)
        self._notes.share_key()

    def freshen(self) -> None:
        """The copy ends where the ledger does. Raises BoardError store_away, and ledger_... where they differ."""
        self._database.make()
        with self._copying(), self._database.transaction() as own:
            _understood(own.execute(CITY, [self._database.city]).fetchone())
            self._pull(own)
            self._notes.pull(own)

    def append(self, entries: Sequence[Entry]) -> None:
        """All or none. Raises BoardError ledger_moved where another line came first, or this turn was lost;
        store_unsure where nobody can tell now whether they are kept."""
        try:
            with self._database.transaction() as own:
                self._put(own, entries)
        except BoardError as why:
            if why.code != "store_away":
                raise
            if not self._is_kept(entries[-1]):
                raise BoardError("ledger_moved") from why
        except psycopg.errors.UniqueViolation:
            raise BoardError("ledger_moved") from None
        self._copy(entries)
        self._witness.keep(entries[-1].head)

    def differs(self) -> int | None:
        """The first line that here is another one than there."""
        with self._database.transaction() as own:
            there = self._lines(own, 1)
            for number, line in enumerate(self._whole_lines(), start=1):
                if next(there, b"") != line:
                    return number
        return None

    def _put(self, own: "psycopg.Connection[Any]", entries: Sequence[Entry]) -> None:
        city, before = self._database.city, Head(entries[0].seq - 1, entries[0].prev)
        own.execute("select pg_advisory_xact_lock(%s, %s)", [APPENDING, self._database.key])
        turn = _understood(own.execute(CITY, [city]).fetchone())
        if self._turns.mine != turn or self._end(own) != before:
            raise BoardError("ledger_moved")
        told = [(city, e.seq, e.prev, e.hash, e.line.decode().rstrip("\n")) for e in entries]
        with own.cursor() as cursor:
            cursor.executemany(PUT, told)
        own.execute(MARK, [EDITION, city])
        own.execute("select pg_notify(%s, %s)", [channel(city), str(entries[-1].seq)])

    def _end(self, own: "psycopg.Connection[Any]") -> Head:
        found = own.execute(LAST, [self._database.city]).fetchone()
        return Head(*found) if found else GENESIS

    def _is_kept(self, last: Entry) -> bool:
        """The connection fell while these lines were written. Whoever wrote them there is through once the lock is
        free: then it is certain."""
        until = time.monotonic() + SURE_S
        while time.monotonic() < until:
            try:
                with self._database.transaction() as own:
                    own.execute("select pg_advisory_xact_lock(%s, %s)", [APPENDING, self._database.key])
                    sql = "select hash from riqing.ledger where city = %s and seq = %s"
                    return own.execute(sql, [self._database.city, last.seq]).fetchone() == (last.hash,)
            except BoardError:
                time.sleep(0.3)
        raise BoardError("store_unsure")

    def _copy(self, entries: Sequence[Entry]) -> None:
        """They are acknowledged: what goes wrong here is told and no more."""
        try:
            with self._copying():
                here = self.head()
                new = [e for e in entries if e.seq > here.seq]
                if new and new[0].prev == here.hash:
                    super().append(new)
        except (BoardError, OSError):
            log.exception("ledger: lines up to %d are kept, and could not be copied here", entries[-1].seq)

    def _pull(self, own: "psycopg.Connection[Any]") -> None:
        here, end = self.head(), self._end(own)
        if here == end:
            return
        if end.seq < here.seq:
            raise BoardError("ledger_shorter", where="PostgreSQL", known=here.seq, ledger=end.seq)
        lines = self._lines(own, max(here.seq, 1))
        if here.seq and parse(next(lines, b""), here.seq).head != here:
            raise BoardError("ledger_forked", line=here.seq, where="PostgreSQL")
        while some := list(islice(lines, SOME)):
            entries = list(_chained(here, some))
            super().append(entries)
            here = entries[-1].head

    def _lines(self, own: "psycopg.Connection[Any]", first: int) -> Iterator[bytes]:
        with own.cursor("lines") as cursor:
            cursor.itersize = SOME
            for (line,) in cursor.execute(FROM, [self._database.city, first]):
                yield f"{line}\n".encode()

    @contextmanager
    def _copying(self) -> Iterator[None]:
        durable.make_folder(self.path.parent)
        with FileLock(self.path.parent / ".copying", timeout=30, poll_interval=0.02), durable.disk():
            super().mend()
            yield


def _understood(told: tuple[int, int] | None) -> int:
    """The number of the turn. Raises BoardError store_newer."""
    turn, edition = told or (0, EDITION)
    if edition > EDITION:
        raise BoardError("store_newer", edition=edition, known=EDITION)
    return turn


def _chained(before: Head, lines: Iterable[bytes]) -> Iterator[Entry]:
    for line in lines:
        entry = parse(line, before.seq + 1)
        if entry.seq != before.seq + 1 or entry.prev != before.hash:
            raise BoardError("ledger_broken", line=before.seq + 1)
        before = entry.head
        yield entry

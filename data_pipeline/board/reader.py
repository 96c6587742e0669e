"""What can be asked of a board: figures as known at any moment, and who sent and changed what. It changes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from data_pipeline.board.elsewhere import Elsewhere
from data_pipeline.board.ledger_notes import Said
from data_pipeline.board.standing_targets import KEPT, Standing
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Effect
from data_pipeline.query import catalogue, run
from data_pipeline.query.connect import Limits
from data_pipeline.query.fetched import first_row
from data_pipeline.store.audit import verify as checking
from data_pipeline.store.audit import watch
from data_pipeline.store.audit.finding import Finding
from data_pipeline.store.audit.state_hash import state_hash
from data_pipeline.store.diff import trail
from data_pipeline.store.diff.effect import effects
from data_pipeline.store.diff.moves import restated
from data_pipeline.store.diff.trail import Since, Trail
from data_pipeline.store.doors import Where
from data_pipeline.store.log.entry import Head
from data_pipeline.store.snapshot.snapshots import DaySnapshot, DaySnapshots
from data_pipeline.store.tables.checks import is_of_loads
from data_pipeline.store.tables.load import scope_of, scopes_of_all
from data_pipeline.store.write.writer import Writer


class BoardReader(Said, Elsewhere, Standing):
    """A store as its readers see it."""

    def __init__(self, pack: Pack, where: Where, limits: Limits, second: Path | None = None) -> None:
        self.pack = pack
        self._writer = Writer(pack, where, limits, second)
        self.root = self._writer.root
        self._readers = self._writer.readers
        self._readers.hurt = self._mend
        self._slices = DaySnapshots(pack, self._readers, limits)
        self._trail = Trail(self._writer.ledger)
        self._targets = Cache("targets", KEPT)
        self.state = self._writer.door.state

    def _open(self) -> None:
        """Before the first look."""
        raise NotImplementedError

    def _mend(self) -> None:
        """What was found damaged is made again; from then on it serves."""
        raise NotImplementedError

    def rows(self, name: str, known_at: datetime | None = None, **params: Any) -> pd.DataFrame:
        """A named query ('page/day') as known at that moment; parameters must match it exactly.

        A query about one `ops_day` reads that day's slice in memory; one that also names a `first_day` a slice of all
        the days between, which is not kept; any other reads all there is.
        """
        self._open()
        try:
            return self._rows(name, known_at, params)
        except BoardError as why:
            if why.code != "store_damaged":
                raise
            return self._rows(name, known_at, params)  # of what was made in its place

    def _rows(self, name: str, known_at: datetime | None, params: dict[str, Any]) -> pd.DataFrame:
        folders = catalogue.folders(self.pack.queries)
        day, sql = params.get("ops_day"), catalogue.text(folders, name)
        if isinstance(day, date) and not is_of_loads(sql):
            first = params.get("first_day")
            held = self._slices
            if not isinstance(first, date):
                return held.rows(day, known_at, name, params)
            return held.over((first, day), known_at, sql, str(params.get("figure", ""))).rows(name, params)
        with self._readers.cursor(known_at, sql=sql) as own:
            return run(own, folders, name, params)

    def slice(self, ops_day: date, known_at: datetime | None = None) -> DaySnapshot:
        """That day, held in memory as known at that moment: for what looks below the marts (a trace)."""
        self._open()
        return self._slices.at(ops_day, known_at)

    @contextmanager
    def reading(
        self, known_at: datetime | None = None, *, sql: str | None = None, near: tuple[str, date, date] | None = None
    ) -> Iterator[DuckDBPyConnection]:
        """A cursor on every row ever received, or on those of a feed `near`: from a day to a day. `sql`: what will be
        asked, where that is more than rows and what is known."""
        self._open()
        with self._readers.looking(known_at, sql=sql) as look:
            if near is None:
                look.at_all()
            else:
                look.near(*near)
            yield look.connection

    def received(self, load_id: int) -> tuple[Mapping[str, Any], bytes]:
        """What the ledger says of a load (feed, name, sheet, mapping), and its file byte for byte."""
        entry = next((e for e in self._writer.ledger.entries() if e.seq == load_id and e.note.action == "load"), None)
        if entry is None:
            raise BoardError("no_load", load_id=load_id)
        return entry.note.facts, self._writer.received.read(entry.note.facts["sha256"])

    def version(self, known_at: datetime | None = None) -> str:
        """A word that changes exactly when what rows() answers as known at that moment may change."""
        self._open()
        return self._readers.version(known_at)

    def published(self) -> str | None:
        """A word for the ledger's end, at the price of a glance; None where nothing was received yet."""
        size = self._writer.ledger.size()
        return str(size) if size else None

    def loads(self, known_at: datetime | None = None) -> pd.DataFrame:
        """One row per load received by then, with `visible` and, once it was withdrawn, the last `withdrawn_at`."""
        self._open()
        with self._readers.looking() as look:
            return trail.loads(look.connection, known_at)

    def effect(self, load_id: int) -> Effect:
        """What a load did to what stood before it, cell by cell; raises BoardError `no_load`."""
        feed, _, _ = self._load(load_id)
        with self._readers.looking() as look:
            look.of_loads(feed, [load_id])
            return effects(look, self.pack.feeds[feed], [load_id])[load_id]

    def original(self, load_id: int) -> tuple[str, bytes]:
        """File name and bytes of a load, as they came."""
        _, name, digest = self._load(load_id)
        return name, self._writer.received.read(digest)

    def since(self, moment: datetime, now: datetime) -> Since:
        """Loads that came, were withdrawn and were restored after `moment` and by `now`."""
        self._open()
        with self._readers.looking() as look:
            return trail.since(look, self.pack, self.changes(), moment, now)

    def moved(self, moment: datetime, now: datetime) -> pd.DataFrame:
        """What had been told at `moment` and is told otherwise now, about the same slots; columns store.moves.NAMES."""
        spoken = moment_at(moment, self.pack.operation)
        before, after = (partial(self.rows, known_at=when) for when in (moment, now))
        return restated(before, after, self.pack, spoken.ops_day, spoken.as_of)

    def scope_of(self, load_id: int) -> tuple[str, frozenset[str | None]]:
        """(feed, districts) that a load speaks of, None among them for rows that name none; BoardError `no_load`."""
        self._open()
        with self._readers.looking() as look:
            return scope_of(look, self.pack, load_id)

    def districts_of_loads(self) -> dict[int, frozenset[str | None]]:
        """The same of every load that was ever received."""
        self._open()
        with self._readers.cursor() as own:
            return scopes_of_all(own, self.pack)

    def state_hash(self, known_at: datetime | None = None) -> str:
        """Equal for equal knowledge, whoever sent it, when and in what order."""
        self._open()
        with self._readers.cursor(known_at) as own:
            return state_hash(own, self.pack)

    def ledger_bytes(self) -> int:
        """How large the ledger has grown."""
        path = self._writer.ledger.path
        return path.stat().st_size if path.exists() else 0

    def ledger_line(self) -> Head:
        """Number and hash of its last line."""
        return self._writer.ledger.head()

    def ledger_head(self) -> int:
        """The number of its last line."""
        return self._writer.ledger.head().seq

    def verify(self, *, look: bool = False) -> list[Finding]:
        """All that does not agree between ledger, received files, rows and the newest figures.

        With `look`, also what files said on the newest day that somebody should ask about; that is no fault.
        """
        return checking.verify(self._writer, look=look)

    def check(self, *, look: bool = False) -> list[Finding]:
        """The same, put on record, so that pages, the doctor and /readyz tell what it found."""
        found = checking.verify(self._writer, look=True)
        watch.record(self.root, found)
        return [f for f in found if look or f.severity == "fault"]

    def findings(self) -> list[Finding]:
        """What is known to be wrong without reading all: the pointers, what was set aside, the last check's faults."""
        return watch.findings(self._writer)

    def checked_at(self) -> datetime | None:
        """When all was last checked, by the machine's clock."""
        return watch.recorded_at(self.root, self.pack.operation.timezone)

    def _load(self, load_id: int) -> tuple[str, str, str]:
        """Feed, file name and digest."""
        self._open()
        asked = "select feed, file_name, sha256 from meta.loads where load_id = $1"
        with self._readers.looking() as look:
            if (row := first_row(look.connection.execute(asked, [load_id]))) is None:
                raise BoardError("no_load", load_id=load_id)
        return row

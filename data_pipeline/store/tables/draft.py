"""A draft: the next generation while it is made. One connection, one transaction, seen by nobody else."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.core.clock_jumps import Jump, jump
from data_pipeline.core.errors import BoardError
from data_pipeline.declare import Pack
from data_pipeline.intake import Effect
from data_pipeline.query.connect import Limits, open_reader, open_writer
from data_pipeline.store.diff.effect import effects
from data_pipeline.store.log.entry import GENESIS, Entry, Head, Note
from data_pipeline.store.log.waiting import CLOSING, close, note_waiting, signed
from data_pipeline.store.tables import apply
from data_pipeline.store.tables.load import (
    EFFECT,
    hide,
    insert_rows,
    note_effects,
    note_load,
    note_moved,
    set_head,
    show,
    show_again,
    stamped,
)
from data_pipeline.store.tables.targets import note_targets

BUFFER_ROWS = 500_000


class Draft:
    """`head`: the ledger line its content stands for, before the notes added here."""

    def __init__(self, path: Path, pack: Pack, limits: Limits) -> None:
        self.path, self.pack, self.limits = path, pack, limits
        self.connection = open_writer(path, limits)
        self.head = GENESIS
        self.written: datetime | None = None  # the time of that line
        self.notes: list[Note] = []
        self._waiting: defaultdict[str, list[pa.Table]] = defaultdict(list)
        self._rows_waiting = 0

    def made_by(self) -> str | None:
        """The fingerprint of what made its base; None when there is no base."""
        try:
            row = self.connection.execute("select fingerprint from meta.head").fetchone()
        except duckdb.CatalogException:
            return None
        return row[0] if row else None

    def begin(self, *, renew: bool) -> None:
        """Bring tables and views up to date where asked, and open the transaction."""
        if renew:
            apply.apply(self.connection, self.pack)
        self.connection.execute("begin")

    def settle(self) -> None:
        """What was loaded so far can be seen by other cursors of this draft."""
        self.flush()
        self.connection.execute("commit")
        self.connection.execute("begin")

    @property
    def next_load(self) -> int:
        return self.head.seq + len(self.notes) + 1

    def add_load(self, note: Note, table: pa.Table) -> int:
        """Enter a new load and its rows; gives its load_id."""
        load_id = self.next_load
        self.notes.append(note)
        self._load(load_id, note, table)
        return load_id

    def add_change(self, note: Note) -> None:
        """Enter a withdrawal, its undoing, new targets, a meeting held, a decision, an alert seen."""
        seq = self.next_load
        self.notes.append(note)
        self._change(seq, note)

    def jump(self, load_id: int) -> Jump | None:
        """Whether the clock jumped between this load added here and the line before it."""
        place = load_id - self.head.seq - 1
        return jump(load_id, self.notes[place - 1].at if place else self.written, self.notes[place].at)

    def replay(self, entry: Entry, table: pa.Table | None) -> None:
        """Bring in a line that the ledger has already."""
        if table is not None:
            self._load(entry.seq, entry.note, table)
        elif entry.note.action != "load":
            self._change(entry.seq, entry.note)
        self.head = entry.head

    def _load(self, load_id: int, note: Note, table: pa.Table) -> None:
        note_load(self.connection, load_id, note)
        show(self.connection, load_id, note.at)
        if note.facts.get("waits"):  # seen for no time at all: approving it shows it again
            hide(self.connection, load_id, note.at)
            note_waiting(self.connection, load_id, note)
        self._waiting[note.facts["feed"]].append(stamped(table, load_id, note.at, note.facts.get("taken_back") or ()))
        self._rows_waiting += table.num_rows
        if self._rows_waiting > BUFFER_ROWS:
            self.flush()

    def _change(self, seq: int, note: Note) -> None:
        if note.action in CLOSING:
            close(self.connection, note)
        if note.action == "target" and note.facts.get("waits"):
            note_waiting(self.connection, seq, note)
        elif "targets" in note.facts:
            note_targets(self.connection, seq, signed(note))
        if "load_id" not in note.facts:
            return
        change = hide if note.action == "withdraw" else show_again
        change(self.connection, note.facts["load_id"], note.at)

    def flush(self) -> None:
        """Rows waiting to be inserted are inserted."""
        for feed, tables in self._waiting.items():
            insert_rows(self.connection, self.pack.feeds[feed], tables)
        self._waiting.clear()
        self._rows_waiting = 0

    def judge(self) -> dict[int, Effect]:
        """The effect of every load added, also put into its note; the notes can be sealed after this."""
        self.flush()
        added: defaultdict[str, list[int]] = defaultdict(list)
        for load_id, note in enumerate(self.notes, start=self.head.seq + 1):
            if note.action == "load":
                added[note.facts["feed"]].append(load_id)
        found: dict[int, Effect] = {}
        for feed, load_ids in added.items():
            found |= effects(self.connection, self.pack.feeds[feed], load_ids)
        counts = {load_id: {kind: getattr(effect, kind) for kind in EFFECT} for load_id, effect in found.items()}
        note_effects(self.connection, counts)
        for load_id, count in counts.items():
            self._enter(load_id, {"effect": count, "moved": note_moved(self.connection, load_id, found[load_id])})
        return found

    def _enter(self, load_id: int, facts: Mapping[str, object]) -> None:
        place = load_id - self.head.seq - 1
        note = self.notes[place]
        self.notes[place] = replace(note, facts={**note.facts, **facts})

    def finish(self, head: Head) -> None:
        """Commit, checkpoint and close: from here on the file is only read."""
        self.flush()
        set_head(self.connection, head, apply.fingerprint(self.pack))
        with durable.disk():
            self.connection.execute("commit")
            self.connection.execute("checkpoint")
        self.connection.close()

    def check(self, path: Path) -> None:
        """Self-check by a fresh read-only open: the head, and every load with as many rows as were accepted."""
        if path.with_name(f"{path.name}.wal").exists():
            raise BoardError("store_selfcheck", reason="a log is left beside the file")
        connection = open_reader(path, self.limits)
        try:
            for feed in self.pack.feeds:
                wrong = connection.execute(_COUNTS.format(feed=feed), [feed]).fetchall()
                if wrong:
                    raise BoardError("store_selfcheck", reason=f"rows of {feed}, loads {wrong[:3]}")
        finally:
            connection.close()

    def discard(self) -> None:
        self.connection.close()
        for left in (self.path, self.path.with_name(f"{self.path.name}.wal")):
            left.unlink(missing_ok=True)


_COUNTS = """
select coalesce(r.load_id, l.load_id), r.found, l.accepted
from (select load_id, count(*) as found from raw.{feed} group by load_id) as r
full join (select load_id, accepted from meta.loads where feed = $1 and accepted > 0) as l on r.load_id = l.load_id
where r.found is distinct from l.accepted"""

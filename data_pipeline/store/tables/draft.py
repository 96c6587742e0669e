"""A draft: lines that may follow, and their rows laid beside what is known. Seen by nobody else; thrown away in any
case: what is acknowledged comes in by the ledger like every other line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa

from data_pipeline.core import durable
from data_pipeline.core.clock_jumps import Jump, jump
from data_pipeline.declare import Pack
from data_pipeline.intake import Effect
from data_pipeline.intake.arrow import pc
from data_pipeline.store.diff.effect import effects
from data_pipeline.store.log.account import Load
from data_pipeline.store.log.entry import Head, Note
from data_pipeline.store.snapshot import entered
from data_pipeline.store.snapshot.history import History
from data_pipeline.store.snapshot.look import Look
from data_pipeline.store.tables.load import by_day, stamped
from data_pipeline.store.tables.schema import raw_columns

BUFFER_ROWS = 500_000
Rows = Mapping[str, list[pa.Table]]


class Draft:
    """`head`: the ledger line that it follows. `rows`: by feed, as they are to lie on the disk."""

    def __init__(self, look: Look, pack: Pack, head: Head, written: datetime | None) -> None:
        self.look, self.pack, self.head, self.written = look, pack, head, written
        self.connection = look.connection
        self.notes: list[Note] = []
        self.rows: defaultdict[str, list[pa.Table]] = defaultdict(list)
        self._waiting: defaultdict[str, list[tuple[int, datetime, pa.Table]]] = defaultdict(list)
        self._rows_waiting = 0
        self._own = durable.token()

    @property
    def next_load(self) -> int:
        return self.head.seq + len(self.notes) + 1

    def add_load(self, note: Note, table: pa.Table) -> int:
        """Enter a new load and its rows under a token of its own; gives its load_id."""
        load_id, token = self.next_load, durable.short_token()
        note = replace(note, facts={**note.facts, "token": token, "rows": by_day(table)})
        self.notes.append(note)
        rows = stamped(table, token, note.facts.get("taken_back") or ())
        self.rows[note.facts["feed"]].append(rows)
        self._waiting[note.facts["feed"]].append((load_id, note.at, rows))
        entered.lay(
            self.connection, Load(load_id, note, token, [(note.at, note.at if note.facts.get("waits") else None)])
        )
        self._rows_waiting += table.num_rows
        if self._rows_waiting > BUFFER_ROWS and len(self.notes) > 1:
            self.settle()
        return load_id

    def add_change(self, note: Note) -> None:
        """Enter a withdrawal, its undoing, new targets, a meeting held, a decision, an alert seen."""
        self.notes.append(note)

    def jump(self, load_id: int) -> Jump | None:
        """Whether the clock jumped between this load added here and the line before it."""
        place = load_id - self.head.seq - 1
        return jump(load_id, self.notes[place - 1].at if place else self.written, self.notes[place].at)

    def settle(self) -> None:
        """What was added so far is laid beside what is known."""
        for feed, added in self._waiting.items():
            columns = list(raw_columns(self.pack.feeds[feed]))
            marked = [_numbered(*one).select(columns) for one in added]
            # permissive: a column that is empty in one file may come as another width of the same type
            self.connection.register("rows_in", pa.concat_tables(marked, promote_options="permissive"))
            self.connection.execute(f"insert into beside.{feed} select {', '.join(columns)} from rows_in")
            self.connection.unregister("rows_in")
        self._waiting.clear()
        self._rows_waiting = 0

    def judge(self) -> dict[int, Effect]:
        """The effect of every load added, also put into its note; the notes can be sealed after this."""
        added: defaultdict[str, list[int]] = defaultdict(list)
        for load_id, note in enumerate(self.notes, start=self.head.seq + 1):
            if note.action == "load":
                added[note.facts["feed"]].append(load_id)
        found: dict[int, Effect] = {}
        for feed, load_ids in added.items():
            days = pc.min_max(
                pa.chunked_array([c for t in self.rows[feed] for c in t.column("ops_day").chunks])
            ).as_py()
            if self._is_first(feed, load_ids, days):
                found[load_ids[0]] = Effect(new=self.rows[feed][0].num_rows)
                continue
            self.settle()
            self.look.near(feed, days["min"], days["max"])
            found |= effects(self.look, self.pack.feeds[feed], load_ids)
        for load_id, effect in found.items():
            counts = {kind: getattr(effect, kind) for kind in entered.EFFECT}
            moved = [effect.raised, effect.lowered, effect.change] if effect.raised or effect.lowered else None
            self._enter(load_id, {"effect": counts, "moved": moved})
        return found

    def _is_first(self, feed: str, load_ids: Sequence[int], days: Mapping[str, date]) -> bool:
        """One file, of days of which nothing lies there: its rows meet no others, as a file holds a key once."""
        files = self.look.version.near(feed, days["min"], days["max"])
        return not self.pack.feeds[feed].snapshot and len(load_ids) == 1 and not files

    def discard(self) -> None:
        """Nothing is asked of it any more."""
        self.connection.execute("rollback")

    def history(self) -> History:
        """Of the board with what is laid beside it."""
        return replace(self.look.version.history, laid=dict.fromkeys(self.rows, self._own))

    def _enter(self, load_id: int, facts: Mapping[str, object]) -> None:
        place = load_id - self.head.seq - 1
        note = self.notes[place]
        self.notes[place] = replace(note, facts={**note.facts, **facts})


def _numbered(load_id: int, at: datetime, table: pa.Table) -> pa.Table:
    table = table.append_column("load_id", pa.repeat(pa.scalar(load_id, pa.int32()), table.num_rows))
    return table.append_column("received_at", pa.repeat(pa.scalar(at, pa.timestamp("us")), table.num_rows))

"""Which lines of the ledger wait for a second person, kept in the state for those who write: meta.waiting."""

from dataclasses import replace
from typing import Literal

import duckdb

from data_pipeline.store.log.entry import Note

State = Literal["waits", "approved", "declined"]
CLOSING: dict[str, State] = {"approve": "approved", "decline": "declined"}


def note_waiting(connection: duckdb.DuckDBPyConnection, seq: int, note: Note) -> None:
    connection.execute("insert into meta.waiting values ($1, $2, 'waits')", [seq, note.action])


def close(connection: duckdb.DuckDBPyConnection, note: Note) -> None:
    state = CLOSING[note.action]
    connection.execute("update meta.waiting set state = $2 where seq = $1", [note.facts["line"], state])


def state(connection: duckdb.DuckDBPyConnection, line: int) -> State | None:
    """None for what never needed a second key."""
    row = connection.execute("select state from meta.waiting where seq = $1", [line]).fetchone()
    return row[0] if row else None


def signed(note: Note) -> Note:
    """What was approved is told under both names."""
    return replace(note, by=f"{note.facts['first']} + {note.by}") if note.action == "approve" else note

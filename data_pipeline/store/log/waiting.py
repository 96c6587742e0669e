"""Which lines of the ledger wait for a second person, and what closes them."""

from dataclasses import replace
from typing import Literal

from data_pipeline.store.log.entry import Note

State = Literal["waits", "approved", "declined"]
CLOSING: dict[str, State] = {"approve": "approved", "decline": "declined"}


def signed(note: Note) -> Note:
    """What was approved is told under both names."""
    return replace(note, by=f"{note.facts['first']} + {note.by}") if note.action == "approve" else note

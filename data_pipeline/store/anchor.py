"""The ledger's head, kept outside the ledger: one that became shorter, or another one, stops the board.

Kept beside the ledger and, if one is set, in a second place (a file on another disk). An anchor is written after the
ledger's line is on the disk, so it never runs ahead of an honest ledger; one that could not be written only lags.
"""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.errors import BoardError
from data_pipeline.store import durable
from data_pipeline.store.entry import GENESIS, Head
from data_pipeline.store.ledger import Ledger

log = logging.getLogger(__name__)
FILE = "anchor"


@dataclass(frozen=True)
class Anchor:
    path: Path

    def read(self) -> Head | None:
        """The head last kept here; None where there is none yet, or it cannot be read."""
        try:
            plain = json.loads(self.path.read_bytes())
            return Head(int(plain["seq"]), str(plain["hash"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_damaged(self) -> bool:
        return self.path.is_file() and self.read() is None

    def keep(self, head: Head) -> None:
        """Whole or not at all. The line stands in the ledger already, so what goes wrong here is told and no more."""
        staged = self.path.with_name(f".{self.path.name}-{durable.token()}")
        try:
            durable.write(staged, json.dumps({"seq": head.seq, "hash": head.hash}).encode("ascii"))
            os.replace(staged, self.path)
            durable.sync(self.path.parent)
        except OSError:
            log.exception("anchor: line %d of the ledger could not be noted in %s", head.seq, self.path)
            staged.unlink(missing_ok=True)


def hold(ledger: Ledger, known: dict[str, Head | None], *, whole: bool) -> None:
    """Raises BoardError ledger_gone, ledger_shorter or ledger_forked where the ledger is not the one whose heads are
    `known` (by where they are kept). `whole`: every line is read and checked, not only as many as are needed for it."""
    head = ledger.head()
    behind = False
    for where, kept in known.items():
        if kept is None or kept.seq == 0:
            continue
        if head.seq == 0:
            raise BoardError("ledger_gone", where=where, known=kept.seq)
        if kept.seq > head.seq:
            raise BoardError("ledger_shorter", where=where, known=kept.seq, ledger=head.seq)
        if kept.seq == head.seq and kept != head:
            raise BoardError("ledger_forked", line=head.seq)
        behind = behind or kept.seq < head.seq
    if whole or behind:
        _chain(ledger, [kept for kept in known.values() if kept])


def _chain(ledger: Ledger, known: list[Head]) -> None:
    """Every line follows from the one before it, and the known heads are among them."""
    at = {head.seq: head for head in known}
    for entry in ledger.entries(GENESIS):
        kept = at.get(entry.seq)
        if kept is not None and kept != entry.head:
            raise BoardError("ledger_forked", line=entry.seq)

"""The ledger's head, kept outside the ledger: one that became shorter, or another one, stops the board.

Kept beside the ledger and, if one is set, in a second place (a file on another disk). An anchor is written after the
ledger's line is on the disk, so it never runs ahead of an honest ledger; one that could not be written only lags.
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.entry import GENESIS, Head
from data_pipeline.store.log.heads import as_bytes, head_of
from data_pipeline.store.log.ledger import Ledger

log = logging.getLogger(__name__)
FILE = "anchor"


@dataclass(frozen=True)
class Anchor:
    path: Path
    lasting: bool = True  # on the disk before anybody is told; one that may lag need not be

    def read(self) -> Head | None:
        """The head last kept here; None where there is none yet, it cannot be read, or is not what was written."""
        try:
            return head_of(self.path.read_bytes())
        except OSError:
            return None

    def is_damaged(self) -> bool:
        """Not what was written; one that cannot be read just now is not for that damaged."""
        try:
            return head_of(self.path.read_bytes()) is None
        except OSError:
            return False

    def keep(self, head: Head) -> None:
        """Whole or not at all. The line stands in the ledger already, so what goes wrong here is told and no more."""
        staged = self.path.with_name(f".{self.path.name}-{durable.token()}")
        try:
            told = as_bytes(head)
            if not self.lasting:
                staged.write_bytes(told)
                os.replace(staged, self.path)
                return
            durable.write(staged, told)
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
            raise BoardError("ledger_forked", line=head.seq, where=where)
        behind = behind or kept.seq < head.seq
    if whole or behind:
        _chain(ledger, {where: kept for where, kept in known.items() if kept})


def _chain(ledger: Ledger, known: Mapping[str, Head]) -> None:
    """Every line follows from the one before it, and the known heads are among them."""
    for entry in ledger.entries(GENESIS):
        for where, kept in known.items():
            if kept.seq == entry.seq and kept != entry.head:
                raise BoardError("ledger_forked", line=entry.seq, where=where)

"""A witness of the ledger's end in the object store: a host that is new holds the ledger against it, since it knows no
line of its own. Written after the line is acknowledged, so it never runs ahead of an honest ledger; it may lag. Each
city has a ledger of its own, and so a witness of its own."""

import logging

from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.log.entry import GENESIS, Head
from data_pipeline.store.log.heads import as_bytes, head_of

log = logging.getLogger(__name__)
BELOW = "heads/"


class Witness:
    def __init__(self, objects: Objects, city: str) -> None:
        self._objects, self._name = objects, f"{BELOW}{city}"
        self.where = f"{objects.url}/{self._name}"

    def head(self) -> Head:
        """The line last noted; the beginning where none is, or it cannot be read: a witness that is silent accuses
        nobody. Ask before the ledger is: what is entered meanwhile must not look like a ledger that became shorter."""
        try:
            data = self._objects.read(self._name)
        except BoardError as why:
            log.warning("the witness of the ledger's end cannot be asked: %s", why)
            return GENESIS
        found = head_of(data) if data is not None else GENESIS
        if found is None:
            log.error("the witness of the ledger's end is damaged; the next line entered writes it anew")
        return found or GENESIS

    def keep(self, head: Head) -> None:
        """The line stands in the ledger already, so what goes wrong here is told and no more."""
        try:
            self._objects.over(self._name, as_bytes(head))
        except BoardError as why:
            log.warning("line %d of the ledger could not be noted in the object store: %s", head.seq, why)

"""New lines are taken into the copy as they are told: PostgreSQL says so, and if it does not, a look does."""

import logging
import threading
from collections.abc import Mapping

from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import alone
from data_pipeline.store.lake.copies import Copies
from data_pipeline.store.lake.database import Database
from data_pipeline.store.lake.ledger import SharedLedger, channel
from data_pipeline.store.lake.notes import SharedNotes

log = logging.getLogger(__name__)
LOOK_S = 0.5


class Follower:
    def __init__(self, ledger: SharedLedger, notes: SharedNotes, database: Database, copies: Copies) -> None:
        self._ledger, self._notes, self._database, self._copies = ledger, notes, database, copies
        self._over = threading.Event()
        self._begun = False

    def begin(self) -> None:
        """Raises BoardError store_away where there is no copy yet that could serve."""
        try:
            self._ledger.freshen()
            self._notes.share_key()
        except BoardError as why:
            if why.code != "store_away" or not self._ledger.size():
                raise
            log.warning("%s; the copy of the ledger serves", why)
        if not self._begun:
            self._begun = True
            alone("lake", self._run)

    def away_s(self) -> float | None:
        return self._database.away_s()

    def measures(self) -> Mapping[str, float]:
        return {"copies_bytes": self._copies.bytes(), "copies_limit_bytes": self._copies.limit_bytes,
                "away_seconds": self.away_s() or 0, **self._database.measures()}  # fmt: skip

    def close(self) -> None:
        self._over.set()
        self._database.close()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._listen()
            except Exception as why:
                if not isinstance(why, BoardError):
                    log.exception("the ledger is not followed")
                self._over.wait(LOOK_S)

    def _listen(self) -> None:
        with self._database.session() as own:
            own.execute(f'listen "{channel(self._database.city)}"'.encode())
            while not self._over.is_set():
                self._ledger.freshen()
                for _ in own.notifies(timeout=LOOK_S, stop_after=1):
                    pass

"""New lines are taken into the copy as they are told: PostgreSQL says so, and if it does not, a look does."""

import logging
import threading
import time
from collections.abc import Mapping

from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import alone
from data_pipeline.store.door import Wrong
from data_pipeline.store.lake.beside import share
from data_pipeline.store.lake.copies import Copies
from data_pipeline.store.lake.database import Database
from data_pipeline.store.lake.ledger import SharedLedger, channel
from data_pipeline.store.lake.objects import Objects

log = logging.getLogger(__name__)
LOOK_S, SHARE_S = 0.5, 30.0


class Follower:
    copies = True

    def __init__(self, ledger: SharedLedger, database: Database, objects: Objects, copies: Copies) -> None:
        self._ledger, self._database, self._objects, self._copies = ledger, database, objects, copies
        self._over = threading.Event()
        self._begun, self._shared = False, float("-inf")
        self._why: BoardError | None = None

    def begin(self) -> None:
        """Raises BoardError store_away where there is no copy yet that could serve."""
        try:
            self._ledger.join()
        except BoardError as why:
            if why.code != "store_away" or not self._ledger.size():
                raise
            log.warning("%s; the copy of the ledger serves", why)
        if not self._begun:
            self._begun = True
            alone("lake", self._run)

    def wrong(self) -> Wrong | None:
        """PostgreSQL away, or a ledger there that is not the one known here."""
        if (away_s := self._database.away_s()) is not None:
            return "store_away_since", {"minutes": int(away_s // 60) + 1}
        return (self._why.code, self._why.facts) if self._why is not None else None

    def measures(self) -> Mapping[str, float]:
        return {"copies_bytes": self._copies.bytes(), "copies_limit_bytes": self._copies.limit_bytes,
                "away_seconds": self._database.away_s() or 0, **self._database.measures()}  # fmt: skip

    def close(self) -> None:
        self._over.set()
        self._database.close()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._listen()
            except Exception as why:
                self._why = why if isinstance(why, BoardError) else None
                if self._why is None:
                    log.exception("the ledger is not followed")
                self._over.wait(LOOK_S)

    def _listen(self) -> None:
        with self._database.session() as own:
            own.execute(f'listen "{channel(self._database.city)}"'.encode())
            while not self._over.is_set():
                self._ledger.freshen()
                self._why = None
                self._share()
                for _ in own.notifies(timeout=LOOK_S, stop_after=1):
                    pass

    def _share(self) -> None:
        if time.monotonic() - self._shared < SHARE_S:
            return
        self._shared = time.monotonic()
        try:
            share(self._ledger.path.parent, self._objects, self._database.city)
        except BoardError as why:
            log.warning("%s", why)

"""Whether what is set aside matters: tried in a rehearsal, beside those who send and those who look, at most once in
TRY_EVERY_S, on the newest data version only. A version that is gone before it was tried is never tried."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from data_pipeline.board.board import Board
from data_pipeline.channels.set_aside import Found, found, read
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.store.diff.attempt import Aside, Tried, tried
from data_pipeline.store.diff.rehearsal import Rehearsal

log = logging.getLogger(__name__)
TRY_EVERY_S = 60.0
TRIED = Cache("set aside", 4)
Attempt = Callable[[Aside, date, datetime], Rehearsal]


class Trial:
    """Looked at by one thread. `attempt` may take long, and must hold up nobody."""

    def __init__(self, attempt: Attempt, seconds: Callable[[], float] = time.monotonic) -> None:
        self._attempt, self._seconds = attempt, seconds
        self._last: float | None = None
        self._found = Found()
        self._refused: tuple[object, ...] | None = None  # a version on which it cannot be tried
        self.counts: Counter[str] = Counter()  # tried, failed

    def look(self, of: Board, moment: AsOf) -> None:
        self._found = what = found(of, moment.known_at)
        key = _key(of, moment, what)
        if not what.count or key == self._refused or TRIED.peek(key) is not None or not self._is_due():
            return
        self._last = self._seconds()
        try:
            rehearsed = self._attempt(read(what, moment.known_at), moment.ops_day, moment.as_of)
        except BoardError as why:
            self._refused = key
            self.counts["failed"] += 1
            log.warning("what is set aside could not be tried: %s", why)
            return
        self.counts["tried"] += 1
        TRIED.put(key, tried(rehearsed, what.count, what.more, moment.ops_day))

    def said(self, of: Board, moment: AsOf) -> Tried:
        """What is known of it at this moment of the present."""
        what = self._found
        return TRIED.peek(_key(of, moment, what)) or Tried(what.count)

    @property
    def waiting(self) -> int:
        """Files set aside, as last seen."""
        return self._found.count

    def _is_due(self) -> bool:
        return self._last is None or self._seconds() - self._last >= TRY_EVERY_S


TRIALS: list[Trial] = []  # of this process: one, or none


def _key(of: Board, moment: AsOf, what: Found) -> tuple[object, ...]:
    return str(of.root), of.version(moment.known_at), moment.ops_day, moment.as_of, what

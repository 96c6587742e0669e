"""Can the board draw now? Looked at by one thread at a time: who asks meanwhile gets what was last seen, so that probes
never queue behind a drawing that takes long."""

import time
from collections.abc import Callable
from threading import Lock

from data_pipeline.alarm.conditions import can_draw
from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock

PATIENCE_S = 30.0  # a look that is not over by then is a board that cannot draw


class Readiness:
    def __init__(self, draw: Callable[[], object]) -> None:
        self._draw, self._looking = draw, Lock()
        self._seen, self._since = False, 0.0

    def now(self) -> bool:
        if not self._looking.acquire(blocking=False):
            return self._seen and time.monotonic() - self._since < PATIENCE_S
        try:
            self._since = time.monotonic()
            self._draw()
            self._seen = True
        except Exception:
            self._seen = False
        finally:
            self._looking.release()
        return self._seen


def _drawn() -> None:
    of = board()
    can_draw(of, process_clock(of.pack.operation).moment(of.pack.operation))


DRAWS = Readiness(_drawn)

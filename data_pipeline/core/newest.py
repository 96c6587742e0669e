"""Work of which only the newest is wanted: what was overtaken before it was begun is never begun.

Somebody (`who`, a clock) asks for something again and again, each time in place of what they asked before. At most one
piece of theirs is under way and at most one waits; threads are named and few, and so are those who may wait.
"""

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from data_pipeline.core.threads import pool

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """Of one desk, now and since the process began."""

    waiting: int
    running: int
    limit: int
    done: int
    overtaken: int
    refused: int
    failed: int
    oldest_s: float  # how long the one served longest ago has been waiting, or at it


class Newest:
    """`limit`: how many may be waiting or served at once; who comes beyond that is refused and asks again later."""

    def __init__(self, name: str, threads: int, limit: int) -> None:
        self.name, self.limit = name, limit
        self._pool = pool(name, threads)
        self._waiting: dict[Hashable, tuple[Hashable, Callable[[], object]]] = {}
        self._running: dict[Hashable, Hashable] = {}
        self._since: dict[Hashable, float] = {}
        self._guard = Lock()
        self._done = self._overtaken = self._refused = self._failed = 0
        DESKS[name] = self

    def ask(self, who: Hashable, what: Hashable, do: Callable[[], object]) -> bool:
        """Whether `what` will be done, is being done, or waits in place of what `who` asked for before."""
        with self._guard:
            if self._running.get(who) == what or (who in self._waiting and self._waiting[who][0] == what):
                return True
            if who not in self._waiting and who not in self._running and self._served() >= self.limit:
                self._refused += 1
                return False
            self._overtaken += who in self._waiting
            self._since.setdefault(who, time.monotonic())
            self._waiting[who] = (what, do)
            if who not in self._running:
                self._running[who] = None
                self._pool.submit(self._serve, who)
            return True

    def state(self) -> State:
        with self._guard:
            running = sum(what is not None for what in self._running.values())
            oldest = time.monotonic() - min(self._since.values()) if self._since else 0.0
            return State(
                len(self._waiting),
                running,
                self.limit,
                self._done,
                self._overtaken,
                self._refused,
                self._failed,
                oldest,
            )

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _served(self) -> int:
        return len(self._waiting.keys() | self._running.keys())

    def _serve(self, who: Hashable) -> None:
        """One piece; whoever waits behind has a turn before the next of the same."""
        with self._guard:
            what, do = self._waiting.pop(who)
            self._running[who] = what
        try:
            do()
        except Exception:
            self._failed += 1
            log.exception("%s: %s failed", self.name, what)
        with self._guard:
            self._done += 1
            del self._since[who]
            if who in self._waiting:
                self._since[who] = time.monotonic()
                self._running[who] = None
                self._pool.submit(self._serve, who)
            else:
                del self._running[who]


DESKS: dict[str, Newest] = {}


def states() -> dict[str, State]:
    return {name: desk.state() for name, desk in sorted(DESKS.items())}

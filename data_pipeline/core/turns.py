"""Turns at work that somebody waits for: few have one at a time, few wait, none for long, and none who has left.

Without it whoever opens a page and leaves costs a thread until the work they no longer need is done; when the board
moves faster than that, they pile up.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from data_pipeline.core.errors import BoardError

LOOK_EVERY_S = 0.25  # at whether the one who waits is still there
FULL, LONG = "viewers_full", "viewers_wait"
PASSES = frozenset({FULL, LONG})  # what is told so is asked for again in a while


@dataclass(frozen=True)
class State:
    """Now, and since the process began. `oldest_s`: how long the one who came first has been waiting, or at it."""

    at_work: int
    at_once: int
    waiting: int
    limit: int
    done: int
    left: int
    refused: int
    oldest_s: float


class Turns:
    """`limit`: how many may wait, each for at most `patience_s`; who comes beyond that is told to come again."""

    def __init__(self, name: str, at_once: int, limit: int, patience_s: float) -> None:
        self.name, self.at_once, self.limit, self.patience_s = name, at_once, limit, patience_s
        self._free = threading.Semaphore(at_once)
        self._since: dict[int, float] = {}  # thread → when it came
        self._working: set[int] = set()
        self._guard = threading.Lock()
        self._done = self._left = self._refused = 0
        TURNS[name] = self

    @contextmanager
    def turn(self, wanted: Callable[[], object]) -> Iterator[None]:
        """Whoever has a turn already goes on with it. `wanted` is called while one waits: what it raises ends the
        waiting. Raises BoardError viewers_full, viewers_wait."""
        me = threading.get_ident()
        if me in self._working:
            yield
            return
        self._come(me)
        try:
            self._wait(wanted)
            self._working.add(me)
            yield
        finally:
            self._go(me)

    def state(self) -> State:
        with self._guard:
            oldest = time.monotonic() - min(self._since.values()) if self._since else 0.0
            waiting = len(self._since) - len(self._working)
            return State(
                len(self._working), self.at_once, waiting, self.limit, self._done, self._left, self._refused, oldest
            )

    def _come(self, me: int) -> None:
        with self._guard:
            if len(self._since) >= self.at_once + self.limit:
                self._refused += 1
                raise BoardError(FULL)
            self._since[me] = time.monotonic()

    def _wait(self, wanted: Callable[[], object]) -> None:
        until = time.monotonic() + self.patience_s
        try:
            while not self._free.acquire(timeout=LOOK_EVERY_S):
                wanted()
                if time.monotonic() > until:
                    raise BoardError(LONG)
        except BaseException:
            self._left += 1
            raise

    def _go(self, me: int) -> None:
        with self._guard:
            del self._since[me]
            if me in self._working:
                self._working.discard(me)
                self._done += 1
                self._free.release()


TURNS: dict[str, Turns] = {}


def states() -> dict[str, State]:
    return {name: turns.state() for name, turns in sorted(TURNS.items())}

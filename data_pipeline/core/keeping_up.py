"""Does the board keep up with those who look at it? It does not while somebody has been waiting for a drawing for
longer than a viewer may, or while so many wait that the next is turned away."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from data_pipeline.core import newest, turns

DRAWN_S = 10.0  # within this every viewer has what they asked for
PREPARED_S = 20.0  # nobody waits for it by name: who asks meanwhile makes it
LATELY_S = 30.0  # a page that was late is told so long: probes look every ten or twenty seconds
REMEMBERED = 64  # of pages drawn lately


class Drawings:
    """How long pages take from the first line of their script to the last, wherever they are slow; those that are
    being drawn among them."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}  # thread → when it began
        self._ended: deque[tuple[float, float]] = deque(maxlen=REMEMBERED)  # when, after how long
        self._guard = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        me, began = threading.get_ident(), time.monotonic()
        with self._guard:
            self._since[me] = began
        try:
            yield
        finally:
            with self._guard:
                del self._since[me]
                self._ended.append((time.monotonic(), time.monotonic() - began))

    def slowest_s(self) -> float:
        """Of those being drawn, and of those drawn lately."""
        now = time.monotonic()
        with self._guard:
            lately = [took for at, took in self._ended if now - at < LATELY_S]
            return max([*lately, *(now - began for began in self._since.values())], default=0.0)


DRAWINGS = Drawings()


def behind() -> str:
    """Why viewers wait, for a log; "" while they do not."""
    late = [f"{n}: {s.oldest_s:.0f} s" for n, s in turns.states().items() if s.oldest_s > DRAWN_S]
    full = [f"{n}: {s.waiting} wait" for n, s in turns.states().items() if s.waiting >= s.limit]
    slow = [f"{n}: {s.oldest_s:.0f} s" for n, s in newest.states().items() if s.oldest_s > PREPARED_S]
    drawn = DRAWINGS.slowest_s()
    pages = [f"a page: {drawn:.0f} s"] if drawn > DRAWN_S else []
    return "; ".join(late + full + slow + pages)

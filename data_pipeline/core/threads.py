"""Every thread this program begins: by name, so that a look at the process says what each is for, and bounded.

Nothing else begins one. What libraries bring beside them (DuckDB, Arrow, the web framework) is counted here too.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TASKS = Path("/proc/self/task")
IDLE_S = 30.0
POOLS: dict[str, ThreadPoolExecutor] = {}
_limits: dict[str, int] = {}


@dataclass(frozen=True)
class State:
    """Of one pool, now: what waits in it waits for one of its threads."""

    threads: int
    limit: int
    waiting: int


def pool(name: str, most: int) -> ThreadPoolExecutor:
    """Declared once, by name; its threads begin when there is work."""
    POOLS[name], _limits[name] = ThreadPoolExecutor(most, thread_name_prefix=name), most
    return POOLS[name]


def alone(name: str, do: Callable[..., object], *given: object) -> None:
    """One thread of its own that ends with the process."""
    threading.Thread(target=do, args=given, name=name, daemon=True).start()


class Deadlines:
    """One thread for all that is to be stopped unless it is over in time: a timer each would double the threads of
    whoever asks the database. It ends when nothing is to be watched any more."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._due: dict[object, tuple[float, Callable[[], object]]] = {}
        self._changed = threading.Condition()
        self._runs = False

    @contextmanager
    def within(self, seconds: float, stop: Callable[[], object]) -> Iterator[None]:
        """`stop` is called, by another thread, where what follows takes longer. It must be quick."""
        mine = object()
        with self._changed:
            self._due[mine] = time.monotonic() + seconds, stop
            self._changed.notify()
            if not self._runs:
                self._runs = True
                alone(self.name, self._run)
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(mine, None)

    def _run(self) -> None:
        while (stop := self._next()) is not None:
            with suppress(Exception):  # over at that very moment
                stop()

    def _next(self) -> Callable[[], object] | None:
        """The next that is late; None where nothing was to be watched for a while."""
        with self._changed:
            while True:
                if not self._due and not self._changed.wait(IDLE_S) and not self._due:
                    self._runs = False
                    return None
                key = min(self._due, key=lambda k: self._due[k][0], default=None)
                if key is None:
                    continue
                left = self._due[key][0] - time.monotonic()
                if left <= 0:
                    return self._due.pop(key)[1]
                self._changed.wait(left)


DEADLINES = Deadlines("deadlines")


def states() -> dict[str, State]:
    named = kinds()
    return {name: State(named[name], _limits[name], held._work_queue.qsize()) for name, held in sorted(POOLS.items())}


def kinds() -> Counter[str]:
    """How many of each name: `prepare_0` and `prepare_1` are of one."""
    return Counter(_kind(thread.name) for thread in threading.enumerate())


def _kind(name: str) -> str:
    of = name.split(" (", maxsplit=1)[0]  # Thread-7 (run)
    return of.rstrip("0123456789").rstrip("-_") or of


def count() -> int:
    """All of them, those that no Python code began among them."""
    return sum(1 for _ in os.scandir(TASKS)) if TASKS.exists() else threading.active_count()

"""Clocks of viewers' own that run beside the shared one: each costs as much as the board itself, so they are counted.

Whoever is admitted stays so while somebody looks by that clock; what nobody has looked by for a while makes room.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import pool

MOST = 16  # in one process
OF_ONE = 8  # that one address may hold
FORGET_S = 30.0
T = TypeVar("T")
_others = pool("own clocks", 1)


class Admitted:
    def __init__(self, most: int = MOST, of_one: int = OF_ONE, forget_s: float = FORGET_S) -> None:
        self.most, self.of_one, self.forget_s = most, of_one, forget_s
        self._held: dict[str, tuple[str, float]] = {}  # clock → who asked for it first, when it was last looked by
        self._guard = Lock()
        self.refused = 0

    def admit(self, clock: Clock, shared: Clock, client: str) -> None:
        """Raises BoardError `clocks_full`, `clocks_yours`. A clock that stands still, and the shared one looking back,
        are not counted: they ask for one state of the board, which the caches bound."""
        key = clock.back(None, None).text()
        if not clock.runs or key == shared.text():
            return
        with self._guard:
            self._forget()
            if key not in self._held:
                self._refuse(client)
            first, _ = self._held.get(key, (client, 0.0))
            self._held[key] = first, time.monotonic()

    def __len__(self) -> int:
        with self._guard:
            self._forget()
            return len(self._held)

    def _refuse(self, client: str) -> None:
        if len(self._held) >= self.most:
            self.refused += 1
            raise BoardError("clocks_full", most=self.most, seconds=int(self.forget_s))
        if Counter(of for of, _ in self._held.values())[client] >= self.of_one:
            self.refused += 1
            raise BoardError("clocks_yours", most=self.of_one, seconds=int(self.forget_s))

    def _forget(self) -> None:
        since = time.monotonic() - self.forget_s
        self._held = {key: held for key, held in self._held.items() if held[1] >= since}


FOREIGN = Admitted()


async def worked_out(do: Callable[[], T], *, shared: bool) -> T:
    """In a thread. Clocks of viewers' own, and looks back, share a single one, however many there are: who looks by the
    clock that all share never waits behind them."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None if shared else _others, do)

"""Long work that requests ask for: one at a time, in a thread of its own, so that the short answers of the server never
wait behind it. What several ask for at once is made once; few may wait."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Any

from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.core.threads import pool


class Apart:
    """`keep`: how many results stay for whoever asks for the same; `most`: how many works may be under way or wait."""

    def __init__(self, name: str, keep: int, most: int) -> None:
        self._kept, self._most = Cache(name, keep), most
        self._thread = pool(name, 1)
        self._making: dict[Hashable, asyncio.Future[Any]] = {}

    async def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Raises what `make` raises, then nothing is kept; BoardError `work_waits` where too many wait. Whoever leaves
        does not end what others wait for."""
        if (found := self._kept.peek(key)) is not None:
            return found
        making = self._making.get(key)
        if making is None:
            if len(self._making) >= self._most:
                raise BoardError("work_waits")
            own = asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._kept.get(key, make))
            making = self._making[key] = own
            own.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(making)

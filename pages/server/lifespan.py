"""From start to stop: the board is opened at once, and open event streams end when the server is told to stop.

It would otherwise wait for them for ever.
"""

import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import FrameType

from data_pipeline.board import board

STOPPING = threading.Event()


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Startup: hear of the signal before the server's own handler does, open the board. Shutdown: let its worker go."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            _hear(number)
    threading.Thread(target=_warm, daemon=True).start()
    yield
    if board.cache_info().currsize:
        board().close()


def _warm() -> None:
    """Open the board before the first viewer asks; what is wrong with it is told by /readyz and by the page."""
    with suppress(Exception):
        board().version()


def _hear(number: int) -> None:
    servers = signal.getsignal(number)

    def heard(got: int, frame: FrameType | None) -> None:
        STOPPING.set()
        if callable(servers):
            servers(got, frame)

    signal.signal(number, heard)

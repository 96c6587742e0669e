"""A proxy on this machine, before one server or several in turn; it may hold events back, as one that buffers does."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

EVENTS, HEAD_ENDS = "/api/events", b"\r\n\r\n"


@dataclass
class Proxy:
    """`holds_events`: streams open, and nothing of them comes through; `cut`: nothing at all, and nothing is closed;
    `asked`: how often for each path."""

    address: str = ""
    holds_events: bool = False
    cut: bool = False
    asked: Counter[str] = field(default_factory=Counter)


@dataclass
class Line:
    """One client's connection; what was last asked over it."""

    path: str = ""
    held: bytes = b""


@contextmanager
def proxied(ports: Sequence[int]) -> Iterator[Proxy]:
    """Every connection goes to the next of them: nobody stays with one, but while a connection lasts."""
    proxy, turns, loop = Proxy(), cycle(ports), asyncio.new_event_loop()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line()
        try:
            there = await asyncio.open_connection("127.0.0.1", next(turns))
        except OSError:
            return writer.close()
        await asyncio.gather(_asks(reader, there[1], line, proxy), _answers(there[0], writer, line, proxy))

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = asyncio.run_coroutine_threadsafe(asyncio.start_server(carry, "127.0.0.1", 0), loop)
    proxy.address = f"http://localhost:{opening.result(10).sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(ended(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _asks(of: asyncio.StreamReader, to: asyncio.StreamWriter, line: Line, proxy: Proxy) -> None:
    with suppress(OSError):
        while data := await of.read(1 << 16):
            if data.startswith((b"GET ", b"POST ")):
                line.path = urlsplit(data.split(b" ", 2)[1].decode()).path
                proxy.asked[line.path] += 1
            await _joined(proxy)
            to.write(data)
            await to.drain()
    to.close()


async def _answers(of: asyncio.StreamReader, to: asyncio.StreamWriter, line: Line, proxy: Proxy) -> None:
    with suppress(OSError):
        while data := await of.read(1 << 16):
            await _joined(proxy)
            to.write(_let_through(data, line, proxy))
            await to.drain()
    to.close()


def _let_through(data: bytes, line: Line, proxy: Proxy) -> bytes:
    data, line.held = line.held + data, b""
    if line.path != EVENTS or not proxy.holds_events:
        return data
    head, ends, line.held = data.partition(HEAD_ENDS) if data.startswith(b"HTTP/") else (b"", b"", data)
    return head + ends


async def _joined(proxy: Proxy) -> None:
    while proxy.cut:
        await asyncio.sleep(0.05)


async def ended() -> None:
    """Every line is let go of."""
    open_ = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_:
        task.cancel()
    await asyncio.gather(*open_, return_exceptions=True)

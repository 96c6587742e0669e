"""A wall that stands through whatever happens to its server, as pages/components/assets/wall.js does."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import orjson

COME_BACK_S = 3.0  # a browser's own, where the stream does not say it
SILENT_S, ASK_EVERY_S, ASK_WAITS_S = 4.4, (1.5, 2.5), 6.0
LINE_LOST_S, RETRY_S, MOST_DOUBLED = 12.0, 3.0, 3
TICK_S = 0.25
BODY = b"\r\n\r\n"


@dataclass
class Standing:
    address: str
    query: str
    scene: str = ""
    heard_at: float = 0.0  # time.monotonic(), as all below
    line_at: float = 0.0
    well_at: float = 0.0  # what it was last heard to have now is drawn
    fetched: int = 0
    asked: list[float] = field(default_factory=list)  # each request: stream, answer or scene
    come_back_s: float = COME_BACK_S
    tries: int = 0

    async def stand(self) -> None:
        """Until it is cancelled."""
        self.line_at = time.monotonic()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._lines(), self._asks())

    async def _lines(self) -> None:
        while True:
            with suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                await self._line()
            await asyncio.sleep(self.come_back_s)

    async def _line(self) -> None:
        self.tries += 1
        reader, writer = await self._open(f"/api/events?wall=on&{self.query}")
        try:
            while line := await asyncio.wait_for(reader.readline(), self._patience_s()):
                if line.startswith(b"retry: "):
                    self.come_back_s = int(line[7:]) / 1000
                elif line.startswith(b'data: {"scene"'):
                    self.line_at, self.tries = time.monotonic(), 0
                    await self._heard(orjson.loads(line[6:]))
        finally:
            writer.close()

    def _patience_s(self) -> float:
        """A line lost is left after the next try, and tries come less and less often."""
        return LINE_LOST_S + RETRY_S * 2 ** min(self.tries, MOST_DOUBLED) * random.random()

    async def _asks(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            if time.monotonic() - self.line_at <= SILENT_S:
                continue
            began = time.monotonic()
            with suppress(OSError, asyncio.TimeoutError, orjson.JSONDecodeError):
                answer = await asyncio.wait_for(self._answer(f"/api/scene?{self.query}"), ASK_WAITS_S)
                await self._heard(orjson.loads(answer))
            took = time.monotonic() - began
            await asyncio.sleep(max(random.uniform(*ASK_EVERY_S) - took, took))

    async def _heard(self, news: dict) -> None:
        self.heard_at = time.monotonic()
        if (name := news["scene"]) and name != self.scene:
            if self.scene:
                await asyncio.sleep(random.random() * news["within"] / 1000)
            if not await self._answer(f"/scene/{name}"):
                return
            self.scene, self.fetched = name, self.fetched + 1
        if self.scene and news["version"] == news["drawn"]:
            self.well_at = time.monotonic()

    async def _answer(self, path: str) -> bytes:
        """Empty where it was another than 200."""
        reader, writer = await self._open(path, "Accept-Encoding: identity\r\nConnection: close\r\n")
        try:
            head, _, body = (await reader.read()).partition(BODY)
        finally:
            writer.close()
        return body if head.startswith(b"HTTP/1.1 200") else b""

    async def _open(self, path: str, more: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.asked.append(time.monotonic())
        own = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(own.hostname, own.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {own.netloc}\r\n{more}\r\n".encode())
        return reader, writer

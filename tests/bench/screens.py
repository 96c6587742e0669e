"""A wall as the server sees one: an event stream, and a scene fetched once whenever it has another name."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import orjson

AGAIN_S = 2.0  # as wall.js


@dataclass
class Screen:
    address: str
    query: str
    drawn: list[tuple[float, int]] = field(default_factory=list)  # when a scene came (time.monotonic), and its bytes
    scene: str = ""
    errors: int = 0
    again: int = 0  # scenes asked for once more

    async def look(self) -> None:
        """Until it is cancelled. A line that breaks is an error, and the end."""
        own = urlsplit(self.address)
        self._host, self._port = own.hostname or "", own.port or 80
        try:
            reader, _ = await self._ask(f"/api/events?wall=on&{self.query}")
            while line := await reader.readline():
                if line.startswith(b'data: {"scene"'):
                    await self._follow(orjson.loads(line[6:]))
        except OSError:
            pass
        self.errors += 1

    async def _follow(self, news: dict) -> None:
        name = news["scene"]
        if not name or name == self.scene:
            return
        if self.scene:
            await asyncio.sleep(random.random() * news["within"] / 1000)
        reader, writer = await self._ask(f"/scene/{name}", "Accept-Encoding: gzip\r\nConnection: close\r\n")
        answer = await reader.read()
        writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            self.again += 1
            await asyncio.sleep(AGAIN_S)
            return
        self.scene = name
        self.drawn.append((time.monotonic(), len(answer)))

    async def _ask(self, path: str, more: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n{more}\r\n".encode())
        return reader, writer

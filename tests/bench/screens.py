"""Viewers as a server sees them, in a process of their own, so that what they cost is not the server's. A wall is an
event stream, and a scene fetched once whenever it has another name; a page of Dash asks by itself (dashed.py).

`python -m tests.bench.screens KIND ADDRESS QUERY COUNT` says when all have figures, and at the end of its input what
came when. Each comes from an address of its own, as screens in many rooms do.
"""

import asyncio
import random
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

import orjson

from tests.bench.measure import ROOT

AGAIN_S = 2.0  # as wall.js
RAMP_S = 0.01  # between two that come
PATIENCE_S = 240.0
LONGEST = 64 * 1024 * 1024  # bytes of a crowd's last words
SPARE = 200  # files open beside one for each line and one for each scene on its way
_numbers = count(1)


def own_address() -> str:
    """Of this machine, another for each: 127.0.0.2 and so on."""
    n = next(_numbers)
    return f"127.{n >> 14 & 127}.{n >> 7 & 127}.{(n & 127) + 2}"


@dataclass
class Screen:
    address: str
    query: str
    drawn: list[tuple[float, int]] = field(default_factory=list)  # when a scene came (time.monotonic), and its bytes
    scene: str = ""
    errors: int = 0
    again: int = 0  # scenes asked for once more
    own: str = field(default_factory=own_address)

    async def look(self) -> None:
        """Until it is cancelled. A line that breaks is an error, and the end."""
        try:
            reader, _ = await self._ask(f"/api/events?{self.query}")
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
        reader, writer, host = await reached(self.address, self.own)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode())
        return reader, writer


async def reached(address: str, own: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, str]:
    """A line to a server, and what the request says as its host."""
    to = urlsplit(address)
    reader, writer = await asyncio.open_connection(to.hostname, to.port, local_addr=(own, 0))
    return reader, writer, to.netloc


@dataclass
class Crowd:
    """Viewers of one kind in a process of their own. `drawn`: of each, as of a Screen; known once it is over."""

    kind: str
    address: str
    query: str
    count: int
    viewers: list[Screen] = field(default_factory=list)
    cpu_s: float = 0.0

    async def come(self) -> None:
        """Returns when all have figures, or after a while."""
        what = (self.kind, self.address, self.query, str(self.count))
        pipe = asyncio.subprocess.PIPE
        self._own = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.screens", *what, cwd=ROOT, stdin=pipe, stdout=pipe, limit=LONGEST
        )
        assert self._own.stdout is not None
        await self._own.stdout.readline()

    async def go(self) -> None:
        assert self._own.stdin is not None
        assert self._own.stdout is not None
        self._own.stdin.close()
        told = orjson.loads(await self._own.stdout.readline())
        await self._own.wait()
        self.cpu_s = told.pop("cpu_s")
        self.viewers = [Screen(self.address, self.query, **one) for one in told["screens"]]


async def _crowd(kind: str, address: str, query: str, many: int) -> None:
    began = time.process_time()
    screens = [_kinds()[kind](address, query) for _ in range(many)]
    looking: list[asyncio.Task[None]] = []
    for screen in screens:
        looking.append(asyncio.create_task(screen.look()))
        await asyncio.sleep(RAMP_S)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and not all(s.drawn or s.errors for s in screens):
        await asyncio.sleep(0.2)
    print("all there", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    _end(looking)
    await asyncio.gather(*looking, return_exceptions=True)
    said = [{"drawn": s.drawn, "errors": s.errors, "again": s.again} for s in screens]
    print(orjson.dumps({"screens": said, "cpu_s": time.process_time() - began}).decode(), flush=True)


def _kinds() -> dict[str, type[Screen]]:
    from tests.bench.dashed import Asking

    return {"wall": Screen, "dash": Asking}


def _end(looking: Sequence[asyncio.Task[None]]) -> None:
    for task in looking:
        task.cancel()


def may_open(viewers: int) -> None:
    """So many lines at once, of this process and of those it begins. Raises ValueError where the system allows less."""
    needed = 2 * viewers + SPARE
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if least < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, max(needed, most)))


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        asyncio.run(_crowd(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))

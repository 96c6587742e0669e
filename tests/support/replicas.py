"""Two servers on one lake, and a proxy in front that sends every connection to the next of them: nobody stays with one,
but for a page's own socket while it lasts."""

import asyncio
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from subprocess import Popen
from unittest import mock

from data_pipeline.backup.between import move
from data_pipeline.store.doors import where_of
from tests.support import samples
from tests.support.server import free_port, start
from tests.support.services import Postgres, postgres, s3

TOKEN = "rq_of-all-replicas"
COPIES = 1 << 30


@dataclass(frozen=True)
class Replicas:
    """`front`: the proxy's address; `own`: theirs."""

    front: str
    store: str
    own: Sequence[str]
    server: Postgres
    homes: Sequence[Path]


@contextmanager
def replicas(store: Path, clock: str, home: Path, **more: str) -> Iterator[Replicas]:
    """`store`: a folder whose store is moved into the lake; `more`: of the environment."""
    with postgres() as server, s3() as env, mock.patch.dict(os.environ, env | more | _sender(home)):
        url = f"lake:{server.database('replicas')}?data=s3://riqing/replicas&city={samples.pack().operation.city_code}"
        homes, ports = [home / "one", home / "two"], [free_port(), free_port()]
        move(samples.pack(), samples.limits(), store, where_of(url, homes[0], COPIES))
        running: list[Popen] = []
        try:
            for own, port in zip(homes, ports, strict=True):
                with mock.patch.dict(os.environ, {"BOARD_COPIES": str(own)}):
                    running.append(start(url, clock, home / f"{own.name}.log", port))
            with robin(ports) as front:
                yield Replicas(front, url, [f"http://localhost:{port}" for port in ports], server, homes)
        finally:
            for one in running:
                one.terminate()
            for one in running:
                one.wait(20)


def _sender(home: Path) -> dict[str, str]:
    told = f'[[token]]\nsender = "all"\nsha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"\n'
    (home / "tokens.toml").write_text(told)
    return {"BOARD_TOKENS": str(home / "tokens.toml")}


@contextmanager
def robin(ports: Sequence[int]) -> Iterator[str]:
    turns, loop = cycle(ports), asyncio.new_event_loop()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there = await asyncio.open_connection("127.0.0.1", next(turns))
            await asyncio.gather(_pass(reader, there[1]), _pass(there[0], writer))

    listening = loop.run_until_complete(asyncio.start_server(carry, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{listening.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _pass(of: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await of.read(1 << 16):
            to.write(data)
            await to.drain()
    to.close()

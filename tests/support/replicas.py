"""Two servers on one lake, and a proxy in front that sends every connection to the next of them: nobody stays with one,
but for a page's own socket while it lasts."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from unittest import mock

from data_pipeline.backup.between import move
from data_pipeline.store.doors import where_of
from tests.support import samples
from tests.support.proxy import proxied
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
            with proxied(ports) as front:
                yield Replicas(front.address, url, [f"http://localhost:{port}" for port in ports], server, homes)
        finally:
            for one in running:
                one.terminate()
            for one in running:
                one.wait(20)


def _sender(home: Path) -> dict[str, str]:
    told = f'[[token]]\nsender = "all"\nsha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"\n'
    (home / "tokens.toml").write_text(told)
    return {"BOARD_TOKENS": str(home / "tokens.toml")}

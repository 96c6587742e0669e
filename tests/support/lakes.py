"""Lakes for tests: one PostgreSQL and one S3 server a worker, an empty lake of two small feeds for each test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from data_pipeline.board.board import Board
from data_pipeline.query.connect import Limits
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.log.state import COLUMNS
from tests.store import tiny
from tests.support.services import Postgres, postgres, s3

ENOUGH = 1 << 30
TABLES = ("riqing.ledger", "riqing.city", *(f"{{own}}.{table}" for table in ("rooms", "duties", *COLUMNS)))


@dataclass
class Lakes:
    """`made`: the folder of a host that has opened the empty lake."""

    server: Postgres
    env: dict[str, str]
    database: str
    made: Path
    given: int = 0

    def empty(self, root: Path) -> Lake:
        """Nothing in it; `root`: the folder of its first host, which is laid there."""
        self.given += 1
        city = tiny.pack().operation.city_code
        with psycopg.connect(self.database) as own:
            for table in TABLES:
                own.execute(f"delete from {table.format(own=f'riqing_{city}')}".encode())
            own.execute("delete from riqing.note where name = 'lost'")
        shutil.copytree(self.made, root)
        return Lake(self.database, f"s3://riqing/{self.given}", city, root, ENOUGH)


@contextmanager
def lakes(folder: Path) -> Iterator[Lakes]:
    with postgres() as server, s3() as env:
        os.environ.update(env)
        of = Lakes(server, env, server.database("tests"), folder / "host")
        lake = Lake(of.database, "s3://riqing/0", tiny.pack().operation.city_code, of.made, ENOUGH)
        board = opened(lake)
        board.loads()
        board.close()
        try:
            yield of
        finally:
            for name in env:
                os.environ.pop(name, None)


def opened(lake: Lake, *, isolated: bool = False) -> Board:
    return Board(tiny.pack(), lake, Limits("500MB", 1), isolated=isolated)


def another_host(lake: Lake, root: Path) -> Board:
    return opened(replace(lake, root=root))

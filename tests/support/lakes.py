"""Lakes for tests: one PostgreSQL and one S3 server a worker; an empty lake of two small feeds for each test, and lakes
that hold what a folder holds."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import obstore
import psycopg
import pytest
from obstore.store import from_url

from data_pipeline.backup.between import move
from data_pipeline.board.board import Board
from data_pipeline.core.settings import settings
from data_pipeline.declare import Pack
from data_pipeline.query.connect import Limits
from data_pipeline.store.lake.address import Lake, lake_of
from data_pipeline.store.log.state import COLUMNS
from tests.store import tiny
from tests.support.services import Postgres, postgres, s3

ENOUGH = settings().copies_bytes
OWN = 4  # lakes of one's own that stand at once: the oldest goes for the next
TABLES = ("riqing.ledger", "riqing.city", *(f"{{own}}.{table}" for table in ("rooms", "duties", *COLUMNS)))


@dataclass
class Lakes:
    """`made`: the folder of a host that has opened the empty lake."""

    server: Postgres
    env: dict[str, str]
    database: str
    made: Path
    given: int = 0
    moved: dict[Path, Lake] = field(default_factory=dict)

    def empty(self, root: Path) -> Lake:
        """Nothing in it; `root`: the folder of its first host, which is laid there."""
        self.given += 1
        city = tiny.pack().operation.city_code
        with psycopg.connect(self.database) as own:
            every = ", ".join(table.format(own=f"riqing_{city}") for table in TABLES)
            own.execute(f"truncate {every} restart identity".encode())
            own.execute("delete from riqing.note where name = 'lost'")
        shutil.copytree(self.made, root)
        return Lake(self.database, f"s3://riqing/{self.given}", city, root, ENOUGH)

    def shared(self, of: Path, pack: Pack) -> Lake:
        """A lake that holds what this folder holds: moved there once, and never opened."""
        return self._copied(self._held(of, pack), f"shared-{of.name}", self.made.with_name(f"shared-{of.name}"))

    def own(self, of: Path, pack: Pack, to: Path) -> Lake:
        self.given += 1
        return self._copied(self._held(of, pack), f"own-{self.given % OWN}", to)

    def _held(self, of: Path, pack: Pack) -> Lake:
        """Moved there once, and never opened after: a database is copied only while nobody is in it."""
        if of not in self.moved:
            name = f"held-{len(self.moved)}"
            place = self.made.with_name(name)
            lake = Lake(self.server.database(name), f"s3://riqing/{name}", pack.operation.city_code, place, ENOUGH)
            bring(of, pack, lake)
            self.moved[of] = lake
        return self.moved[of]

    def _copied(self, of: Lake, name: str, to: Path) -> Lake:
        with psycopg.connect(self.server.address("postgres"), autocommit=True) as own:
            own.execute(f'drop database if exists "{name}" with (force)'.encode())
            own.execute(f'create database "{name}" template "{of.database.rsplit("/")[-1]}"'.encode())
        self.given += 1
        there = url_of(replace(of, database=self.server.address(name), data=f"s3://riqing/{self.given}"))
        lake = lake_of(there, to, ENOUGH)
        asyncio.run(copy_objects(of.data, lake.data))
        shutil.copytree(of.root, lake.root)
        return lake


def lake_at(database: str, to: Path) -> Lake:
    """An empty one of two small feeds, its host's copies below `to`."""
    city, name = tiny.pack().operation.city_code, database.rsplit("/", maxsplit=1)[-1]
    return lake_of(f"lake:{database}?data=s3://riqing/{name}&city={city}", to, ENOUGH)


def url_of(lake: Lake) -> str:
    """As BOARD_STORE names it."""
    return f"lake:{lake.database}?data={lake.data}&city={lake.city}"


def bring(of: Path, pack: Pack, to: Lake) -> None:
    """As `migrate` does it, and not looked over: its own tests do that (tests/backup, tests/store)."""
    limits = Limits("500MB", 1)
    with closing(Board(pack, of, limits)) as board:
        is_empty = not board.ledger_head()
    if is_empty:
        with closing(Board(pack, to, limits)) as board:
            board.loads()
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Board, "verify", lambda *_, **__: [])
        move(pack, limits, of, to)


async def copy_objects(of: str, to: str) -> None:
    source, bucket = from_url(of), from_url("s3://riqing")
    names = [found["path"] for some in source.list() for found in some]
    here, there = of.removeprefix("s3://riqing/"), to.removeprefix("s3://riqing/")
    await asyncio.gather(*(obstore.copy_async(bucket, f"{here}/{name}", f"{there}/{name}") for name in names))


@contextmanager
def lakes(folder: Path) -> Iterator[Lakes]:
    with postgres() as server, s3() as env:
        os.environ.update(env)
        of = Lakes(server, env, server.database("tests"), folder / "host")
        lake = Lake(of.database, "s3://riqing/0", tiny.pack().operation.city_code, of.made, ENOUGH)
        board = tiny.opened(lake)
        board.loads()
        board.close()
        try:
            yield of
        finally:
            for name in env:
                os.environ.pop(name, None)


def another_host(lake: Lake, root: Path) -> Board:
    return tiny.opened(replace(lake, root=root))

"""What all who use the store must know and no line of the ledger says: kept in PostgreSQL, read from a copy here."""

import secrets
from typing import Any

import psycopg

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.database import Database
from data_pipeline.store.log import secret
from data_pipeline.store.log.notes import Files

OVER = "update set data = excluded.data"
PUT = f"insert into riqing.note (city, name, data) values (%s, %s, %s) on conflict (city, name) do {OVER}"


class SharedNotes:
    """`own`: of this machine."""

    def __init__(self, own: Files, database: Database) -> None:
        self._own, self._database = own, database

    def read(self, name: str) -> bytes | None:
        return self._own.read(name)

    def write(self, name: str, data: bytes) -> None:
        with self._database.transaction() as own:
            own.execute(PUT, [self._database.city, name, data])
        self._own.write(name, data)

    def pull(self, own: "psycopg.Connection[Any]") -> None:
        """Brought along. The key of the bands stands where the board looks for it."""
        told = own.execute("select name, data from riqing.note where city = %s", [self._database.city]).fetchall()
        for name, data in told:
            if name == secret.NAME:
                self._key(data)
            elif self._own.read(name) != data:
                self._own.write(name, data)

    def share_key(self) -> None:
        """One key of the bands for all hosts: whoever is first gives theirs."""
        place = self._own.folder.parent / secret.NAME
        key = place.read_bytes() if place.exists() else secrets.token_bytes(secret.LENGTH)
        with self._database.transaction() as own:
            own.execute(PUT.replace(OVER, "nothing"), [self._database.city, secret.NAME, key])
            self.pull(own)

    def _key(self, data: bytes) -> None:
        """Raises BoardError key_damaged where this machine has another one."""
        place = self._own.folder.parent / secret.NAME
        if not place.exists():
            durable.make_folder(place.parent)
            durable.write(place, data, secret.OWN)
        elif place.read_bytes() != data:
            raise BoardError("key_damaged", where=place, mark=secret.mark_of(place).name)

"""What all who use the store must know and no line of the ledger says: kept in PostgreSQL, read from a copy here."""

import secrets
from pathlib import Path
from typing import Any

import psycopg

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError
from data_pipeline.store.lake.database import Database
from data_pipeline.store.log import secret
from data_pipeline.store.log.notes import Files

NOTES = "PostgreSQL, riqing.note"
MARK = f"{secret.NAME}.mark"  # a key that was lost or damaged is never replaced by another in silence
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
        told = self._told(own)
        if (key := told.pop(secret.NAME, None)) is not None:
            self._key(key, told.pop(MARK, secret.marked(key)))
        for name, data in told.items():
            if name != MARK and self._own.read(name) != data:
                self._own.write(name, data)

    def share_key(self) -> None:
        """One key of the bands for all hosts: whoever is first gives theirs. One that was lost there is given again by
        a host that has it, and by no other. Raises BoardError key_missing, key_damaged."""
        with self._database.transaction() as own:
            told = self._told(own)
            key = self._place.read_bytes() if self._place.exists() else told.get(secret.NAME)
            if key is None and MARK in told:
                raise BoardError("key_missing", where=NOTES, mark=MARK)
            key = key or secrets.token_bytes(secret.LENGTH)
            if secret.marked(key) == told.get(MARK, secret.marked(key)):
                for name, data in ((secret.NAME, key), (MARK, secret.marked(key))):
                    own.execute(PUT.replace(OVER, "nothing"), [self._database.city, name, data])
            self.pull(own)

    def _told(self, own: "psycopg.Connection[Any]") -> dict[str, bytes]:
        asked = "select name, data from riqing.note where city = %s"
        return dict(own.execute(asked, [self._database.city]).fetchall())

    @property
    def _place(self) -> Path:
        return self._own.folder.parent / secret.NAME

    def _key(self, key: bytes, mark: bytes) -> None:
        """Raises BoardError key_damaged where it is not what was given, or this machine has another one."""
        if secret.marked(key) != mark:
            raise BoardError("key_damaged", where=NOTES, mark=MARK)
        if not self._place.exists():
            durable.make_folder(self._place.parent)
            durable.write(self._place, key, secret.OWN)
        elif self._place.read_bytes() != key:
            raise BoardError("key_damaged", where=self._place, mark=secret.mark_of(self._place).name)

"""Who is signed in, which screens stand in rooms, what a meeting shows, which alarms were told, what is on its way:
true of this hour and no data, so beside the ledger and not in it.

Secrets are kept as hashes only. Moments are seconds of the machine's own time.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from data_pipeline.core import durable
from data_pipeline.core.errors import BoardError

NAME = "state.sqlite"
OWN = 0o600
MEETING_S = 24 * 3600.0
TABLES = Path(__file__).with_name("state.sql")
COLUMNS = {
    "sessions": "hash, subject, claims, id_token, begun, seen",
    "screens": "number, hash, name, address, area, made_by, made, seen, revoked, revoked_by",
    "alarms": "code, about, facts, told",
    "outbox": "id, channel, kind, message, state, tries, due, holder, until, doubt, why, made, ended",
    "resent": "id, channel, who, at",
    "taken": "line, file, who, at",
}


@dataclass(frozen=True)
class Session:
    """`claims`: JSON, what the sign-in service said of the person."""

    subject: str
    claims: str
    id_token: str
    begun: float
    seen: float


@dataclass(frozen=True)
class Screen:
    """`address`: what the screen shows, written like the wall's own address. `area`: a district, "" the whole city."""

    number: int
    name: str
    address: str
    area: str
    made_by: str
    made: float
    seen: float | None = None
    revoked: float | None = None
    revoked_by: str | None = None


@dataclass(frozen=True)
class Alarm:
    """One that was told and is not over. `facts`: JSON."""

    code: str
    about: str
    facts: str
    told: float


class State:
    """`state.sqlite` in the store's folder, made when there is something to keep."""

    def __init__(self, root: Path) -> None:
        self.path = root / NAME
        self._own: sqlite3.Connection | None = None
        self._file = 0
        self._guard = Lock()

    def begin(self, hash: str, session: Session) -> None:
        with self.writing() as own:
            own.execute(
                "insert into sessions values (?, ?, ?, ?, ?, ?)",
                [hash, session.subject, session.claims, session.id_token, session.begun, session.seen],
            )

    def session(self, hash: str) -> Session | None:
        found = self.look("select subject, claims, id_token, begun, seen from sessions where hash = ?", [hash])
        return Session(*found[0]) if found else None

    def saw_session(self, hash: str, now: float) -> None:
        with self.writing() as own:
            own.execute("update sessions set seen = ? where hash = ?", [now, hash])

    def end_sessions(self, subject: str) -> int:
        """All of a person's, on whatever machine; how many there were."""
        with self.writing() as own:
            return own.execute("delete from sessions where subject = ?", [subject]).rowcount

    def close_sessions(self) -> None:
        """Everybody's are over; the list stays until somebody signs in."""
        with self.writing() as own:
            own.execute("update sessions set seen = 0")

    def forget_sessions(self, begun_before: float, seen_before: float) -> None:
        with self.writing() as own:
            own.execute("delete from sessions where begun < ? or seen < ?", [begun_before, seen_before])

    def add_screen(self, hash: str, screen: Screen) -> int:
        """Its number; that of `screen` is not looked at."""
        with self.writing() as own:
            told = [hash, screen.name, screen.address, screen.area, screen.made_by, screen.made]
            sql = "insert into screens (hash, name, address, area, made_by, made) values (?, ?, ?, ?, ?, ?)"
            return own.execute(f"{sql} returning number", told).fetchone()[0]

    def screen(self, hash: str) -> Screen | None:
        """The one with this token, if it is not revoked."""
        found = self.look(f"{_SCREENS} where hash = ? and revoked is null", [hash])
        return Screen(*found[0]) if found else None

    def screens(self) -> list[Screen]:
        """All there ever were, the newest first."""
        return [Screen(*row) for row in self.look(f"{_SCREENS} order by number desc", [])]

    def saw_screen(self, number: int, now: float) -> None:
        with self.writing() as own:
            own.execute("update screens set seen = ? where number = ?", [now, number])

    def revoke_screen(self, number: int, by: str, now: float) -> None:
        """Raises BoardError `no_screen`; one that is revoked stays as it was."""
        with self.writing() as own:
            found = own.execute(
                "update screens set revoked = coalesce(revoked, ?), revoked_by = coalesce(revoked_by, ?) "
                "where number = ?", [now, by, number],
            )  # fmt: skip
            if not found.rowcount:
                raise BoardError("no_screen", number=number)

    def alarms(self) -> list[Alarm]:
        return [Alarm(*row) for row in self.look("select code, about, facts, told from alarms order by 1, 2", [])]

    def keep_alarms(self, alarms: Sequence[Alarm]) -> None:
        """These and no others."""
        with self.writing() as own:
            own.execute("delete from alarms")
            own.executemany("insert into alarms values (?, ?, ?, ?)", [astuple(one) for one in alarms])

    def shown(self, meeting: str) -> str | None:
        """What its presenter shows all rooms."""
        found = self.look("select shown from rooms where key = ?", [meeting])
        return found[0][0] if found else None

    def show(self, meeting: str, what: str, now: float) -> None:
        """Meetings that nobody led for a day are over."""
        with self.writing() as own:
            own.execute("delete from rooms where told < ?", [now - MEETING_S])
            sql = "insert into rooms values (?, ?, ?) on conflict (key) do update set shown = excluded.shown, told = "
            own.execute(f"{sql}excluded.told", [meeting, what, now])

    def leads(self) -> bool:
        """Whether this process is the one that tells alarms: always, where no other host has this store."""
        return True

    def rows(self) -> dict[str, list[tuple]]:
        """All of it, by table."""
        return {table: self.look(f"select {columns} from {table}", []) for table, columns in COLUMNS.items()}

    def lay(self, rows: Mapping[str, Sequence[tuple]]) -> None:
        """Into one that holds nothing."""
        with self.writing() as own:
            for table, some in rows.items():
                marks = ", ".join("?" for _ in COLUMNS[table].split())
                own.executemany(f"insert into {table} ({COLUMNS[table]}) values ({marks})", some)

    def close(self) -> None:
        with self._guard:
            if self._own:
                self._own.close()
            self._own = None

    def look(self, sql: str, values: list) -> list[tuple]:
        """Nothing, where nothing was kept yet."""
        if not self.path.exists() or not self.path.stat().st_size:
            return []
        with self._guard:
            return self._connected().execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """All that is executed on it is kept together, or nothing."""
        with self._guard:
            if not self.path.exists():
                durable.make_folder(self.path.parent)
                self.path.touch(OWN)
            own = self._connected()
            with own:
                yield own

    def _connected(self) -> sqlite3.Connection:
        """One line to the file for all threads; another where another file lies there now."""
        file = self.path.stat().st_ino
        if self._own is None or self._file != file:
            self._own, self._file = sqlite3.connect(self.path, timeout=5, check_same_thread=False), file
            self._own.executescript(f"pragma journal_mode = wal; {TABLES.read_text('utf-8')}")
        return self._own


_SCREENS = "select number, name, address, area, made_by, made, seen, revoked, revoked_by from screens"

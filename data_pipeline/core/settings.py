"""The only reader of the environment. Each setting is declared once: the table in the README follows from it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_pipeline.core.caches import remembered

HERE = Path(__file__).parents[1]
ROOT = HERE.parent
# Variable and default; what it is stands in the catalogue under settings.<variable>.
DEFAULTS: dict[str, str] = {
    "BOARD_STORE": "file:data/board",
    "BOARD_COPIES": "data/copies",
    "BOARD_COPIES_GB": "20",
    "BOARD_ANCHOR": "",
    "BOARD_SECRET": "",
    "BOARD_BACKUP": "",
    "BOARD_PACK": "shanghai-2022",
    "BOARD_OWN": "data",
    "BOARD_CLOCK": "live",
    "BOARD_LANG": "zh",
    "BOARD_WORDS": "",
    "BOARD_MEMORY": "2GB",
    "BOARD_THREADS": "2",
    "BOARD_INBOX": "",
    "BOARD_TOKENS": "",
    "BOARD_ROLES": "",
    "BOARD_LOCAL_ROLE": "analyst",
    "BOARD_READING": "open",
    "BOARD_SESSION_IDLE": "60",
    "BOARD_SESSION_HOURS": "12",
    "BOARD_HOSTS": "",
    "BOARD_PROXIES": "0",
    "BOARD_LOG": "text",
    "BOARD_LOG_FILE": "",
    "BOARD_AUDIT": "",
    "BOARD_ALARM": "",
    "BOARD_HEARTBEAT": "",
    "BOARD_SMTP": "",
    "BOARD_VERIFY_H": "24",
    "BOARD_CITIES": "",
    "BOARD_OFFICE": "",
    "BOARD_ISSUE": "live",
    "BOARD_OUTBOX": "",
}
# Of PostgreSQL's and S3's own clients, which read them by themselves.
SECRETS = ("PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")


@dataclass(frozen=True)
class Settings:
    store: str  # file:<folder> or lake:…; a folder that is not absolute lies in the checkout
    copies: Path  # of what a lake holds, on this machine
    copies_bytes: int
    anchor: Path | None
    secret: Path | None  # None: beside the ledger
    backup: str  # a folder, or s3://bucket/prefix
    pack: Path
    clock: str
    lang: str
    memory_limit: str
    threads: int
    inbox: Path | None
    tokens: Path | None
    roles: Path | None
    local_role: str
    reading: str  # one of access.doors.READINGS
    session_idle_s: float
    session_limit_s: float
    hosts: frozenset[str]  # lower case, beside this machine's own names
    proxies: int
    log: str  # text or json
    log_file: Path | None  # None: standard error
    audit: Path | None  # None: in the log
    alarm: str  # addresses, with commas between them
    heartbeat: str
    smtp: str  # may hold a password
    verify_h: float  # hours between two whole checks by itself; 0: never
    office: Path | None  # the office's own fonts and templates, for briefs
    issue: str  # when briefs are issued by themselves: live, always, never
    outbox: Path | None  # the channels by which messages leave
    cities: Path | None  # the cities that finish together; None: this board stands alone


_NAMES = tuple(map(os.environ.encodekey, DEFAULTS))
_HELD = os.environ._data  # as the system's own: looking up is then a thirtieth of the work  # type: ignore[attr-defined]


def settings() -> Settings:
    """As the environment has them now. Every request asks several times, so they are looked up as the environment holds
    them, and spelled out only where one is another."""
    return _settings(tuple(map(_HELD.get, _NAMES)))


@remembered("settings", 4)
def _settings(values: tuple[Any, ...]) -> Settings:
    held = zip(DEFAULTS.items(), values, strict=True)
    given = {name: default if raw is None else os.environ.decodevalue(raw) for (name, default), raw in held}
    return Settings(
        store=_below_root(given["BOARD_STORE"]),
        copies=ROOT / given["BOARD_COPIES"],
        copies_bytes=int(float(given["BOARD_COPIES_GB"]) * 1e9),
        anchor=_path(given["BOARD_ANCHOR"]),
        secret=_path(given["BOARD_SECRET"]),
        backup=given["BOARD_BACKUP"],
        pack=pack_folder(given["BOARD_PACK"]),
        clock=given["BOARD_CLOCK"],
        lang=given["BOARD_LANG"],
        memory_limit=given["BOARD_MEMORY"],
        threads=int(given["BOARD_THREADS"]),
        inbox=_path(given["BOARD_INBOX"]),
        tokens=_path(given["BOARD_TOKENS"]),
        roles=_path(given["BOARD_ROLES"]),
        local_role=given["BOARD_LOCAL_ROLE"],
        reading=given["BOARD_READING"],
        session_idle_s=60 * float(given["BOARD_SESSION_IDLE"]),
        session_limit_s=3600 * float(given["BOARD_SESSION_HOURS"]),
        hosts=frozenset(host.strip().lower() for host in given["BOARD_HOSTS"].split(",") if host.strip()),
        proxies=int(given["BOARD_PROXIES"]),
        log=given["BOARD_LOG"],
        log_file=_path(given["BOARD_LOG_FILE"]),
        audit=_path(given["BOARD_AUDIT"]),
        alarm=given["BOARD_ALARM"],
        heartbeat=given["BOARD_HEARTBEAT"],
        smtp=given["BOARD_SMTP"],
        verify_h=float(given["BOARD_VERIFY_H"]),
        cities=_path(given["BOARD_CITIES"]),
        office=_path(given["BOARD_OFFICE"]),
        issue=given["BOARD_ISSUE"],
        outbox=_path(given["BOARD_OUTBOX"]),
    )


def pack_folder(name: str) -> Path:
    """A folder as it says, or a pack by its name."""
    return Path(name) if os.sep in name else pack_named(name)


def pack_named(name: str) -> Path:
    """One that ships, else one of one's own."""
    shipped = HERE / "pack" / name
    return shipped if shipped.is_dir() else own_pack(name)


def operations_here() -> list[Path]:
    """The folders of all operations: that of the setting's default, others that ship, those made here."""
    shipped = sorted((HERE / "pack").iterdir(), key=lambda f: (f.name != DEFAULTS["BOARD_PACK"], f.name))
    own = _own() / "packs"
    return [f for f in (*shipped, *(sorted(own.iterdir()) if own.is_dir() else ())) if f.is_dir()]


def own_pack(name: str) -> Path:
    """Where an operation made here is kept."""
    return _own() / "packs" / name


def own_store(name: str) -> Path:
    """Where its files are kept."""
    return _own() / "boards" / name


def _own() -> Path:
    return ROOT / os.environ.get("BOARD_OWN", DEFAULTS["BOARD_OWN"])


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """This process's with these on top: for a process begun by it."""
    return {**os.environ, **own}


def scrubbed(text: str) -> str:
    """Without the secrets that other programs' variables hold."""
    for name in SECRETS:
        if value := os.environ.get(name):
            text = text.replace(value, "***")
    return text


def _path(given: str) -> Path | None:
    return Path(given) if given else None


def _below_root(store: str) -> str:
    """The default does not depend on the folder somebody stands in."""
    return f"file:{ROOT / 'data' / 'board'}" if store == DEFAULTS["BOARD_STORE"] else store

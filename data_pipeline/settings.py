"""The only reader of the environment. Each setting is declared once: the table in the README follows from it."""

import os
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
# Variable and default; what it is stands in the catalogue under settings.<variable>.
DEFAULTS: dict[str, str] = {
    "BOARD_STORE": "duckdb:data/board",
    "BOARD_ANCHOR": "",
    "BOARD_SECRET": "",
    "BOARD_PACK": "shanghai-2022",
    "BOARD_CLOCK": "live",
    "BOARD_LANG": "zh",
    "BOARD_MEMORY": "2GB",
    "BOARD_THREADS": "2",
    "BOARD_INBOX": "",
    "BOARD_TOKENS": "",
    "BOARD_ROLES": "",
    "BOARD_LOCAL_ROLE": "analyst",
    "BOARD_HOSTS": "",
    "BOARD_PROXIES": "0",
    "BOARD_VERIFY_H": "24",
}


@dataclass(frozen=True)
class Settings:
    store: str  # duckdb:<folder>; a folder that is not absolute lies in the checkout
    anchor: Path | None
    secret: Path | None  # None: beside the ledger
    pack: Path
    clock: str
    lang: str
    memory_limit: str
    threads: int
    inbox: Path | None
    tokens: Path | None
    roles: Path | None
    local_role: str
    hosts: frozenset[str]  # lower case, beside this machine's own names
    proxies: int
    verify_h: float  # hours between two whole checks by itself; 0: never


def settings() -> Settings:
    given = {name: os.environ.get(name, default) for name, default in DEFAULTS.items()}
    pack = given["BOARD_PACK"]
    return Settings(
        store=_below_root(given["BOARD_STORE"]),
        anchor=_path(given["BOARD_ANCHOR"]),
        secret=_path(given["BOARD_SECRET"]),
        pack=Path(pack) if os.sep in pack else HERE / "pack" / pack,
        clock=given["BOARD_CLOCK"],
        lang=given["BOARD_LANG"],
        memory_limit=given["BOARD_MEMORY"],
        threads=int(given["BOARD_THREADS"]),
        inbox=_path(given["BOARD_INBOX"]),
        tokens=_path(given["BOARD_TOKENS"]),
        roles=_path(given["BOARD_ROLES"]),
        local_role=given["BOARD_LOCAL_ROLE"],
        hosts=frozenset(host.strip().lower() for host in given["BOARD_HOSTS"].split(",") if host.strip()),
        proxies=int(given["BOARD_PROXIES"]),
        verify_h=float(given["BOARD_VERIFY_H"]),
    )


def _path(given: str) -> Path | None:
    return Path(given) if given else None


def _below_root(store: str) -> str:
    """The default does not depend on the folder somebody stands in."""
    return f"duckdb:{ROOT / 'data' / 'board'}" if store == DEFAULTS["BOARD_STORE"] else store

"""The only reader of the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


@dataclass(frozen=True)
class Settings:
    store: str  # BOARD_STORE: duckdb:<folder>
    pack: Path  # BOARD_PACK: a folder, or the name of a pack that ships
    clock: str  # BOARD_CLOCK: live, or replay:2022-04-06T14:00@60
    memory_limit: str  # BOARD_MEMORY
    threads: int  # BOARD_THREADS
    lang: str  # BOARD_LANG: zh or en
    roles: Path | None  # BOARD_ROLES: the role table (TOML); set, a person is who they sign in as
    tokens: Path | None  # BOARD_TOKENS: the senders' tokens (TOML)
    inbox: Path | None  # BOARD_INBOX: the folder that is watched for files
    local_role: str  # BOARD_LOCAL_ROLE: what a person at this machine is while no sign-in is set up
    anchor: Path | None  # BOARD_ANCHOR: a file on another disk where the ledger's last line is noted
    proxies: int  # BOARD_PROXIES: how many proxies of our own stand in front; their word on addresses is believed


def settings() -> Settings:
    env = os.environ.get
    pack = env("BOARD_PACK", "shanghai-2022")
    return Settings(
        store=env("BOARD_STORE", f"duckdb:{ROOT / 'data' / 'board'}"),
        pack=Path(pack) if os.sep in pack else HERE / "pack" / pack,
        clock=env("BOARD_CLOCK", "live"),
        memory_limit=env("BOARD_MEMORY", "2GB"),
        threads=int(env("BOARD_THREADS", "2")),
        lang=env("BOARD_LANG", "zh"),
        roles=_path(env("BOARD_ROLES")),
        tokens=_path(env("BOARD_TOKENS")),
        inbox=_path(env("BOARD_INBOX")),
        local_role=env("BOARD_LOCAL_ROLE", "approver"),
        anchor=_path(env("BOARD_ANCHOR")),
        proxies=int(env("BOARD_PROXIES", "0")),
    )


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None

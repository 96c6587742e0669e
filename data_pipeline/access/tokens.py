"""Senders' tokens. A TOML file beside the store, named by the setting BOARD_TOKENS; it holds hashes only.

    [[token]]
    sender = "浦东新区"           # goes into the ledger
    sha256 = "9f86d0…"           # of the token; `python -m data_pipeline token` makes both
    feeds = ["transfer"]         # left out: all
    districts = ["310115"]       # left out: all
    until = 2022-05-01           # last day on which it is taken; left out: no end
    role = "approver"            # may set targets, too; left out: analyst

A token is 32 random bytes, so a plain hash cannot be guessed back.
"""

import hashlib
import hmac
import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from data_pipeline.access.permission import Person
from data_pipeline.access.roles import read_table
from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import WHO
from data_pipeline.declare.model import Declared

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PREFIX = "rq_"


class Token(Declared):
    sender: str
    sha256: Digest
    feeds: frozenset[str] | None = None
    districts: frozenset[str] | None = None
    until: date | None = None
    role: Literal["analyst", "approver"] = "analyst"


class Tokens(Declared):
    token: tuple[Token, ...] = ()


def bearer(given: str, path: Path | None, today: date) -> Person:
    """The sender behind a token; raises BoardError token_missing, token_unknown or token_over."""
    if not given:
        raise BoardError("token_missing")
    digest = digest_of(given)
    table = _read(path, path.stat().st_mtime_ns) if path and path.exists() else Tokens()
    found = [t for t in table.token if hmac.compare_digest(t.sha256, digest)]
    if not found:
        raise BoardError("token_unknown")
    if found[0].until and found[0].until < today:
        raise BoardError("token_over", sender=found[0].sender, until=found[0].until)
    WHO.set(f"token/{found[0].sender}")
    return Person(found[0].sender, found[0].role, found[0].feeds, found[0].districts)


def new_token() -> tuple[str, str]:
    """(the token, to be given to the sender and kept by nobody; its hash, for the table)."""
    token = PREFIX + secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@remembered("senders", 2)
def _read(path: Path, _changed_ns: int) -> Tokens:
    return read_table(path, Tokens)

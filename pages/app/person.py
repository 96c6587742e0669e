"""Who is at this page: from the sign-in where one is set up, otherwise from the address they come from.

The name a person at this machine gives is asked once per visit; it goes into the ledger.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import streamlit as st

from data_pipeline.access import screens, sessions
from data_pipeline.access.client_address import client_address, is_here
from data_pipeline.access.permission import NOBODY, ROLES, Person, Role
from data_pipeline.access.roles import Roles, read_roles
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.caches import remembered
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import WHO
from data_pipeline.core.settings import settings

LOOPBACK = "127.0.0.1"
NAME = "person_name"  # this visit's memory of the name given


def person() -> Person:
    """Asked anew at every run: what a visit was allowed a minute ago is no proof."""
    return visitor().person


def service() -> GuardedBoard:
    """The board as this person may use it."""
    return GuardedBoard(board(), person())


def visitor() -> Visitor:
    """Whoever the handshake of this visit's line shows, as things stand now."""
    here = not signs_in() and is_here(_peer(), _headers(), settings().proxies, settings().hosts)
    found = identified(claims(), here, _cookie(screens.COOKIE), st.session_state.get(NAME, ""))
    WHO.set(found.account)
    return found


def identified(claims: Mapping[str, Any] | None, here: bool, screen_token: str, name: str = "") -> Visitor:
    """`claims`: what the sign-in service said, None while nobody is signed in. `here`: at this machine, where nobody
    signs in; `name`: the one they gave."""
    if signs_in():
        if claims is not None:
            return Visitor(_table().person(claims), known=True)
    elif here:
        return Visitor(Person(name, _local_role()), known=True)
    return Visitor(NOBODY, screen=screens.screen(board().state, screen_token) if screen_token else None)


def signs_in() -> bool:
    """Is a sign-in set up? Either half of it is enough for a person at this machine to be nobody special any more."""
    return settings().roles is not None or _provider()


def claims() -> dict[str, Any] | None:
    """What the sign-in service says of this visitor; None while nobody is signed in."""
    return sessions.claims(board().state, _cookie(sessions.COOKIE)) if _provider() else None


def why_closed() -> str:
    """What is said to a visitor who may see nothing: that they must sign in again, or of a screen, that it is over."""
    return "screen_over" if _cookie(screens.COOKIE) and not _cookie(sessions.COOKIE) else "reading_closed"


def a_hand() -> None:
    """The visitor has chosen something: their session is not idle."""
    if _provider():
        sessions.used(board().state, _cookie(sessions.COOKIE))


def _table() -> Roles:
    given = settings().roles
    return _roles(given, given.stat().st_mtime_ns) if given and given.exists() else Roles()


def _provider() -> bool:
    """Does the secrets file name a sign-in service ([auth])?"""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _cookie(name: str) -> str:
    given = st.context.cookies.get(name)
    return given if isinstance(given, str) else ""


def _peer() -> str:
    """Address of the connection; the framework gives none for this machine's own."""
    return st.context.ip_address or LOOPBACK


def client() -> str:
    """The visitor's address as far as it can be believed; "" where it cannot be told."""
    return client_address(_peer(), _headers(), settings().proxies) or ""


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in st.context.headers.items()}


def _local_role() -> Role:
    given = settings().local_role
    if given not in ROLES:
        raise BoardError("local_role", given=given)
    return cast(Role, given)


@remembered("roles", 2)
def _roles(path: Path, _changed_ns: int) -> Roles:
    return read_roles(path)

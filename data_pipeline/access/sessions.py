"""Sessions of people who signed in: a random word in a cookie, everything else at this side of the line.

It ends when its person signs out (on every machine at once), after some time without a hand on it, and after a limit.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from data_pipeline.access.tokens import digest_of
from data_pipeline.core.clock import machine_s
from data_pipeline.core.logs import audited
from data_pipeline.core.settings import settings
from data_pipeline.store.log.state import Session, State

COOKIE = "riqing_session"
NOTED_EVERY_S = 20.0  # that a session was used
DROPPED = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "aud", "azp", "acr", "amr", "exp", "iat", "auth_time"})


def begin(state: State, claims: Mapping[str, Any], id_token: str) -> str:
    """The word for the cookie. Sessions that are over are forgotten on the way."""
    now, given = machine_s(), settings()
    state.forget_sessions(now - given.session_limit_s, now - given.session_idle_s)
    kept = {name: value for name, value in claims.items() if name not in DROPPED}
    word = secrets.token_urlsafe(32)
    state.begin(digest_of(word), Session(_subject(claims), json.dumps(kept, default=str), id_token, now, now))
    return word


def session(state: State, word: str) -> Session | None:
    """The one that stands behind the cookie; None where there is none or it is over."""
    found = state.session(digest_of(word)) if word else None
    if found is None:
        return None
    now, given = machine_s(), settings()
    over = now - found.begun > given.session_limit_s or now - found.seen > given.session_idle_s
    return None if over else found


def claims(state: State, word: str) -> dict[str, Any] | None:
    """What the sign-in service said of this person."""
    found = session(state, word)
    return json.loads(found.claims) if found else None


def used(state: State, word: str) -> None:
    """A hand was on it just now."""
    found = session(state, word)
    if found and machine_s() - found.seen > NOTED_EVERY_S:
        state.saw_session(digest_of(word), machine_s())


def end(state: State, word: str) -> Session | None:
    """Every session of this person is over, and the audit says how many; gives the one that asked for it."""
    found = session(state, word)
    if found:
        audited("sign_out", "everywhere", sessions=state.end_sessions(found.subject))
    return found


def _subject(claims: Mapping[str, Any]) -> str:
    return f"{claims.get('iss', '')} {claims.get('sub', '')}"

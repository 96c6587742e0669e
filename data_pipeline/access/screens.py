"""Screens in rooms: each has a token in its address, and shows one set of views; nothing can be changed through it.

`/wall?screen=rqs_…` is all that is typed in; what it shows was chosen when the token was made.
"""

import secrets
from dataclasses import replace
from urllib.parse import parse_qsl

from data_pipeline.access.tokens import digest_of
from data_pipeline.core.clock import machine_s
from data_pipeline.store.log.state import Screen, State

KEY, COOKIE = "screen", "riqing_screen"
PREFIX = "rqs_"
NOTED_EVERY_S = 20.0


def add(state: State, screen: Screen) -> tuple[int, str]:
    """(its number, the token: told once, kept by nobody). Its number and moment are given here."""
    token = PREFIX + secrets.token_urlsafe(24)
    return state.add_screen(digest_of(token), replace(screen, made=machine_s())), token


def screen(state: State, token: str) -> Screen | None:
    """None where the token is unknown or was revoked. That it was seen is noted."""
    found = state.screen(digest_of(token)) if token.startswith(PREFIX) else None
    if found and (found.seen is None or machine_s() - found.seen > NOTED_EVERY_S):
        state.saw_screen(found.number, machine_s())
    return found


def asked_of(screen: Screen) -> dict[str, str]:
    """What it shows, by the keys of the wall's address."""
    return dict(parse_qsl(screen.address.partition("?")[2]))

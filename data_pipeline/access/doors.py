"""Every door of the server and who may pass it: declared once; the server asks it, docs/access.md is made from it.

What a door is for decides; a door that is not declared is a page. A role may do all that is below it (authority.py).
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast, get_args

from data_pipeline.access.permission import ROLES, Role
from data_pipeline.access.visitor import Visitor
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings

Reading = Literal["open", "signed-in", "by-district"]
READINGS: tuple[Reading, ...] = get_args(Reading)
Least = Role | Literal["stranger", "nobody"]
STAIR: tuple[Least, ...] = ("stranger", *ROLES, "nobody")


@dataclass(frozen=True)
class Rule:
    """The least that may pass where reading is open, and where it is closed. `screens`, `tokens`: pass it too where
    reading is closed. `whole`: only who answers for the whole city. `beside`: open to all where nobody can sign in."""

    open: Least
    closed: Least
    screens: bool = False
    tokens: bool = False
    whole: bool = False
    beside: bool = False


RULES: dict[str, Rule] = {
    "always": Rule("stranger", "stranger", screens=True, tokens=True),  # holds no figure: probes, the front end's files
    "page": Rule("stranger", "viewer"),
    "wall": Rule("stranger", "viewer", screens=True),
    "line": Rule("stranger", "viewer", screens=True),  # what keeps pages and walls live; a screen gets its wall
    "figures": Rule("stranger", "viewer", tokens=True),
    "latest": Rule("viewer", "viewer", tokens=True, beside=True),
    "machine": Rule("stranger", "admin", tokens=True),
    "send": Rule("nobody", "nobody", tokens=True),
    "file": Rule("analyst", "analyst"),
    "meeting": Rule("analyst", "analyst", whole=True),
}


@dataclass(frozen=True)
class Door:
    """`path`: as a route is written; `{x}` is one part of it, `{x:path}` all the rest."""

    path: str
    rule: str
    methods: tuple[str, ...] = ()  # none named: every one

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = re.split(r"(\{\w+(?::path)?\})", self.path)
        return re.compile(
            "".join((".*" if p.endswith(":path}") else "[^/]+") if p[:1] == "{" else re.escape(p) for p in parts)
        )

    def fits(self, path: str, method: str) -> bool:
        return (not self.methods or method in self.methods) and self.pattern.fullmatch(path) is not None


DOORS: tuple[Door, ...] = (
    Door("/healthz", "always"),
    Door("/readyz", "always"),
    Door("/sign-in", "always"),
    Door("/auth/login", "always"),
    Door("/auth/logout", "always"),
    Door("/oauth2callback", "always"),
    Door("/lib/plotly.min.js", "always"),
    Door("/lib/deck.js", "always"),
    Door("/static/{file:path}", "always"),
    Door("/favicon.png", "always"),
    Door("/manifest.json", "always"),
    Door("/_stcore/health", "always"),
    Door("/_stcore/host-config", "always"),
    Door("/_stcore/bidi-components/{file:path}", "always"),
    Door("/component/{file:path}", "always"),
    Door("/_stcore/stream", "page"),
    Door("/_stcore/upload_file/{visit}/{file}", "file", ("PUT", "POST")),
    Door("/_stcore/upload_file/{visit}/{file}", "page"),
    Door("/_stcore/metrics", "machine"),
    Door("/_stcore/script-health-check", "machine"),
    Door("/_stcore/agent/{what:path}", "machine"),
    Door("/media/{file:path}", "figures"),
    Door("/api", "figures"),
    Door("/api/openapi.json", "figures"),
    Door("/api/events", "line"),
    Door("/api/scene", "line"),
    Door("/scene/{name}", "line"),
    Door("/api/actions", "send", ("POST",)),
    Door("/api/actions/file", "send"),
    Door("/api/actions/{number}/{step}", "send"),
    Door("/api/actions", "figures"),
    Door("/api/alerts/silence", "send"),
    Door("/api/alerts/{key}/acknowledge", "send"),
    Door("/api/alerts", "figures"),
    Door("/api/remarks", "send", ("POST",)),
    Door("/api/remarks", "figures"),
    Door("/api/targets", "send", ("POST",)),
    Door("/api/targets", "figures"),
    Door("/api/latest/{table}.csv", "latest"),
    Door("/api/brief/{area}.{form}", "figures"),
    Door("/api/briefs/{line}/{file}", "figures"),
    Door("/api/feeds/{feed}", "send"),
    Door("/wall-meeting/{key}", "meeting"),
    Door("/export/offline.html", "figures"),
    Door("/export/picture.{form}", "figures"),
    Door("/export/template/{feed}.xlsx", "figures"),
    Door("/export/{what}.{form}", "figures"),
    Door("/metrics", "machine"),
    Door("/wall", "wall"),
    Door("/command", "page"),
    Door("/{page:path}", "page"),
)


def door(path: str, method: str = "GET") -> Door:
    """The first that fits. A preflight or a HEAD is asked as what it stands for would be."""
    asked = "GET" if method == "HEAD" else method
    return next(d for d in DOORS if d.fits(path, asked))


def reading() -> Reading:
    """Raises BoardError `reading` where the setting is none that is known."""
    given = settings().reading
    if given not in READINGS:
        raise BoardError("reading", given=given)
    return cast(Reading, given)


def passes(visitor: Visitor, rule: str, under: Reading, *, signs_in: bool) -> bool:
    """`signs_in`: a sign-in is set up."""
    of = RULES[rule]
    least = of.open if under == "open" else of.closed
    if of.beside and under == "open" and not signs_in:
        least = "stranger"
    if least == "stranger":
        return True
    if visitor.who == "screen":
        return of.screens
    if visitor.by_token:
        return of.tokens
    if not visitor.known or (of.whole and not visitor.of_whole_city):
        return False
    return STAIR.index(visitor.person.role) >= STAIR.index(least)


def may_read(visitor: Visitor) -> bool:
    """May this visitor see anything at all?"""
    return reading() == "open" or visitor.known or visitor.screen is not None

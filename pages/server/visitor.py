"""Who sends a request: worked out once for it, at the gate."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from data_pipeline.access import screens, sessions
from data_pipeline.access.client_address import is_here
from data_pipeline.access.tokens import bearer
from data_pipeline.access.visitor import STRANGER, Visitor
from data_pipeline.board.board import board
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from pages.app import person

HELD = "riqing.visitor"  # in the scope


def visitor_of(request: Request) -> Visitor:
    if HELD not in request.scope:
        request.scope[HELD] = asking(request.scope)
    return request.scope[HELD]


def asking(scope: Scope) -> Visitor:
    """A cookie that a page of somebody else's sends along proves nothing: its sender is a stranger."""
    headers = dict(Headers(scope=scope))
    if token := bearer_of(headers):
        return _sender(token)
    if not _own_page(headers):
        return STRANGER
    cookies = cookies_of(headers)
    claims = sessions.claims(board().state, cookies.get(sessions.COOKIE, "")) if person._provider() else None
    peer = (scope.get("client") or (None,))[0]
    here = not person.signs_in() and is_here(peer, headers, settings().proxies, settings().hosts)
    return person.identified(claims, here, screen_token(scope) or cookies.get(screens.COOKIE, ""))


def screen_token(scope: Scope) -> str:
    """The one in the address."""
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get(screens.KEY, [""])[0]


def cookies_of(headers: Mapping[str, str]) -> dict[str, str]:
    held: SimpleCookie = SimpleCookie()
    try:
        held.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in held.items()}


def bearer_of(headers: Mapping[str, str]) -> str:
    kind, _, given = headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else ""


def _sender(token: str) -> Visitor:
    try:
        of = bearer(token, settings().tokens, process_clock(board().pack.operation).now().date())
    except BoardError:
        return STRANGER
    return Visitor(of, known=True, by_token=True)


def _own_page(headers: Mapping[str, str]) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")

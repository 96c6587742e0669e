"""The gate: before anything is answered, is this door open to whoever asks? (data_pipeline/access/doors.py)

It also keeps a screen's token as a cookie, for the lines its page opens, and makes every cookie Secure behind TLS.
"""

from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from data_pipeline.access import screens, sessions
from data_pipeline.access.doors import Door, door, passes, reading
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import WHO
from data_pipeline.core.settings import settings
from pages.app import person
from pages.server import answers
from pages.server.visitor import HELD, asking, cookies_of, screen_token

BY_ITSELF = ("/api/events", "/api/scene", "/scene/")  # how what a page asks by itself begins: no hand on it
NAMED = "/scene/"  # where reading is open, whoever has a name may have what it names: nobody is asked who they are
POLICY = 1008  # of a line that is refused


class Gate:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        path, method = _path(scope), scope.get("method", "GET")
        of = door(path, method)
        try:
            if of.rule != "always" and not (path.startswith(NAMED) and reading() == "open"):
                scope[HELD] = asking(scope)
                WHO.set(scope[HELD].account)
                if not passes(scope[HELD], of.rule, reading(), signs_in=person.signs_in()) and of.rule != "send":
                    return await _turned_away(of, scope, receive, send)
                _hand(scope, path)
        except BoardError as why:
            return await PlainTextResponse(why.sentence(settings().lang), 503)(scope, receive, send)
        await self.app(scope, receive, _with_cookies(scope, send))


def _path(scope: Scope) -> str:
    base = "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")
    path = scope["path"]
    return path[len(base) :] if base != "/" and path.startswith(f"{base}/") else path


def _hand(scope: Scope, path: str) -> None:
    if scope["type"] == "http" and not path.startswith(BY_ITSELF) and person._provider():
        sessions.used(board().state, cookies_of(dict(Headers(scope=scope))).get(sessions.COOKIE, ""))


async def _turned_away(of: Door, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()  # the wish to connect
        return await send({"type": "websocket.close", "code": POLICY})
    await _refusal(of, scope, scope[HELD])(scope, receive, send)


def _refusal(of: Door, scope: Scope, visitor: Visitor) -> Response:
    """A page that somebody opens leads to the sign-in and from there back; everything else says why. The front end asks
    below a page's address whether the server is there, and must not take the sign-in for its answer."""
    opens = scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")
    if of.rule in ("page", "wall") and opens and not visitor.known:
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
    return answers.refused(BoardError("door_closed" if visitor.known else "door_sign_in"))


def _with_cookies(scope: Scope, send: Send) -> Send:
    token = screen_token(scope) if scope["type"] == "http" and scope.get(HELD, Visitor()).screen else ""
    secure = is_tls(scope)

    async def answering(message: Message) -> None:
        if message["type"] == "http.response.start" and (token or secure):
            headers = MutableHeaders(scope=message)
            if token:
                headers.append("set-cookie", f"{screens.COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax")
            if secure:
                _make_secure(message)
        await send(message)

    return answering


def _make_secure(message: Message) -> None:
    message["headers"] = [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]


def is_tls(scope: Scope) -> bool:
    """Did it come encrypted, to this server or to a proxy of one's own in front of it?"""
    if scope["scheme"] in ("https", "wss"):
        return True
    said = Headers(scope=scope).get("x-forwarded-proto", "").split(",")[-1].strip()
    return settings().proxies > 0 and said == "https"

"""Every request gets an id, which its log lines and its answer carry; what was read or taken out is audited."""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_pipeline.core.logs import REQUEST, WHO, audited
from data_pipeline.core.settings import settings
from pages.server.client import client_of

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[\w.-]{8,64}", re.ASCII)
SECRET = re.compile(r"\b(token|screen|key|secret)=[^&]*")
# How a path begins, and what asking for it is. Pages are audited by the frame, which knows who looks.
AUDITED = {"/export/": "export", "/api/latest/": "read", "/api/feeds/": "send", "/api/events": "follow"}


class Asked:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        id = _id(scope)
        REQUEST.set(id)
        WHO.set("")
        reply: dict[str, int] = {"bytes": 0}

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = id
                reply["status"] = message["status"]
            reply["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            _audit(scope, reply)


def _id(scope: Scope) -> str:
    """What a proxy of one's own says, so that its log and this one can be laid side by side; else a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if settings().proxies and GIVEN.fullmatch(given) else secrets.token_hex(8)


def _audit(scope: Scope, reply: dict[str, int]) -> None:
    """Once the answer is over: of an event stream that is when its viewer has left."""
    event = next((e for begin, e in AUDITED.items() if scope["path"].startswith(begin)), None)
    if event is not None and scope["type"] == "http":
        query = SECRET.sub(r"\1=…", scope["query_string"].decode("latin-1"))
        audited(event, scope["path"], asked=query[:500], client=client_of(scope), status=reply.get("status"),
                bytes=reply["bytes"])  # fmt: skip

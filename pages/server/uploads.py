"""Files are taken from the page only of those who may send some.

The framework accepts an upload for any visit that is open, also where the page shows no uploader, and holds it in
memory. Where people sign in, only the page knows who they are: there each upload is bounded, and the service decides.
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data_pipeline.address import is_here
from data_pipeline.settings import settings
from pages.person import signs_in

UPLOADS = "/_stcore/upload_file"


class UploadsFromHere:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PUT" and UPLOADS in scope["path"] and not _may(scope):
            return await PlainTextResponse("only look", status_code=403)(scope, receive, send)
        await self.app(scope, receive, send)


def _may(scope: Scope) -> bool:
    peer = (scope.get("client") or (None,))[0]
    return signs_in() or is_here(peer, dict(Headers(scope=scope)), settings().proxies, settings().hosts)

"""The routes beside the pages."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import plotly
import pydeck
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from data_pipeline.core.keeping_up import behind
from pages.app.damage import damage
from pages.app.meeting import meeting
from pages.model.menu import MENU
from pages.server import actions, alerts, remarks, targets, walls
from pages.server.asked import Asked
from pages.server.briefs import briefs
from pages.server.described import described, openapi
from pages.server.events import events
from pages.server.exports import export
from pages.server.feeds import feeds
from pages.server.gate import Gate
from pages.server.headers import SecurityHeaders
from pages.server.issued import issued
from pages.server.latest import latest
from pages.server.metrics import metrics
from pages.server.offline import offline
from pages.server.pictures import pictures
from pages.server.readiness import DRAWS
from pages.server.signin import callback, login, logout, sign_in
from pages.server.workbooks import workbook

log = logging.getLogger(__name__)
CHART_LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
DECK_LIBRARY = Path(pydeck.__file__).parent / "nbextension" / "static" / "index.js"  # of maps that can be turned


def library(file: Path) -> Callable[[Request], Awaitable[Response]]:
    """As its package brings it: one version for Python and the browser, nothing copied."""
    headers = {"Cache-Control": "public, max-age=86400"}

    async def answer(_: Request) -> Response:
        return FileResponse(file, media_type="text/javascript; charset=utf-8", headers=headers)

    return answer


async def first(request: Request) -> Response:
    """The page that opens first has no address of its own in the framework, which says so in its own words."""
    query = request.url.query
    return RedirectResponse(f"./?{query}" if query else "./", 307)


async def alive(_: Request) -> Response:
    return PlainTextResponse("ok")


async def ready(_: Request) -> Response:
    """200 while the board can draw and keeps up with what its viewers wait for; 503 otherwise, with no detail.
    What is damaged and does not hinder drawing is told by its number: the health page says what it is."""
    if not await asyncio.to_thread(DRAWS.now):
        return PlainTextResponse("not ready", status_code=503)
    if why := behind():
        log.warning("viewers wait: %s", why)
        return PlainTextResponse("busy: viewers wait", status_code=503, headers={"Retry-After": "5"})
    found = len(await asyncio.to_thread(damage))
    return PlainTextResponse(f"ready; damage found: {found}" if found else "ready")


WALLS = Router([
    Route("/scene/{name}", walls.scene),
    Route("/api/scene", walls.asked),
    Route("/api/events", events),
])  # fmt: skip


class Walls:
    """What thousands of screens ask again and again is answered here: the framework's own layers, which compress, keep
    sessions and look for its files, have no part in it and would cost as much again, at every beat of every line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of = self.app
        if scope["type"] == "http" and any(r.matches(scope)[0] is Match.FULL for r in WALLS.routes):
            of = WALLS
        await of(scope, receive, send)


ROUTES = [
    *WALLS.routes,
    Route("/wall", walls.wall),
    *(Route(f"/{id}", first) for id, _, opens in MENU if opens),
    Route("/api", described),
    Route("/api/openapi.json", openapi),
    Route("/wall-meeting/{key}", meeting, methods=["POST"]),
    Route("/api/feeds/{feed}", feeds, methods=["POST"]),
    Route("/api/actions", actions.listed, methods=["GET"]),
    Route("/api/actions", actions.opened, methods=["POST"]),
    Route("/api/actions/file", actions.filed, methods=["POST"]),
    Route("/api/actions/{number}/{step}", actions.stepped, methods=["POST"]),
    Route("/api/alerts", alerts.listed, methods=["GET"]),
    Route("/api/alerts/silence", alerts.silenced, methods=["POST"]),
    Route("/api/alerts/{key}/acknowledge", alerts.acknowledged, methods=["POST"]),
    Route("/api/remarks", remarks.listed, methods=["GET"]),
    Route("/api/remarks", remarks.entered, methods=["POST"]),
    Route("/api/targets", targets.listed, methods=["GET"]),
    Route("/api/targets", targets.entered, methods=["POST"]),
    Route("/api/latest/{table}.csv", latest),
    Route("/api/brief/{area}.{form}", briefs),
    Route("/api/briefs/{line}/{file}", issued),
    Route("/lib/plotly.min.js", library(CHART_LIBRARY)),
    Route("/lib/deck.js", library(DECK_LIBRARY)),
    Route("/export/offline.html", offline),
    Route("/export/picture.{form}", pictures),
    Route("/export/template/{feed}.xlsx", workbook),
    Route("/export/{what}.{form}", export),
    Route("/sign-in", sign_in),
    Route("/auth/login", login),
    Route("/auth/logout", logout),
    Route("/oauth2callback", callback, name="callback"),
    Route("/healthz", alive),
    Route("/readyz", ready),
    Route("/metrics", metrics),
]
MIDDLEWARE = [Middleware(Asked), Middleware(SecurityHeaders), Middleware(Gate)]
SHORTER = [Middleware(Walls)]  # behind the gate, before what the framework brings

"""`GET /api/remarks`: what was remarked on figures, the newest first. `POST /api/remarks` adds one, with a sender's
token: as on the page."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import sight_of
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.trace.remarked import About, plain, remark_of
from pages.app.remarked import remark_rows
from pages.server import answers
from pages.server.address import asked_of, clock_of
from pages.server.by_token import service_of, texts_of
from pages.server.visitor import visitor_of

MOST = 500  # told at once


async def listed(request: Request) -> Response:
    """`?figure=` and `?area=` narrow it; in the visitor's sight."""
    try:
        asked = asked_of(request, "remarks")
        figures, areas = ([asked[name]] if asked.get(name) else [] for name in ("figure", "area"))
        about = About(figures, areas)
        moment = moment_of(clock_of(asked))
        found = await asyncio.to_thread(remark_rows, moment, about, sight_of(visitor_of(request)))
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "remarks": plain(found[:MOST])})


async def entered(request: Request) -> Response:
    """Texts: figure, area (none: the city), day (none: today), says."""
    try:
        service, now = service_of(request)
        asked = await texts_of(request)
        today = moment_of(process_clock(service.board.pack.operation)).ops_day
        found = remark_of(service.board.pack, asked, max(today, now.date()), now)
        await asyncio.to_thread(service.remark, found)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "figure": found.figure, "area": found.area, "day": found.ops_day}, 201)

"""`GET /api/events?clock=…`: server-sent events, one whenever the board under that clock must be redrawn;
with `wall=on` and a wall's address, what that wall shows, with `desk=` a page and its choices, what that page shows
(walls.py)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from data_pipeline.access.doors import may_read
from data_pipeline.access.sight import sight_of
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import Clock, process_clock, read_clock
from data_pipeline.core.errors import BoardError
from pages.app.clocks import FOREIGN, worked_out
from pages.app.data_version import data_version
from pages.app.hosts import DESK
from pages.app.meeting import Meeting, meeting_of
from pages.app.rows import prepare
from pages.server import walls
from pages.server.client import client_of
from pages.server.lifespan import STOPPING
from pages.server.visitor import asking, visitor_of

LOOK_EVERY_S, GLANCE_EVERY_S = 0.5, 0.1
LEAST_S = 1.0  # between two redraws: many commits at once are one to see
ASK_EVERY = 4  # looks between two at who is asking
BEAT_EVERY = 8  # looks between two beats: the page knows within seconds that the line is cut


async def events(request: Request) -> Response:
    if request.query_params.get("wall") or request.query_params.get(DESK):
        return walls.stream(request)
    try:
        clock = _clock(request.query_params.get("clock", ""))
    except BoardError as why:
        return PlainTextResponse(str(why), status_code=400)
    try:
        _admit(clock, request)
    except BoardError as why:
        return PlainTextResponse(str(why), status_code=503, headers={"Retry-After": f"{FOREIGN.forget_s:.0f}"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, clock), media_type="text/event-stream", headers=headers)


def _admit(clock: Clock, request: Request) -> None:
    FOREIGN.admit(clock, process_clock(board().pack.operation), client_of(request.scope))


def _clock(text: str) -> Clock:
    operation = board().pack.operation
    return read_clock(text, operation) if text else process_clock(operation)


async def _stream(request: Request, clock: Clock) -> AsyncIterator[str]:
    """`data:` carries the data version when it is another, a `meeting` event what its presenter chose; a `beat` event
    says that the line is alive."""
    who = visitor_of(request)
    seen, sent, looks, step, key = "", 0.0, 0, 0, request.query_params.get("meeting", "")
    shared = clock.text() == process_clock(board().pack.operation).text()
    while not STOPPING.is_set() and not await request.is_disconnected():
        published = board().published()
        with suppress(BoardError):  # somebody looks by it still
            _admit(clock, request)
        who = asking(request.scope) if looks % ASK_EVERY == 0 else who
        if not may_read(who):  # signed out, or a screen that was revoked
            return
        now = await worked_out(partial(data_version, clock, sight_of(who)), shared=shared)
        if now != seen and time.monotonic() - sent >= LEAST_S:
            if seen and shared:  # by a clock of one's own few look, if any: who does asks for it
                prepare(clock.text(), now, moment_of(clock))
            seen, sent = now, time.monotonic()
            yield f"data: {now}\n\n"
        elif looks % BEAT_EVERY == 0:
            yield "event: beat\ndata: .\n\n"
        held = await asyncio.to_thread(meeting_of, key) if key else Meeting()
        if held.step not in (0, step):
            step = held.step
            yield f"event: meeting\ndata: {held.text()}\n\n"
        looks += 1
        await _until_next_look(published)


async def _until_next_look(published: str | None) -> None:
    """Sooner where something was published since."""
    for _ in range(round(LOOK_EVERY_S / GLANCE_EVERY_S)):
        await asyncio.sleep(GLANCE_EVERY_S)
        if board().published() != published:
            return

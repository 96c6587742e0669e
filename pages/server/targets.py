"""`GET /api/targets`: what is held to what, by the whole and by places, and what is to come. `POST /api/targets` sets
or withdraws one, with a sender's token: as on the page."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.permission import may
from data_pipeline.access.sight import sight_of
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.targets.asked import changes_asked
from pages.server import answers
from pages.server.by_token import service_of, texts_of
from pages.server.visitor import visitor_of

REASON = "reason"


async def listed(request: Request) -> Response:
    """Of places in the visitor's sight; those of zones are everybody's."""
    try:
        sight, moment = sight_of(visitor_of(request)), moment_of(process_clock(board().pack.operation))
        held = await asyncio.to_thread(board().held_to, moment.known_at)
    except BoardError as why:
        return answers.refused(why)
    own = [t for t in held.local if not t.area or sight.sees(board().pack, t.area)]
    return answers.json({"ok": True, "version": held.version,
                         "targets": [t.model_dump(mode="json") for t in held.targets],
                         "local": [t.model_dump(mode="json") for t in own]})  # fmt: skip


async def entered(request: Request) -> Response:
    """201 with the version that is in force from now on. Texts: those of a row of the sheet, and the reason."""
    try:
        service, now = service_of(request)
        may(service.person, "target")
        asked = await texts_of(request)
        version = await asyncio.to_thread(_set, service, asked, now)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "version": version}, 201)


def _set(service: GuardedBoard, asked: Mapping[str, str], now: datetime) -> str:
    of = service.board
    tomorrow = moment_of(process_clock(of.pack.operation)).ops_day + timedelta(days=1)
    changes = changes_asked([(1, asked)], of.pack, of.held_to(), tomorrow)
    service.set_targets(changes, now, asked.get(REASON, ""))
    return of.targets_version()

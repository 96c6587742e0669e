"""`GET /api/alerts`: what stands, who has seen it, what is silenced, and how often each channel was sent a message.
`POST /api/alerts/{key}/acknowledge` and `POST /api/alerts/silence`, with a sender's token: as on the page. A GET
changes nothing, so a program that follows the link of a message acknowledges nothing."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import WHOLE, sight_of
from data_pipeline.actions.hour import hour_of
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.outbox.noticed import named, subject_of
from data_pipeline.outbox.plain import plain
from data_pipeline.outlook.past import await_past
from data_pipeline.store.log.silences import Silence
from pages.app.alerted import alerts_of, notice_rows, sent_of
from pages.app.data_version import data_version
from pages.server import answers
from pages.server.address import asked_of, clock_of, lang_of
from pages.server.by_token import service_of, texts_of
from pages.server.visitor import visitor_of


async def listed(request: Request) -> Response:
    """All of the day in the visitor's sight, also those that have eased."""
    try:
        return answers.json({"ok": True, **await asyncio.to_thread(_listed, request)})
    except BoardError as why:
        return answers.refused(why)


async def acknowledged(request: Request) -> Response:
    try:
        service, _ = service_of(request)
        await texts_of(request)
        key = request.path_params["key"]
        await asyncio.to_thread(_acknowledge, service, key)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "key": key}, 201)


async def silenced(request: Request) -> Response:
    """Texts: subject, says, until (an hour; none ends the silence)."""
    try:
        service, now = service_of(request)
        found = _silence(await texts_of(request), now)
        await asyncio.to_thread(service.silence, found)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "subject": found.subject, "until": found.until}, 201)


def _listed(request: Request) -> dict[str, Any]:
    asked, sight = asked_of(request, "alerts"), sight_of(visitor_of(request))
    clock = clock_of(asked)
    moment = moment_of(clock)
    await_past(board(), moment)  # until the days before are worked out, no line's state is known
    version = data_version(clock, sight)
    of = alerts_of(version, moment)
    listed_now = plain(of.notices, of.seen, of.silences, lang_of(asked))
    rates = sent_of(version, moment)[0] if sight.is_whole else []
    return {"alerts": listed_now, "channels": [asdict(r) for r in rates]}


def _acknowledge(service: GuardedBoard, key: str) -> None:
    clock = process_clock(board().pack.operation)
    moment = moment_of(clock)
    found = named(notice_rows(data_version(clock, WHOLE), moment), key)
    service.acknowledge(found.after or found.key, service.person.name, moment)


def _silence(asked: Mapping[str, str], now: datetime) -> Silence:
    until = hour_of(asked.get("until", ""), now)
    return Silence(subject_of(board().pack, asked.get("subject", "")), "", now, until or now, asked.get("says", ""))

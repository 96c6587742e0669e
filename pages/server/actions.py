"""`GET /api/actions`: what was decided and where it stands. `POST /api/actions` opens one, `POST
/api/actions/{number}/{step}` takes a step of it, with a sender's token: the same functions as on the page."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.permission import may
from data_pipeline.access.sight import sight_of
from data_pipeline.actions.asked import by_card, decided_of, step_of
from data_pipeline.actions.filed import entered, feed, rows_of
from data_pipeline.actions.filed import plain as plain_file
from data_pipeline.actions.plain import plain, plain_cards
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.store.log.steps import note
from pages.app.acted import action_rows, card_rows
from pages.app.data_version import data_version
from pages.server import answers
from pages.server.address import asked_of, clock_of
from pages.server.body import Sent, sent
from pages.server.by_token import service_of, texts_of
from pages.server.visitor import visitor_of


async def listed(request: Request) -> Response:
    """All in the visitor's sight, the most pressing first."""
    try:
        clock, sight = clock_of(asked_of(request, "actions")), sight_of(visitor_of(request))
        version = await asyncio.to_thread(data_version, clock, sight)
        found = await asyncio.to_thread(action_rows, version, moment_of(clock))
        offers = await asyncio.to_thread(card_rows, version, moment_of(clock))
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "actions": plain(found), "cards": plain_cards(offers)})


async def opened(request: Request) -> Response:
    """201 with its number; with `unit`, it is given to that unit at once."""
    try:
        service, now = service_of(request)
        asked = await texts_of(request)
        number = await asyncio.to_thread(_open, service, asked, now)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "number": number}, 201)


async def stepped(request: Request) -> Response:
    try:
        service, now = service_of(request)
        asked = await texts_of(request)
        step = step_of(request.path_params["step"], asked, service.person.name, now)
        number = _number(request.path_params["number"])
        await asyncio.to_thread(service.step, number, step)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": True, "number": number, "step": step.name}, 201)


async def filed(request: Request) -> Response:
    """A file of steps: 200 with what became of each row; sent again it changes nothing."""
    try:
        service, now = service_of(request)
        may(service.person, "step")  # before a byte of the file is read
        async with sent(request, feed().id) as file:
            found = await asyncio.to_thread(_filed, service, file, now)
    except BoardError as why:
        return answers.refused(why)
    return answers.json({"ok": not any(r["result"] == "refused" for r in found["rows"]), **found})


def _filed(service: GuardedBoard, file: Sent, now: datetime) -> dict[str, Any]:
    report, rows = rows_of(service.board.pack, file.name, file.data, now)
    taken = list(entered(rows, service.board.actions(), service.step))
    return plain_file(report, taken, settings().lang)


def _number(text: str) -> int:
    """Of a line of the ledger; 0, which no line has, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _open(service: GuardedBoard, asked: Mapping[str, str], now: datetime) -> int:
    """Nothing is written before all of it can be."""
    of = service.board
    asked = by_card(of.pack, asked, now, settings().lang)
    decided = decided_of(of.pack, asked)
    given = step_of("assign", asked, service.person.name, now) if asked.get("unit") else None
    if given:
        note(0, given)  # what cannot be entered is refused before the decision is
    moment = moment_of(process_clock(of.pack.operation))
    number = service.decide(decided.what, decided.by, moment, decided.line, decided.area)
    if given:
        service.step(number, given)
    return number

"""`POST /api/feeds/{feed}`: a file comes in with its sender's token. The same function and report as everywhere."""

import asyncio
import logging
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.tokens import bearer
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.channels import responses as answer
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from pages.server import answers
from pages.server.address import asked_of, lang_of
from pages.server.body import sent
from pages.server.metrics import RECEIVED

log = logging.getLogger(__name__)
AT_ONCE = asyncio.Semaphore(2)  # files at work; a seat is taken once the file is here


async def feeds(request: Request) -> Response:
    try:
        receipt = await _receive(request)
    except BoardError as why:
        RECEIVED.labels("denied").inc()
        return answers.refused(why)
    except Exception:
        RECEIVED.labels("failed").inc()
        log.exception("a file over HTTP")
        return answers.json(answer.of_error(BoardError("bug")), 500)
    RECEIVED.labels(receipt["status"]).inc()
    return answers.receipt(receipt)


async def _receive(request: Request) -> dict[str, Any]:
    feed, asked = request.path_params["feed"], asked_of(request, "send")
    clock = process_clock(board().pack.operation)
    person = bearer(token_of(request), settings().tokens, clock.now().date())
    service = GuardedBoard(board(), person, "http")
    service.may_send(feed)  # before a byte of the file is read
    how = {"sheet": asked.get("sheet") or None, "mapping": _mapping(asked.get("mapping")),
           "strict": asked.get("partial") != "1", "confirm": asked.get("confirm") == "1"}  # fmt: skip
    async with sent(request, feed) as file, AT_ONCE:
        receipt = await asyncio.to_thread(service.receive, feed, file.name, file.data, clock.now(), **how)
    return answer.of_receipt(receipt, lang_of(asked))


def token_of(request: Request) -> str:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else ""


def _mapping(text: str | None) -> dict[str, str] | None:
    """`{"header as sent": "declared column"}`; raises BoardError mapping."""
    if not text:
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise BoardError("mapping")
    return found

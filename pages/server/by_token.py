"""What somebody with a token asks for in a small JSON object of texts."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from starlette.requests import Request

from data_pipeline.access.tokens import bearer
from data_pipeline.board.board import board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from pages.server.body import small
from pages.server.feeds import token_of

KB = 16


def service_of(request: Request) -> tuple[GuardedBoard, datetime]:
    """The board as the token's sender may use it, and what the clock shows. Raises BoardError token_..."""
    now = process_clock(board().pack.operation).now()
    return GuardedBoard(board(), bearer(token_of(request), settings().tokens, now.date()), "http"), now


async def texts_of(request: Request) -> Mapping[str, str]:
    """Raises BoardError action_body, body_..."""
    try:
        found = orjson.loads(await small(request, KB << 10) or b"{}")
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise BoardError("action_body", kb=KB)
    return found

"""What the presenter of a meeting chose, for every screen that has the same `meeting=` in its address.

`POST /wall-meeting/{key}` changes it, the event stream tells it. Kept beside the ledger, where every host of one store
finds it; nothing of it is data.
"""

import asyncio
import json
import re
import time
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from data_pipeline.board.board import board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import machine_s, read_clock
from data_pipeline.core.errors import PASSING, BoardError

HELD, HOLDS_S = 100, 0.5  # meetings; for so long nobody looks again
LONGEST = 2000  # bytes
KEY = re.compile(r"[\w-]{1,40}")
VIEW = re.compile(r"[\w-]{0,60}")


@dataclass(frozen=True)
class Meeting:
    view: str = ""  # the view now shown
    paused: bool = False
    spot: str = ""  # a district in the light
    clock: str = ""  # the clock that stands still for all rooms; "" each by its own
    step: int = 0  # grows with every change

    def text(self) -> str:
        return json.dumps(asdict(self))


_HELD = Cache("meetings", HELD, idle_s=10)


def meeting_of(key: str) -> Meeting:
    """As it was at most half a second ago; one of step 0 where nothing was shown yet."""
    if not KEY.fullmatch(key):
        return Meeting()
    return _HELD.get((key, int(time.monotonic() / HOLDS_S)), lambda: _shown(key))


def _shown(key: str) -> Meeting:
    """Where the store is away and this one was not looked at lately, each room goes on by itself."""
    try:
        told = board().state.shown(key)
    except BoardError:
        return Meeting()
    return Meeting(**json.loads(told)) if told else Meeting()


async def meeting(request: Request) -> Response:
    """Takes a change such as `{"view": "view-map"}`; from the board's own pages only."""
    key, origin = request.path_params["key"], request.headers.get("origin", "")
    if not KEY.fullmatch(key):
        return PlainTextResponse("not a meeting", status_code=404)
    if urlsplit(origin).netloc != request.headers.get("host") or "json" not in request.headers.get("content-type", ""):
        return PlainTextResponse("from the board's own pages only", status_code=403)
    try:
        changed = await asyncio.to_thread(_change, key, await request.body())
    except (ValueError, BoardError) as why:
        passing = isinstance(why, BoardError) and why.code in PASSING
        return PlainTextResponse(str(why), status_code=503 if passing else 400)
    return JSONResponse(asdict(changed))


def _change(key: str, body: bytes) -> Meeting:
    changed = _changed(_shown(key), body)
    board().state.show(key, changed.text(), machine_s())
    _HELD.put((key, int(time.monotonic() / HOLDS_S)), changed)
    return changed


def _changed(of: Meeting, body: bytes) -> Meeting:
    asked = json.loads(body) if len(body) <= LONGEST else None
    if not isinstance(asked, dict):
        raise ValueError("one small object is expected")
    known: dict[str, Any] = {}
    if isinstance(view := asked.get("view"), str) and VIEW.fullmatch(view):
        known["view"] = view
    if isinstance(asked.get("paused"), bool):
        known["paused"] = asked["paused"]
    if (spot := asked.get("spot")) == "" or spot in board().pack.area:
        known["spot"] = spot
    if isinstance(clock := asked.get("freeze"), str):
        known["clock"] = read_clock(clock, board().pack.operation).paced(0).text() if clock else ""
    return replace(of, **known, step=of.step + 1)

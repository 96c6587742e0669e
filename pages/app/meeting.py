"""What the presenter of a meeting chose, for every screen that has the same `meeting=` in its address.

`POST /wall-meeting/{key}` changes it, the event stream tells it. Kept in memory: a meeting ends with the server at the
latest, and nothing of it is data.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from data_pipeline.board.board import board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import read_clock
from data_pipeline.core.errors import BoardError

HELD = 100  # meetings; the one longest unused makes room
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


_HELD = Cache("meetings", HELD, idle_s=24 * 3600)


def meeting_of(key: str) -> Meeting | None:
    return _HELD.peek(key)


async def meeting(request: Request) -> Response:
    """Takes a change such as `{"view": "view-map"}`; from the board's own pages only."""
    key, origin = request.path_params["key"], request.headers.get("origin", "")
    if not KEY.fullmatch(key):
        return PlainTextResponse("not a meeting", status_code=404)
    if urlsplit(origin).netloc != request.headers.get("host") or "json" not in request.headers.get("content-type", ""):
        return PlainTextResponse("from the board's own pages only", status_code=403)
    try:
        changed = _changed(meeting_of(key) or Meeting(), await request.body())
    except (ValueError, BoardError) as why:
        return PlainTextResponse(str(why), status_code=400)
    _HELD.put(key, changed)
    return JSONResponse(asdict(changed))


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

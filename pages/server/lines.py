"""Who looks at walls, and at what: found once for all lines that say the same of themselves, and again before it is
older than a beat. Whoever signs out, and a screen whose token is revoked, is told so by then."""

import asyncio
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request

from data_pipeline.access import screens
from data_pipeline.access.client_address import FORWARDED
from data_pipeline.access.doors import may_read, reading
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.board import board
from data_pipeline.core.caches import Cache
from data_pipeline.core.clock import process_clock
from pages.app.clocks import FOREIGN
from pages.app.desk_scenes import Desk, desk_of
from pages.app.hosts import DESK
from pages.app.walls import Wall, wall_of
from pages.server.client import client_of
from pages.server.visitor import asking

STANDS_S = 4.0  # so long what was found stands
SAYS = ("host", "origin", "cookie", "authorization", *FORWARDED)
OWN = ("clock", "asof", "known", screens.KEY)  # of one's own: counted by whose it is, and seen by when its screen was
FOUND = Cache("lines of walls", 4096, idle_s=30.0)  # what a line says → what was found of it


@dataclass(frozen=True)
class Line:
    """One event stream. `address`: its wall's, with the clock it began by."""

    request: Request
    address: Mapping[str, str]

    def says(self) -> Hashable:
        """All that tells who is there and what they ask for. Where all may read all, by the clock that all share, the
        address alone decides: a thousand screens in as many rooms are one thing to find."""
        if reading() == "open" and not any(self.address.get(name) for name in OWN):
            return tuple(self.address.items())
        peer = (self.request.scope.get("client") or ("",))[0]
        return peer, *(self.request.headers.get(name, "") for name in SAYS), *self.address.items()


@dataclass(frozen=True)
class Found:
    """`wall`: None where nothing may be read any more."""

    wall: Wall | Desk | None
    at: float  # of the monotonic clock

    @property
    def stands(self) -> bool:
        """A room that follows a presenter looks each time: the clock may be stopped for all."""
        follows = self.wall is not None and self.wall.meeting
        return not follows and time.monotonic() - self.at < STANDS_S


def wall_as_asked(request: Request, address: Mapping[str, str], who: Visitor) -> Wall | Desk:
    """As things stand: a clock of one's own is counted, a screen goes by its meeting's. Or a page of the desk."""
    wall = desk_of(address, who) if DESK in address else wall_of(address, who)
    FOREIGN.admit(wall.clock, process_clock(board().pack.operation), client_of(request.scope))
    return wall


class Lines:
    """In threads, for a store that lies elsewhere is asked; each thing once, whoever waits for it."""

    def __init__(self) -> None:
        self._asking: dict[Hashable, asyncio.Future[Found]] = {}

    async def found(self, line: Line, says: Hashable) -> Wall | Desk | None:
        """Raises BoardError where this wall cannot be shown now."""
        held = FOUND.peek(says)
        if held is None or not held.stands:
            if says not in self._asking:
                self._asking[says] = asyncio.ensure_future(asyncio.to_thread(partial(_found, line)))
                self._asking[says].add_done_callback(partial(self._keep, says))
            held = await asyncio.shield(self._asking[says])
        return held.wall

    def _keep(self, says: Hashable, done: "asyncio.Future[Found]") -> None:
        del self._asking[says]
        if not done.cancelled() and done.exception() is None:
            FOUND.put(says, done.result())


def _found(line: Line) -> Found:
    who = asking(line.request.scope)
    return Found(wall_as_asked(line.request, line.address, who) if may_read(who) else None, time.monotonic())


LINES = Lines()

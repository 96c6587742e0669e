"""What a wall asks of the server: its page, once; the event stream that names its scene, or the same as an answer where
a proxy holds events back; and scenes, by name."""

import asyncio
import gzip
import random
import time
from collections.abc import AsyncIterator

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse

from data_pipeline.access import screens, sessions
from data_pipeline.access.doors import may_read, reading
from data_pipeline.access.sight import sight_of
from data_pipeline.access.visitor import STRANGER, Visitor
from data_pipeline.core.caches import Cache
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import audited
from data_pipeline.words import say
from pages.app.desk_scenes import Desk
from pages.app.looking import anchored
from pages.app.meeting import meeting_of
from pages.app.scenes import Scene, held
from pages.app.wall_page import wall_page
from pages.app.walls import Wall
from pages.server.address import lang_of
from pages.server.client import client_of
from pages.server.lifespan import STOPPING
from pages.server.lines import LINES, Line, wall_as_asked
from pages.server.showing import SHOWINGS, News
from pages.server.visitor import visitor_of

BEAT_S = 4.0  # three of them missed, and a wall says that it is not live
ASKED_S = (
    2.0  # so long an answer waits for news: with the pause until the next is asked for, less than a beat and a half
)
MEETING_S = 0.3  # a room that follows a presenter is told as soon as that
HERE_S = 2.0  # a server that lags behind the one that named a scene draws it within this, or has drawn another
SPREAD_MS = 1000  # a thousand screens do not ask at one instant
COME_BACK_MS = 2000, 5000  # after a restart a thousand screens do not come back at one instant
FOR_EVER = "max-age=31536000, immutable"
MOMENT_S = 0.1  # by so much at most a clock is told late
TOLD = Cache("words to walls", 256, idle_s=BEAT_S)


async def wall(request: Request) -> Response:
    """The page of every wall: what it shows comes afterwards. A clock that is to run begins here, once."""
    asked = dict(request.query_params)
    if text := anchored(asked.get("clock", "")):
        return RedirectResponse(str(request.url.include_query_params(clock=text)), 307)
    audited("page", "wall", client=client_of(request.scope), area=asked.get("area"), asof=asked.get("asof"))
    page = wall_page(_lang(request))
    headers = {"ETag": f'"{page.mark}"', "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return await _packed(request, page.packed, headers, "text/html")


async def scene(request: Request) -> Response:
    """Its bytes never change: whoever has the name keeps them. Where reading is closed no cache in between may."""
    name, opened = request.path_params["name"], reading() == "open"
    who = STRANGER if opened else visitor_of(request)
    found = held(sight_of(who), name) if may_read(who) else None
    if found is None and may_read(who) and request.query_params:
        found = await _drawn_here(request, who, name)
    if found is None:
        return PlainTextResponse("no such scene", 404, {"Cache-Control": "no-store"})
    shared = "public" if opened else "private"
    return await _packed(request, found.packed, {"Cache-Control": f"{shared}, {FOR_EVER}"}, "application/json")


async def _drawn_here(request: Request, who: Visitor, name: str) -> Scene | None:
    """Another server of the same board named it, and the wall says along with the name what it shows."""
    until, news = time.monotonic() + HERE_S, News()
    try:
        wall = await asyncio.to_thread(wall_as_asked, request, request.query_params, who)
        while news.scene != name and (left := until - time.monotonic()) > 0:
            news = await SHOWINGS.of(wall.look).after(news, left)
    except BoardError:
        return None
    return held(wall.sight, name)


async def _packed(request: Request, packed: bytes, headers: dict[str, str], kind: str) -> Response:
    """As it is kept, for whoever can unpack it."""
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(await asyncio.to_thread(gzip.decompress, packed), headers=headers, media_type=kind)
    return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=kind)


async def asked(request: Request) -> Response:
    """What the event stream would say: at once, or where `seen` is the data version there is, when there is another,
    and within half a beat. `waited`: milliseconds for that, which are no slowness of the server's."""
    try:
        wall = await asyncio.to_thread(wall_as_asked, request, request.query_params, visitor_of(request))
        showing, began = SHOWINGS.of(wall.look), time.monotonic()
        nothing_new = showing.news.version == request.query_params.get("seen")
        seen = showing.news if nothing_new and not wall.meeting else News()  # a presenter is followed sooner
        news = await showing.after(seen, ASKED_S)
    except BoardError as why:
        return PlainTextResponse(why.sentence(_lang(request)), 503)
    held = await asyncio.to_thread(meeting_of, wall.meeting)
    waited = round(1000 * (time.monotonic() - began))
    message = _said(wall, news) | {"waited": waited} | ({"met": orjson.loads(held.text())} if held.step else {})
    return JSONResponse(message, headers={"Cache-Control": "no-store"})


def stream(request: Request) -> Response:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_opened(request), media_type="text/event-stream", headers=headers)


async def _opened(request: Request) -> AsyncIterator[bytes]:
    yield f"retry: {round(random.uniform(*COME_BACK_MS))}\n\n".encode()
    async for said in follow(request):
        yield said


async def follow(request: Request) -> AsyncIterator[bytes]:
    """`scene` names what the wall shows now, at every change and with every beat: one that is lost is made good by the
    next. `meeting` is what the presenter chose. `over`: nothing may be read any more."""
    said, said_at, step, lang = None, time.monotonic(), 0, _lang(request)
    address = dict(request.query_params)
    line = Line(request, address | {"clock": anchored(address.get("clock", "")) or address.get("clock", "")})
    says = line.says()
    with SHOWINGS.viewer():
        while not STOPPING.is_set():
            try:
                wall = await LINES.found(line, says)
                if wall is None:  # signed out, or a screen that was revoked
                    yield _event("over", say(lang, _why_over(request)).encode())
                    return
                lang = wall.lang  # a screen's stands behind its token, which may be revoked
                patience = MEETING_S if wall.meeting else BEAT_S - (time.monotonic() - said_at)
                news = await SHOWINGS.of(wall.look).after(said, patience)
            except BoardError as why:
                yield _event("trouble", why.sentence(lang).encode())
                await asyncio.sleep(BEAT_S)
                continue
            if news is not said or time.monotonic() - said_at >= BEAT_S:
                said, said_at = news, time.monotonic()
                yield _told(wall, news)
            if wall.meeting and (held := await asyncio.to_thread(meeting_of, wall.meeting)).step != step:
                step = held.step
                yield _event("meeting", held.text().encode())


def _told(wall: Wall | Desk, news: News) -> bytes:
    """The same for all who show the same in the same moment."""
    key = (news, wall, int(time.monotonic() / MOMENT_S))
    return TOLD.get(key, lambda: _event("scene", orjson.dumps(_said(wall, news))))


def _said(wall: Wall | Desk, news: News) -> dict[str, object]:
    return {
        "scene": news.scene,
        "version": news.version,
        "drawn": news.drawn,
        "why": news.why,
        "within": min(SHOWINGS.viewers, SPREAD_MS),
        **wall.beside(),
    }


def _event(name: str, text: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), text)


def _why_over(request: Request) -> str:
    of_screen = screens.COOKIE in request.cookies and sessions.COOKIE not in request.cookies
    return "error.screen_over" if of_screen else "error.reading_closed"


def _lang(request: Request) -> str:
    return lang_of(request.query_params)

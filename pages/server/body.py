"""The file in a request: its bytes raw, or one part of a form. Never more of it in memory than may be sent.

Whoever sends holds no more than the bytes that came: no seat, and no place in a queue. Who stops half way is cut off.
"""

import asyncio
import io
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from data_pipeline.core.errors import BoardError
from data_pipeline.intake.delivery import LARGEST_BYTES

FORM = "multipart/form-data"
ENDING = {
    "text/csv": ".csv",
    "text/plain": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/octet-stream": "",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


IDLE_S = 15.0  # without a byte
WHOLE_S, SLOWEST_BYTES_S = 30.0, 32 << 10  # a body may take this long, and as long again as its bytes at this pace
ROOM_BYTES = 3 * LARGEST_BYTES  # of all bodies in memory, those that wait for the worker among them


@dataclass(frozen=True)
class Sent:
    name: str
    data: bytes


class _InMemory(MultiPartParser):
    spool_max_size = (
        LARGEST_BYTES + 1
    )  # a file with a person's data in it must not touch the disk before it is looked at


class Room:
    """How many bytes of bodies are in memory."""

    def __init__(self) -> None:
        self.bytes = 0

    def take(self, size: int) -> None:
        """Raises BoardError server_busy where there is no room: nobody waits with a body half sent."""
        if self.bytes + size > ROOM_BYTES:
            raise BoardError("server_busy")
        self.bytes += size


ROOM = Room()


@asynccontextmanager
async def sent(request: Request, feed: str) -> AsyncGenerator[Sent, None]:
    """The file, its room held until the block ends. Raises BoardError body_..., server_busy."""
    held = Room()
    try:
        yield await _sent(request, feed, held)
    finally:
        ROOM.bytes -= held.bytes


async def small(request: Request, most: int) -> bytes:
    """A body of at most so many bytes, whatever it is. Raises BoardError body_..., server_busy."""
    held, body = Room(), bytearray()
    try:
        async for chunk in _limited(request, held):
            body += chunk
            if len(body) > most:
                raise BoardError("body_large", mb=1)
        return bytes(body)
    finally:
        ROOM.bytes -= held.bytes


async def _sent(request: Request, feed: str, own: Room) -> Sent:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if int(_digits(request.headers.get("content-length")) or 0) > LARGEST_BYTES:
        raise BoardError("body_large", mb=LARGEST_BYTES >> 20)
    if kind == FORM:
        return await _part(request, own)
    if kind not in ENDING:
        raise BoardError("body_type", given=kind[:80] or "-", known=", ".join([FORM, *ENDING]))
    held = io.BytesIO()  # grows in place: joining the pieces would hold the file twice
    async for chunk in _limited(request, own):
        held.write(chunk)
    return _whole(_name(request) or feed + ENDING[kind], held.getvalue())


async def _part(request: Request, own: Room) -> Sent:
    try:
        form = await _InMemory(request.headers, _limited(request, own), max_files=1, max_fields=4).parse()
    except MultiPartException as why:
        raise BoardError("body_form", why=why.message) from None
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    try:
        if not files:
            raise BoardError("body_empty")
        return _whole(files[0].filename or "file", await files[0].read())
    finally:
        await form.close()


def _whole(name: str, data: bytes) -> Sent:
    if not data:
        raise BoardError("body_empty")
    return Sent(name.replace("\\", "/").split("/")[-1][:200], data)


async def _limited(request: Request, own: Room) -> AsyncGenerator[bytes, None]:
    """The body as it comes, while it comes: raises BoardError body_slow, body_cut, body_large, server_busy."""
    began, chunks = time.monotonic(), request.stream()
    while True:
        left = WHOLE_S + own.bytes / SLOWEST_BYTES_S - (time.monotonic() - began)
        try:
            chunk = await asyncio.wait_for(anext(chunks), max(0.0, min(IDLE_S, left)))
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise BoardError("body_slow") from None
        except ClientDisconnect:
            raise BoardError("body_cut") from None
        ROOM.take(len(chunk))
        own.bytes += len(chunk)
        if own.bytes > LARGEST_BYTES:
            raise BoardError("body_large", mb=LARGEST_BYTES >> 20)
        yield chunk


def _name(request: Request) -> str:
    """As the address says (?name=), else as the header of a download would."""
    given = Message()
    given["content-disposition"] = request.headers.get("content-disposition", "")
    return request.query_params.get("name") or given.get_filename() or ""


def _digits(text: str | None) -> str:
    return text if text and text.isdecimal() else ""

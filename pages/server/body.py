"""The file in a request: its bytes raw, or one part of a form. Never more of it in memory than may be sent."""

import io
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from email.message import Message

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from data_pipeline.errors import BoardError
from data_pipeline.intake.delivery import LARGEST_BYTES

FORM = "multipart/form-data"
ENDING = {
    "text/csv": ".csv", "text/plain": ".csv", "text/tab-separated-values": ".tsv", "application/octet-stream": "",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    name: str
    data: bytes


class _InMemory(MultiPartParser):
    spool_max_size = (
        LARGEST_BYTES + 1
    )  # a file with a person's data in it must not touch the disk before it is looked at


async def sent(request: Request, feed: str) -> Sent:
    """Raises BoardError body_large, body_type or body_empty."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if int(_digits(request.headers.get("content-length")) or 0) > LARGEST_BYTES:
        raise BoardError("body_large", mb=LARGEST_BYTES >> 20)
    if kind == FORM:
        return await _part(request)
    if kind not in ENDING:
        raise BoardError("body_type", given=kind[:80] or "-", known=", ".join([FORM, *ENDING]))
    held = io.BytesIO()  # grows in place: joining the pieces would hold the file twice
    async for chunk in _limited(request):
        held.write(chunk)
    return _whole(_name(request) or feed + ENDING[kind], held.getvalue())


async def _part(request: Request) -> Sent:
    try:
        form = await _InMemory(request.headers, _limited(request), max_files=1, max_fields=4).parse()
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


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BYTES:
            raise BoardError("body_large", mb=LARGEST_BYTES >> 20)
        yield chunk


def _name(request: Request) -> str:
    """As the address says (?name=), else as the header of a download would."""
    given = Message()
    given["content-disposition"] = request.headers.get("content-disposition", "")
    return request.query_params.get("name") or given.get_filename() or ""


def _digits(text: str | None) -> str:
    return text if text and text.isdecimal() else ""

"""`GET /export/offline.html?clock=…`: the board of a moment as one file that opens without a network.

It is made in a process of its own, so that nobody who looks at the board waits for it, one at a time."""

import asyncio
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import sight_of
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from pages.app.data_version import data_version_at
from pages.app.traces import frozen
from pages.server import answers
from pages.server.address import clock_of
from pages.server.apart import Apart
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)
LONGEST_S = 600.0
NICE = 10  # viewers come first
COPIES = Apart("offline copies", keep=2, most=4)


@dataclass(frozen=True)
class Wanted:
    clock: str
    sight: str  # mark of the districts in sight
    version: str
    name: str


async def offline(request: Request) -> Response:
    """400 for a clock that is none; 503 while too many wait for theirs."""
    try:
        wanted = await asyncio.to_thread(_wanted, request)
        data = await COPIES.get(wanted, lambda: _made(wanted))
    except BoardError as why:
        return answers.refused(why)
    log.info("offline copy %s: %d bytes", wanted.name, len(data))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(wanted.name)}", "Cache-Control": "no-store"}
    return Response(data, media_type="text/html; charset=utf-8", headers=headers)


def _wanted(request: Request) -> Wanted:
    asked, pack = request.query_params, board().pack
    moment, sight = moment_of(clock_of(asked)), sight_of(visitor_of(request))
    name = f"riqing_{pack.operation.city_code or pack.root.name}_{moment.as_of:%Y%m%d_%H%M}.html"
    return Wanted(frozen(moment), sight.mark(), data_version_at(moment, sight), name)


def _made(wanted: Wanted) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "offline.html"
        command = ["nice", "-n", str(NICE), sys.executable, "-m", "pages.offline", "take", str(to)]
        command += ["--clock", wanted.clock, "--sight", wanted.sight]
        try:
            subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=True)
        except subprocess.SubprocessError as why:
            log.error("no offline copy: %s %s", why, (getattr(why, "stderr", "") or "")[-2000:])
            raise BoardError("offline_failed") from None
        return to.read_bytes()

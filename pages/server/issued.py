"""`GET /api/briefs/{line}/{file}`: a file of an issue, byte for byte as it was issued; who took it is noted."""

import asyncio
import logging
import sqlite3
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.board.board import board
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.downloads import Downloads
from data_pipeline.store.log.issued import Issue, Kept
from pages.app.issued import sees
from pages.server import answers
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)


async def issued(request: Request) -> Response:
    """404 where there is none, 403 for what speaks of others' districts."""
    line, name = request.path_params["line"], request.path_params["file"]
    visitor = visitor_of(request)
    try:
        issue, file = await asyncio.to_thread(_found, line, name, sight_of(visitor))
        data = await asyncio.to_thread(board().kept_file, file.sha256)
        await asyncio.to_thread(_note, issue, file, visitor.person.name if visitor.known else "")
    except BoardError as why:
        return answers.refused(why)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "Cache-Control": "no-store",
        "ETag": f'"{file.sha256}"',
    }
    return Response(data, media_type=file.media, headers=headers)


def _found(line: str, name: str, sight: Sight) -> tuple[Issue, Kept]:
    of = board()
    for issue in of.issues():
        for file in issue.files if str(issue.number) == line else ():
            if file.name == name:
                if not sees(sight, of, file):
                    raise BoardError("not_your_district")
                return issue, file
    raise BoardError("issue_none")


def _note(issue: Issue, file: Kept, who: str) -> None:
    """Nobody is kept from a file because it cannot be noted."""
    try:
        Downloads(board().state).note(issue.number, file.name, who)
    except (sqlite3.Error, OSError, BoardError) as why:
        log.warning("who took %s could not be noted (%s)", file.name, why)

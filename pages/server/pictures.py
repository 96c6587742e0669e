"""`GET /export/picture.{form}?page=&slot=&…`: a chart of a page as PNG or SVG, of the clock that the page shows."""

import logging
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.brief.picture import raster
from data_pipeline.core.errors import BoardError
from pages.app.pictured import Picture, picture
from pages.server import answers
from pages.server.address import clock_of, lang_of
from pages.server.apart import Apart
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)
MIME = {"png": "image/png", "svg": "image/svg+xml"}
PICTURES = Apart("pictures", keep=32, most=16)


async def pictures(request: Request) -> Response:
    """404 for what there is no chart of, 400 for a clock that is none, 403 for another's district."""
    form, asked = request.path_params["form"], dict(request.query_params)
    try:
        if form not in MIME:
            raise BoardError("picture_none")
        sight = sight_of(visitor_of(request))
        key = (form, sight.mark(), board().published(), *sorted(asked.items()))
        name, data = await PICTURES.get(key, lambda: _made(form, asked, sight))
    except BoardError as why:
        return answers.refused(why)
    log.info("picture %s.%s: %d bytes", name, form, len(data))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{form}", "Cache-Control": "no-store"}
    return Response(data, media_type=MIME[form], headers=headers)


def _made(form: str, asked: dict[str, str], sight: Sight) -> tuple[str, bytes]:
    clock = clock_of(asked)
    found: Picture = picture(asked, clock, moment_of(clock), lang_of(asked), sight)
    return found.name, raster(found.svg, 192) if form == "png" else found.svg.encode()

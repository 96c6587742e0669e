"""`GET /export/template/{feed}.xlsx`: the workbook of a feed to be filled in, its places named already, as
`pack template` writes it. It holds no figure; whoever may read the board may have it."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data_pipeline.access.sight import sight_of
from data_pipeline.board.board import board
from data_pipeline.declare.template import template_xlsx
from data_pipeline.publish.export import MIME
from pages.server.address import lang_of
from pages.server.visitor import visitor_of


async def workbook(request: Request) -> Response:
    """404 for what is no feed."""
    pack, lang = sight_of(visitor_of(request)).pack(board().pack), lang_of(request.query_params)
    feed = pack.feeds.get(request.path_params["feed"])
    if feed is None:
        return PlainTextResponse("no such feed", status_code=404)
    data = await asyncio.to_thread(lambda: template_xlsx(pack, feed, lang, locked=True))
    headers = {"Content-Disposition": f'attachment; filename="{feed.id}.xlsx"', "Cache-Control": "no-store"}
    return Response(data, media_type=MIME["xlsx"], headers=headers)

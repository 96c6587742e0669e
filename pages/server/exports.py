"""`GET /export/{what}.{form}?…`: the table of a page as a file, with the same address the page has. Each is logged."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.publish.export import FORMS, MIME
from data_pipeline.publish.sheet import Sheet
from pages.app.commanded import command_sheet
from pages.app.explored import explored
from pages.app.explored_days import explored_days
from pages.app.questions import question
from pages.app.traces import figure_of, opened_figure
from pages.server.address import clock_of, lang_of
from pages.server.answers import STATUS
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)
Make = Callable[[Mapping[str, str], AsOf, str, Sight], Sheet | None]


async def export(request: Request) -> Response:
    """404 for what there is no table of, 400 for a clock that is none."""
    what, form = request.path_params["what"], request.path_params["form"]
    if what not in SHEETS or form not in FORMS:
        return PlainTextResponse("no such table", status_code=404)
    asked = dict(request.query_params)
    try:
        sheet = await asyncio.to_thread(_sheet, what, asked, sight_of(visitor_of(request)))
    except BoardError as why:
        return PlainTextResponse(why.sentence(lang_of(asked)), status_code=STATUS.get(why.code, 400))
    if sheet is None:
        return PlainTextResponse("no such figure", status_code=404)
    data = await asyncio.to_thread(FORMS[form], sheet)
    log.info("export %s.%s: %d rows, %s", sheet.name, form, len(sheet.frame), request.url.query)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(sheet.name)}.{form}",
        "Cache-Control": "no-store",
    }
    return Response(data, media_type=MIME[form], headers=headers)


def _sheet(what: str, asked: Mapping[str, str], sight: Sight) -> Sheet | None:
    return SHEETS[what](asked, moment_of(clock_of(asked)), lang_of(asked), sight)


def _number(asked: Mapping[str, str], moment: AsOf, lang: str, sight: Sight) -> Sheet | None:
    pack = board().pack
    area = asked["area"] if asked.get("area") in pack.area else pack.operation.city_code
    opened = opened_figure(moment, figure_of(asked.get("id")), area, lang, sight)
    return opened.sheet if opened else None


def _explore(asked: Mapping[str, str], moment: AsOf, lang: str, sight: Sight) -> Sheet:
    pack, chosen = board().pack, asked.get("areas", "").split(",")
    if not all(sight.sees(pack, a) for a in chosen if a in pack.area):
        raise BoardError("not_your_district")
    q = question(asked, moment, sight)
    return (explored_days if q.days else explored)(moment, q, lang, sight).sheet


def _command(_: Mapping[str, str], moment: AsOf, lang: str, sight: Sight) -> Sheet:
    return command_sheet(moment, lang, sight)


SHEETS: dict[str, Make] = {"number": _number, "explore": _explore, "command": _command}

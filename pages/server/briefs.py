"""`GET /api/brief/{area}.{form}?lang=&clock=&of=`: the brief of what the board shows, of the city or of one district;
`of`: another document of the pack than the first."""

import asyncio
import logging
from collections.abc import Callable, Hashable, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import Sight, sight_of
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.brief.forms import FORMS, MIME, rendered
from data_pipeline.brief.make import brief, wanted
from data_pipeline.brief.model import Brief
from data_pipeline.core.errors import BoardError
from pages.server import answers
from pages.server.address import asked_of, clock_of, lang_of
from pages.server.apart import Apart
from pages.server.visitor import visitor_of

log = logging.getLogger(__name__)
CITY = "city"
BRIEFS = Apart("briefs", keep=24, most=12)


async def briefs(request: Request) -> Response:
    """400 for a clock or a form that is none, 403 for another's district, 404 where the pack declares no such brief."""
    area, form = request.path_params["area"], request.path_params["form"]
    try:
        if form not in FORMS:
            raise BoardError("brief_form", form=form[:20], known=", ".join(FORMS))
        asked, sight = asked_of(request, "brief"), sight_of(visitor_of(request))
        key, make = await asyncio.to_thread(_work, area, asked, sight)
        made = await BRIEFS.get(key, make)
        data = await BRIEFS.get((*key, form), lambda: rendered(made, form))
    except BoardError as why:
        return answers.refused(why)
    log.info("brief %s.%s: %d bytes, %s", made.name, form, len(data), request.url.query)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}.{form}",
        "Cache-Control": "no-store",
        "X-Board-As-Of": made.as_of.isoformat(),
        "X-Board-Known-At": made.known_at.isoformat(timespec="seconds"),
        **({"X-Board-Classification": quote(made.mark)} if made.mark else {}),
    }
    return Response(data, media_type=MIME[form], headers=headers)


def _work(area: str, asked: Mapping[str, str], sight: Sight) -> tuple[tuple[Hashable, ...], Callable[[], Brief]]:
    """By what a brief is the same for all who ask for it, and how it is made."""
    of = board()
    lang = lang_of(asked)
    own = wanted(of.pack, lang, "" if area == CITY else area, sight, asked.get("of", ""))
    moment = moment_of(clock_of(asked))
    key = (of.version(moment.known_at), of.acted(moment.known_at), moment, lang, own.form.id, own.area, sight.mark())
    return key, lambda: brief(of, moment, own)

"""`GET /api/latest/{table}.csv`: what the board shows now, as a file. The moment and the targets' version stand in the
headers; where a sign-in is set up, a sender's token is asked for."""

import asyncio
from urllib.parse import quote

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.access.sight import sight_of
from data_pipeline.access.tokens import bearer
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from pages.app.person import signs_in
from pages.server import answers
from pages.server.address import asked_of, clock_of
from pages.server.feeds import token_of
from pages.server.visitor import visitor_of

TABLES = ("day", "gauges", "freshness")  # figures of the city and of districts; nothing below, where counts are small


async def latest(request: Request) -> Response:
    try:
        moment = moment_of(clock_of(asked_of(request, "latest")))
        if signs_in() and not visitor_of(request).known:
            bearer(token_of(request), settings().tokens, moment.known_at.date())
        table = request.path_params["table"]
        if table not in TABLES:
            raise BoardError("no_table", table=table[:40], known=", ".join(TABLES))
        sight = sight_of(visitor_of(request))
        rows = sight.rows(board().pack, await asyncio.to_thread(_rows, table, moment))
    except BoardError as why:
        return answers.refused(why)
    mark = board().pack.operation.marked(settings().lang)
    headers = {
        **({"X-Board-Classification": quote(mark)} if mark else {}),
        **({} if sight.is_whole else {"X-Board-Districts": ",".join(sorted(sight.districts or ())) or "-"}),
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{table}-{moment.as_of:%Y%m%dT%H%M}.csv"',
        "X-Board-As-Of": moment.as_of.isoformat(),
        "X-Board-Known-At": moment.known_at.isoformat(timespec="seconds"),
        "X-Board-Targets": board().targets_version(moment.known_at),
        "X-Board-Version": board().version(moment.known_at),
    }
    return Response(rows.to_csv(index=False), headers=headers, media_type="text/csv; charset=utf-8")


def _rows(table: str, moment: AsOf) -> pd.DataFrame:
    return board().rows(f"page/{table}", known_at=moment.known_at, ops_day=moment.ops_day, moment=moment.as_of)

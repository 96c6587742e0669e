"""JSON answers, and the sentence for everything that is refused at this door."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

from data_pipeline.channels import responses as answer
from data_pipeline.core.errors import PASSING, BoardError

STATUS = {
    "token_missing": 401, "token_unknown": 401, "token_over": 401, "may_feed": 403, "may_district": 403,
    "may_whole_feed": 403, "may_viewer": 403, "door_sign_in": 401, "door_closed": 403, "not_your_district": 403,
    "no_feed": 404, "no_table": 404, "brief_none": 404, "brief_area": 404, "brief_form": 404,
    "issue_none": 404, "picture_none": 404, "page_none": 404, "step_none": 404, "step_name": 404, "step_order": 409,
    "step_same": 403, "alert_none": 404, "may_silence": 403, "may_role_approver": 403,
    "body_slow": 408, "body_cut": 408, "body_large": 413, "body_type": 415,
    "worker_fell": 503, "store_busy": 503, "server_busy": 503, "store_full": 507,
    "store_away": 503, "objects_away": 503, "ledger_moved": 503, "store_unsure": 503,
    "offline_failed": 503, "work_waits": 503, "past_waits": 503,
}  # fmt: skip
UNREAD = (408, 413, 503)  # the body may not have been read to its end
OUTCOME = {"loaded": 201, "already": 200, "refused": 422, "unconfirmed": 409, "waits": 202}


def json(plain: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = orjson.dumps(plain, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    own = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status, own, media_type="application/json; charset=utf-8")


def refused(why: BoardError) -> Response:
    """What passes says when to come again; a line whose body did not come whole is closed, or the rest of it would be
    waited for."""
    status = STATUS.get(why.code, 400)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if why.code in PASSING:
        headers["Retry-After"] = str(PASSING[why.code])
    if status in UNREAD:
        headers["Connection"] = "close"
    return json(answer.of_error(why), status, headers)


def receipt(answer_of: dict[str, Any]) -> Response:
    return json(answer_of, OUTCOME[answer_of["status"]])

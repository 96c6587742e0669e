"""The exports over HTTP: what the page shows, as a file; nothing for what is not there."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.routing import Router

from data_pipeline.board.board import Board
from pages.server.exports import SHEETS
from pages.server.routes import ROUTES

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
Get = Callable[..., "Answer"]
CLOCK = "2022-04-06T16:45@0"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


def _get(path: str, asked: dict[str, str]) -> Answer:
    """One request through the application's own routes, without a socket."""
    answer = Answer(0, {}, b"")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        answer.status = message.get("status", answer.status)
        answer.headers |= {k.decode(): v.decode() for k, v in message.get("headers", ())}
        answer.content += message.get("body", b"")

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "headers": [],
        "query_string": urlencode(asked).encode(),
    }
    asyncio.run(Router(routes=ROUTES)(scope, receive, send))
    return answer


@pytest.fixture
def get(shown: Show, sample_board: Board) -> Get:
    shown(sample_board)
    return lambda path, **asked: _get(path, asked)


@pytest.mark.parametrize("what", SHEETS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_comes_as_csv_and_as_workbook_with_the_same_rows(get: Get, what: str, lang: str) -> None:
    asked = {"id": "transfer", "area": "310115", "lang": lang, "clock": CLOCK}
    text = get(f"/export/{what}.csv", **asked)
    book = get(f"/export/{what}.xlsx", **asked)
    assert (text.status, book.status) == (200, 200)
    assert text.headers["content-disposition"].startswith("attachment")
    page = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert page is not None
    assert page.max_row == len(text.content.decode("utf-8-sig").splitlines()) > 20
    assert b"16:45:00" in text.content


def test_what_is_not_there_is_said(get: Get) -> None:
    assert get("/export/secrets.csv").status == 404
    assert get("/export/number.exe").status == 404
    assert get("/export/number.csv", clock="nonsense").status == 400
    absent = {"id": "balance_veg", "area": "310115", "clock": CLOCK}
    assert get("/export/number.csv", **absent).status == 404


def test_an_export_is_logged_without_its_figures(get: Get, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="pages.server.exports"):
        get("/export/number.csv", id="transfer", area="310115", clock=CLOCK)
    assert "export transfer_310115_20220406_1600.csv: 36 rows" in caplog.text

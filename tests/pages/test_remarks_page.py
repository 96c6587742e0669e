"""A remark on a figure stands where the figure opens and in explore, for whoever may see its area; the same over HTTP
and by command."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from data_pipeline.access.sight import Sight
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import moment_at
from data_pipeline.store.log.remarks import Remark
from data_pipeline.trace.remarked import About
from data_pipeline.words import LANGUAGES
from pages.app.remarked import remark_rows
from tests.pages.test_http import ALL, EAST, http  # noqa: F401
from tests.support.drawn import LATIN, page, said
from tests.support.samples import DAY

Show = Callable[[Board], None]
NOW = datetime(2022, 4, 6, 14)  # the process's clock stands still
CLOCK = "2022-04-06T14:00@0"
PUDONG = "310115"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_entered_where_the_figure_opens_and_stands_there_and_in_explore(
    shown: Show, own_board: Board, lang: str
) -> None:
    shown(own_board)
    at = page("desk/number.py", lang=lang, clock=CLOCK, id="transfer", area=PUDONG)
    assert not at.exception
    at.text_input(key="name_typed").set_value("desk A").run()
    at.text_input(key="remark-says").set_value("2 <b>buses</b>")
    at.button(key="remark-enter").click().run()
    assert not at.exception
    (one,) = process_board().remarks(NOW)
    assert (one.figure, one.area, one.ops_day, one.by, one.says) == (
        "transfer",
        PUDONG,
        DAY,
        "desk A",
        "2 <b>buses</b>",
    )
    assert "2 &lt;b&gt;buses&lt;/b&gt;" in said(at)
    if lang == "zh":
        assert [x for w in (*at.text_input, *at.button) for x in LATIN.findall(w.label)] == []
    for asked, there in (({}, True), ({"areas": "310101"}, False), ({"id": "issues"}, False), ({"days": "7"}, True)):
        other = page("desk/explore.py", **{"lang": lang, "clock": CLOCK, "id": "transfer", **asked})  # type: ignore[arg-type]
        assert ("buses" in said(other)) is there, asked


def test_nobody_sees_a_remark_on_a_district_out_of_their_sight(shown: Show, own_board: Board) -> None:
    shown(own_board)
    for area in (PUDONG, "310101", "310000"):
        process_board().remark(Remark("transfer", area, DAY, NOW, "x", "y"))
    moment = moment_at(NOW, own_board.pack.operation)
    found = remark_rows(moment, About(), Sight(frozenset({PUDONG})))
    assert [r.area for r in found] == ["310000", PUDONG]
    assert len(remark_rows(moment_at(datetime(2022, 4, 6, 13), own_board.pack.operation), About(), Sight())) == 0


def post(http: TestClient, token: str = ALL, **texts: str):  # noqa: F811
    return http.post("/api/remarks", content=json.dumps(texts), headers={"Authorization": f"Bearer {token}"})


def test_the_same_over_http(http: TestClient) -> None:  # noqa: F811
    assert post(http, figure="transfer", area=PUDONG, says="two buses").status_code == 201
    assert post(http, figure="issues", says="hotline down").status_code == 201
    every = http.get("/api/remarks").json()["remarks"]
    assert [(r["figure"], r["area"], r["ops_day"], r["by"]) for r in every] == [
        ("issues", "310000", f"{DAY}", "总"), ("transfer", PUDONG, f"{DAY}", "总")
    ]  # fmt: skip
    assert [r["says"] for r in http.get("/api/remarks?figure=transfer").json()["remarks"]] == ["two buses"]
    assert http.get(f"/api/remarks?figure=issues&area={PUDONG}").json()["remarks"] == []


@pytest.mark.parametrize(
    ("token", "texts", "status", "code"),
    [
        ("", {}, 401, "token_missing"),
        (ALL, {"figure": "none", "says": "x"}, 400, "remark_figure"),
        (ALL, {"figure": "transfer"}, 400, "remark_empty"),
        (EAST, {"figure": "transfer", "says": "x"}, 403, "may_district"),
    ],
)
def test_what_cannot_be_entered_says_why(
    http: TestClient,  # noqa: F811
    token: str, texts: dict[str, str], status: int, code: str,
) -> None:  # fmt: skip
    answer = post(http, token, **texts)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)

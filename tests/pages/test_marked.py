"""A mark of classification that the pack declares stands on every page, wall, export and answer; else nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import moment_at
from data_pipeline.declare.operation import Operation
from data_pipeline.publish.provenance import notes
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.support.drawn import component, page
from tests.support.wall import wall

Show = Callable[[Board], None]
MARKS = {"zh": "秘密", "en": "SECRET"}
HERE = {"client": ("127.0.0.1", 50000), "base_url": "http://localhost"}


@pytest.fixture
def marked(shown: Show, sample_board: Board, monkeypatch: pytest.MonkeyPatch) -> Board:
    shown(sample_board)
    of = process_board()
    operation = of.pack.operation.model_copy(update={f"classification_{x}": m for x, m in MARKS.items()})
    monkeypatch.setattr(of, "pack", replace(of.pack, operation=operation))
    return of


@pytest.mark.parametrize("lang", MARKS)
def test_every_page_and_every_wall_wears_it(marked: Board, lang: str) -> None:
    at = page(lang=lang, clock="2022-04-06T16:45@0")  # the bar is the frame's: the same above every page
    assert f'<span class="mark">{MARKS[lang]}</span>' in component(at, "bar")["html"]
    assert f'<span class="mark">{MARKS[lang]}</span>' in wall(lang=lang, views="tiles", clock="2022-04-06T16:45@0").html


def test_every_file_and_answer_says_it_first(marked: Board) -> None:
    moment = moment_at(datetime(2022, 4, 6, 16, 45), marked.pack.operation)
    for lang, mark in MARKS.items():
        assert notes(marked, moment, "x", lang)[0][1] == mark
    own = [Middleware(SessionMiddleware, secret_key="x")]
    http = TestClient(Starlette(routes=ROUTES, middleware=[*own, *MIDDLEWARE]), **HERE)
    told = http.get("/export/command.csv?lang=en&clock=2022-04-06T16:45@0").text
    assert told.lstrip("\ufeff").splitlines()[0] == "Classification,SECRET"
    assert http.get("/api/latest/day.csv").headers["X-Board-Classification"] == "%E7%A7%98%E5%AF%86"
    assert "<mark>SECRET</mark>" in http.get("/sign-in?lang=en").text


def test_a_mark_in_one_language_stands_in_both_and_none_is_none() -> None:
    one = Operation(id="x", zh="甲", en="A", slots=(24,), classification_zh="内部")
    assert (one.marked("zh"), one.marked("en")) == ("内部", "内部")
    assert Operation(id="x", zh="甲", en="A", slots=(24,)).marked("en") == ""


def test_without_a_mark_nothing_is_worn(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    assert 'class="mark"' not in component(page(lang="zh"), "bar")["html"]

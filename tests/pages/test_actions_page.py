"""The page of actions: somebody is given what was decided, takes it up, and everybody sees where it stands; the same
over HTTP and on a wall."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import moment_at, read_clock
from data_pipeline.store.log.steps import State, Step
from data_pipeline.words import LANGUAGES, say
from pages.app import rows
from pages.app.data_version import HOLDS_S, data_version
from tests.pages.test_http import ALL, EAST, http  # noqa: F401
from tests.support.drawn import LATIN, desk, said
from tests.support.wall import wall

Show = Callable[[Board], None]
NOW = datetime(2022, 4, 6, 14)  # the process's clock stands still
CLOCK = "2022-04-06T14:00@0"
WHAT = "Ten vehicles to Songjiang"


def fill(at: AppTest, **texts: str) -> None:
    for key, text in texts.items():
        at.text_input(key=key.replace("_", "-")).set_value(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_decision_is_given_taken_up_and_shown_in_both_languages(shown: Show, own_board: Board, lang: str) -> None:
    shown(own_board)
    at = desk("actions", lang=lang, clock=CLOCK)
    assert say(lang, "action.none") in said(at)
    at.text_input(key="name_typed").set_value("desk").run()
    fill(at, new_what_0=WHAT, new_unit_0="fleet", new_by_0="command", new_hour_0="22:00")
    at.button(key="action-open-0").click().run()
    assert not at.exception
    (action,) = process_board().actions()
    assert (action.state, action.unit, action.promised) == (State.ASSIGNED, "fleet", NOW + timedelta(hours=8))
    assert say(lang, "action.opened", number=action.number) in said(at)
    assert say(lang, "action.opened", number=action.number) in said(at.run())  # new data draws the page again at once
    assert at.number_input(key="action_chosen").value == action.number
    assert at.selectbox(key=f"step-{action.number}-assigned").value == "take_up"  # the step that is owed
    at.button(key=f"do-{action.number}-take_up").click().run()
    assert process_board().actions()[0].state == State.TAKEN_UP
    assert not at.exception
    if lang == "zh":
        labels = (*at.number_input, *at.selectbox, *at.text_input)
        assert [x for w in labels for x in LATIN.findall(w.label)] == []


def test_what_is_not_whole_is_refused_with_a_sentence_and_nothing_is_written(shown: Show, own_board: Board) -> None:
    shown(own_board)
    at = desk("actions", lang="en", clock=CLOCK)
    at.text_input(key="name_typed").set_value("desk").run()
    for texts, code in (({"new_what_0": WHAT, "new_by_0": "command"}, "step_unit"),
                        ({"new_what_0": WHAT, "new_by_0": "command", "new_unit_0": "fleet", "new_hour_0": "soon"},
                         "step_moment"), ({"new_unit_0": "fleet"}, "decision_empty")):  # fmt: skip
        fill(at, **texts)
        at.button(key="action-open-0").click().run()
        assert say("en", f"error.{code}", given="soon") in said(at).replace("&#34;", '"')
    assert process_board().actions() == []


def test_what_one_viewer_enters_changes_the_data_version_of_all(shown: Show, own_board: Board) -> None:
    shown(own_board)
    of = process_board()
    before = of.acted(NOW)
    number = of.decide(WHAT, "command", moment_at(NOW, of.pack.operation))
    of.step(number, Step("assign", "desk", NOW, "fleet"))
    assert (before, of.acted(NOW), of.acted(NOW - timedelta(minutes=1))) == (0, 2, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wall_shows_what_is_overdue_first_and_nothing_while_nothing_is_open(
    shown: Show, own_board: Board, lang: str
) -> None:
    shown(own_board)
    of = process_board()
    assert "actions-view" not in wall(lang=lang, clock=CLOCK, views="tiles,actions").html
    moment = moment_at(NOW - timedelta(hours=1), of.pack.operation)
    for what, minutes in (("second", 5), ("first", 40)):
        number = of.decide(what, "command", moment)
        of.step(number, Step("assign", "desk", NOW - timedelta(minutes=minutes), f"{what} fleet", "district"))
    html = wall(lang=lang, clock=CLOCK, views="actions").html
    assert say(lang, "action.wall", open=2, overdue=1) in html
    assert html.index("first fleet") < html.index("second fleet")
    assert html.count('class="decision late"') == 1


def post(http: TestClient, path: str, token: str = ALL, **texts: Any):  # noqa: F811
    return http.post(path, content=json.dumps(texts), headers={"Authorization": f"Bearer {token}"})


def test_over_http_a_decision_is_given_and_its_steps_are_taken_by_token(http: TestClient) -> None:  # noqa: F811
    told = post(http, "/api/actions", what=WHAT, by="command", line="transfer", area="310115", unit="fleet")
    assert told.status_code == 201
    number = told.json()["number"]
    assert post(http, f"/api/actions/{number}/take_up", EAST, promised="22:00").status_code == 201
    (action,) = http.get("/api/actions").json()["actions"]
    assert (action["state"], action["unit"], action["promised"]) == ("taken_up", "fleet", "2022-04-06T22:00:00")
    assert [s["by"] for s in action["steps"]] == ["总", "浦东"]
    assert post(http, f"/api/actions/{number}/take_up").status_code == 409


@pytest.mark.parametrize(
    ("path", "token", "texts", "status", "code"),
    [
        ("", "", {}, 401, "token_missing"),
        ("", ALL, {"what": WHAT, "by": "desk", "line": "none"}, 400, "action_line"),
        ("", ALL, {"what": WHAT, "by": "desk", "area": "none"}, 400, "action_area"),
        ("", ALL, {"what": 7}, 400, "action_body"),
        ("", ALL, {"what": WHAT, "by": "desk", "unit": "fleet", "promised": "2022-04-06 10:00"}, 400, "step_past"),
        ("", EAST, {"what": WHAT, "by": "desk", "area": "310101"}, 403, "may_district"),
        ("/9/take_up", ALL, {}, 404, "step_none"),
        ("/9/fly", ALL, {}, 404, "step_name"),
        ("/9/take_up", ALL, {"level": "moon"}, 400, "step_level_name"),
    ],
)
def test_what_cannot_be_entered_over_http_says_why(
    http: TestClient,  # noqa: F811
    path: str, token: str, texts: dict[str, Any], status: int, code: str,
) -> None:  # fmt: skip
    told = post(http, f"/api/actions{path}", token, **texts)
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)
    assert http.get("/api/actions").json()["actions"] == []


def test_a_step_makes_no_figure_and_no_verdict_anew(shown: Show, own_board: Board) -> None:
    shown(own_board)
    of = process_board()
    clock, moment = read_clock(f"replay:{CLOCK}", of.pack.operation), moment_at(NOW, of.pack.operation)
    before = data_version(clock, WHOLE)
    asked = (rows.day_rows, rows.gauge_rows, rows.alerts_so_far, rows.freshness_rows)
    found = [ask(before, moment) for ask in asked]
    of.decide(WHAT, "command", moment)
    sleep(HOLDS_S)
    after = data_version(clock, WHOLE)
    assert (after.partition(";")[2], before.partition(";")[2]) == ("1", "")
    then = [ask(f"{before};1", moment) for ask in asked]
    assert all(a is b for a, b in zip(found, then, strict=True))


def test_a_file_of_steps_over_http_is_answered_row_by_row_and_changes_nothing_again(http: TestClient) -> None:  # noqa: F811
    number = post(http, "/api/actions", what=WHAT, by="command", unit="fleet").json()["number"]
    text = f"Date,Time,No.,Step\n2022-04-06,13:40,{number},Take up\n2022-04-06,13:50,999,Take up\n"
    head = {"Authorization": f"Bearer {ALL}", "Content-Type": "text/csv"}
    found = [http.post("/api/actions/file?name=steps.csv", content=text, headers=head) for _ in range(2)]
    assert [[r["result"] for r in f.json()["rows"]] for f in found] == [["entered", "refused"], ["already", "refused"]]
    assert http.post("/api/actions/file", content=text).status_code == 401

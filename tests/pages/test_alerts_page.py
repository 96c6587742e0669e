"""The page of alerts: what stands is acknowledged by a press, silenced for a while, and says so everywhere; the same
over HTTP and by command."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep

import pytest
from starlette.testclient import TestClient

from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import moment_at, process_clock
from data_pipeline.outbox import noticed
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.kept import Outbox
from data_pipeline.outbox.noticed import notices, subject_of
from data_pipeline.outlook.alerts import PACE, Alert
from data_pipeline.store.log.silences import Silence
from data_pipeline.store.log.steps import Step
from data_pipeline.words import LANGUAGES, say
from pages.app import alerted
from pages.app.data_version import HOLDS_S
from pages.server import ringing
from pages.server.ringing import ring
from tests.pages.test_http import ALL, EAST, http  # noqa: F401
from tests.support.drawn import LATIN, desk, said
from tests.support.wall import wall

Show = Callable[[Board], None]
NOW = datetime(2022, 4, 6, 14)  # the process's clock stands still
CLOCK = "2022-04-06T14:00@0"
KEY = f"{PACE}:transfer:2022-04-06:1"


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerted, "alerts_so_far", lambda *_: [
        Alert(PACE, "transfer", NOW), Alert(PACE, "issues", NOW, eased=NOW + timedelta(hours=2))
    ])  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opening_the_link_acknowledges_nothing_and_a_press_does(shown: Show, own_board: Board, lang: str) -> None:
    shown(own_board)
    at = desk("alerts", lang=lang, clock=CLOCK)  # the first that nobody has seen, as by its link
    assert not at.exception
    assert say(lang, "alert.lead", n=1, unseen=1, quiet=0) in said(at)
    assert process_board().acknowledged(NOW) == {}
    at.text_input(key="name_typed").set_value("desk A").run()
    at.button(key="alert-see").click().run()
    assert not at.exception
    assert process_board().acknowledged(NOW)[KEY].by == "desk A"
    assert say(lang, "alert.seen", by="desk A", at="14:00") in said(at)
    assert "alert-see" not in {b.key for b in at.button}
    if lang == "zh":
        assert [x for w in (*at.text_input, *at.button) for x in LATIN.findall(w.label)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wall_shows_what_stands_who_has_it_and_until_when_it_is_silenced(
    shown: Show, own_board: Board, lang: str
) -> None:
    shown(own_board)
    of = process_board()
    html = wall(lang=lang, clock=CLOCK, views="alerts").html
    assert say(lang, "alert.wall", n=1, unseen=1) in html
    assert say(lang, "alert.state_stands") in html
    assert 'class="decision late"' in html
    assert "<b data-fig>■ " in html  # the shape of its state, as everywhere
    of.silence(Silence(f"{PACE}:transfer", "desk", NOW, NOW + timedelta(hours=8), "trial"))
    of.acknowledge(KEY, "desk A", moment_at(NOW, of.pack.operation))
    sleep(HOLDS_S)
    html = wall(lang=lang, clock=CLOCK, views="alerts").html
    assert say(lang, "alert.wall_seen", n=1) in html
    assert say(lang, "alert.seen", by="desk A", at="14:00") in html
    assert say(lang, "alert.silenced", until="22:00", by="desk", says="trial") in html
    assert 'class="decision late"' not in html
    elsewhere = wall(lang=lang, clock=CLOCK, views="tiles,alerts", area="310115").html
    assert 'data-key="alert-' not in elsewhere  # of one district


def test_a_silence_needs_a_reason_and_an_end_and_can_be_ended(shown: Show, own_board: Board) -> None:
    shown(own_board)
    at = desk("alerts", lang="en", clock=CLOCK)
    at.text_input(key="name_typed").set_value("desk").run()
    for says, until, code in (("", "22:00", "reason"), ("trial", "", "step_hour"), ("trial", "2022-04-30 08:00",
                              "silence_until")):  # fmt: skip
        at.text_input(key="silence-says").set_value(says)
        at.text_input(key="silence-until").set_value(until)
        at.button(key="alert-silence").click().run()
        assert say("en", f"error.{code}", days=7) in said(at)
    at.text_input(key="silence-says").set_value("a new site opens")
    at.text_input(key="silence-until").set_value("22:00")
    at.button(key="alert-silence").click().run()
    assert process_board().silences(NOW)[f"{PACE}:transfer"].until == NOW + timedelta(hours=8)
    assert process_board().silences(NOW + timedelta(hours=8)) == {}
    at.text_input(key="silence-says").set_value("it is over")
    at.button(key="alert-silence").click().run()
    assert process_board().silences(NOW) == {}


LISTENS = Channels(channel=(Channel(id="desk", kind="folder", to=("/nowhere",), takes=("alert", "action")),))


def sent() -> list[str]:
    return [k for d in Outbox(process_board().state).lately("alert", "desk") for k in d.message.facts["keys"]]


def test_what_is_silenced_is_not_sent_and_is_once_that_is_over(
    shown: Show, own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(own_board)
    judged = {"is_ready": False, "has_failed": False}
    for name in ("is_ready", "has_failed"):
        monkeypatch.setattr(ringing, name, lambda *_, name=name: judged[name])
    of = process_board()
    clock = process_clock(of.pack.operation)
    of.silence(Silence(f"{PACE}:transfer", "desk", NOW, NOW + timedelta(hours=1), "trial"))
    assert ring(of, clock, LISTENS) == 0
    of.silence(Silence(f"{PACE}:transfer", "desk", NOW, NOW, "over"))
    assert ring(of, clock, LISTENS) == 0  # while no line is judged yet
    judged["is_ready"] = True
    number = of.decide("Ten vehicles", "command", moment_at(NOW - timedelta(hours=1), of.pack.operation))
    of.step(number, Step("assign", "desk", NOW - timedelta(hours=1), "fleet"))
    assert ring(of, clock, LISTENS) == 1
    assert sorted(sent()) == [f"action:{number}:1-city", KEY]
    (message,) = (d.message for d in Outbox(of.state).newest())
    assert message.path.startswith("/alerts?clock=replay%3A2022-04-06T14%3A00%3A00%400")
    assert all("Ten vehicles" in message.body[lang] for lang in LANGUAGES)


def post(http: TestClient, path: str, token: str = ALL, **texts: str):  # noqa: F811
    return http.post(f"/api/alerts{path}", content=json.dumps(texts), headers={"Authorization": f"Bearer {token}"})


def test_the_same_over_http(http: TestClient) -> None:  # noqa: F811
    of, before = process_board(), NOW - timedelta(hours=1)
    number = of.decide("Ten vehicles", "command", moment_at(before, of.pack.operation))
    of.step(number, Step("assign", "desk", before, "fleet"))
    key = f"action:{number}:1-city"
    (one,) = http.get("/api/alerts?lang=en").json()["alerts"]
    assert (one["key"], one["eased"], one["seen"], one["silenced"]) == (key, False, None, None)
    assert http.get(f"/api/alerts/{key}/acknowledge").status_code == 405
    assert post(http, f"/{key}/acknowledge").status_code == 201
    assert post(http, "/silence", subject=f"action:{number}", until="22:00", says="trial").status_code == 201
    (one,) = http.get("/api/alerts").json()["alerts"]
    assert (one["seen"]["by"], one["silenced"]["until"]) == ("总", "2022-04-06T22:00:00")


@pytest.mark.parametrize(
    ("path", "token", "texts", "status", "code"),
    [
        (f"/{KEY}/acknowledge", "", {}, 401, "token_missing"),
        ("/pace:none:2022-04-06:1/acknowledge", ALL, {}, 404, "alert_none"),
        ("/silence", ALL, {"subject": "pace:none", "until": "22:00", "says": "x"}, 404, "alert_none"),
        ("/silence", ALL, {"subject": "pace:transfer", "until": "22:00"}, 400, "reason"),
        ("/silence", EAST, {"subject": "pace:transfer", "until": "22:00", "says": "x"}, 403, "may_silence"),
    ],
)
def test_what_cannot_be_entered_says_why(
    http: TestClient,  # noqa: F811
    path: str, token: str, texts: dict[str, str], status: int, code: str,
) -> None:  # fmt: skip
    told = post(http, path, token, **texts)
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)


def test_a_command_works_the_same_out_without_a_page(own_board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticed, "outlook", lambda *_: None)  # by pace
    found = notices(own_board, moment_at(NOW, own_board.pack.operation))
    assert all(n.link.startswith("/alerts?") and n.text["zh"] and n.text["en"] for n in found)
    assert [subject_of(own_board.pack, x) for x in ("late:transfer", "edge:runway_beds", "action:7")]

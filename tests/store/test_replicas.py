"""Two servers on one lake behind a proxy without stickiness: what one answers the other answers, to the byte."""

import hashlib
import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from data_pipeline.access import sessions
from data_pipeline.sample import Simulation, deliveries
from data_pipeline.store.doors import door, where_of
from tests.support import samples
from tests.support.services import lacks

if why := lacks():
    pytest.skip(why, allow_module_level=True)

from tests.support.replicas import TOKEN, Replicas, replicas

CLOCK = "2022-04-06T16:45@0"
ASKED = (
    "/api?lang=zh", "/api?lang=en", "/api/openapi.json?lang=zh", "/",
    *(f"/api/latest/{table}.csv" for table in ("day", "gauges", "freshness")),
    *(f"/export/command.{form}?lang={lang}" for form in ("csv", "xlsx") for lang in ("zh", "en")),
    "/export/explore.csv?lang=en", "/export/number.xlsx?id=screening.done&lang=zh",
)  # fmt: skip
HEADERS = ("content-type", "content-disposition", "x-board-version", "x-board-targets", "x-board-as-of")
AUTH = """[auth]
redirect_uri = "http://localhost/oauth2callback"
cookie_secret = "a secret of this test alone"
client_id = "riqing"
client_secret = "x"
server_metadata_url = "http://localhost:9/none"
"""


@pytest.fixture(scope="module")
def two(made_once: Callable[[str, samples.Make], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    home = tmp_path_factory.mktemp("replicas")
    (home / "secrets.toml").write_text(AUTH)
    (home / "roles.toml").write_text('[[role]]\nvalue = "ming"\nrole = "analyst"\n')
    more = {"BOARD_ROLES": str(home / "roles.toml"), "BOARD_READING": "signed-in"}
    more |= {"STREAMLIT_SECRETS_FILES": str(home / "secrets.toml")}
    with replicas(made_once("sample-short", samples.short), CLOCK, home, **more) as found:
        yield found


@pytest.fixture(scope="module")
def cookie(two: Replicas, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of somebody who signed in on a third host."""
    return f"{sessions.COOKIE}={signed_in(two, tmp_path_factory.mktemp('third'), 'ming')}"


def signed_in(two: Replicas, home: Path, who: str) -> str:
    of = door(where_of(two.store, home, 1 << 20), samples.pack())
    with closing(of.state):
        return sessions.begin(of.state, {"iss": "test", "sub": who, "email": who}, "")


def ask(
    address: str, path: str, cookie: str = "", method: str = "GET", body: bytes | None = None, **more: str
) -> tuple[int, bytes]:
    """Each time over a connection of its own."""
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    link.request(method, path, body, headers | ({"Cookie": cookie} if cookie else {}))
    answer = link.getresponse()
    if answer.headers.get_content_type() == "text/event-stream":
        return answer.status, answer.readline()
    told = "".join(f"{name}: {answer.headers.get(name)}\n" for name in HEADERS)
    return answer.status, told.encode() + answer.read()


def both(of: Replicas, path: str, cookie: str) -> set[str]:
    return {hashlib.sha256(repr(ask(own, path, cookie)).encode()).hexdigest() for own in of.own}


@pytest.mark.parametrize("path", ASKED)
def test_of_one_version_both_answer_the_same_bytes(two: Replicas, cookie: str, path: str) -> None:
    assert ask(two.own[0], path, cookie)[0] == 200
    assert len(both(two, path, cookie)) == 1


def test_what_pages_and_walls_are_told_is_the_same(two: Replicas, cookie: str) -> None:
    until = time.monotonic() + 30
    while len(told := {ask(own, "/api/events", cookie)[1] for own in two.own}) > 1 and time.monotonic() < until:
        time.sleep(0.5)  # until both have worked out the days before
    assert len(told) == 1
    assert told.pop().startswith(b"data: ")


def test_who_signed_in_is_known_to_both_and_who_signed_out_to_neither(two: Replicas, tmp_path: Path) -> None:
    word = signed_in(two, tmp_path, "li")
    table, held = "/api/latest/day.csv", f"{sessions.COOKIE}={word}"
    assert [ask(own, table)[0] for own in two.own] == [401, 401]
    assert [ask(own, table, held)[0] for own in two.own] == [200, 200]
    of = door(where_of(two.store, tmp_path, 1 << 20), samples.pack())
    with closing(of.state):
        sessions.end(of.state, word)
    assert [ask(own, table, held)[0] for own in two.own] == [401, 401]


def test_what_a_presenter_shows_is_told_by_both(two: Replicas, cookie: str) -> None:
    told = {"Content_Type": "application/json", "Origin": two.front}
    for step, view in enumerate(("view-map", "view-matrix", "view-tiles"), start=1):  # each by the next of the two
        status, answer = ask(two.front, "/wall-meeting/m1", cookie, "POST", json.dumps({"view": view}).encode(), **told)
        assert (status, json.loads(answer[answer.index(b"{") :])["step"]) == (200, step)
    time.sleep(0.6)
    assert {_meeting(own, cookie) for own in two.own} == {("view-tiles", 3)}


def test_a_scene_that_one_has_named_is_given_by_the_other_once_it_hears_what_the_wall_shows(
    two: Replicas, cookie: str
) -> None:
    address, until, given = "lang=en&views=matrix", time.monotonic() + 30, 404
    while given != 200 and time.monotonic() < until:  # until both have worked out the days before
        named = ask(two.own[0], f"/api/scene?{address}", cookie)[1]
        name = json.loads(named[named.index(b"{") :])["scene"]
        by_name = ask(two.own[1], f"/scene/{name}", cookie)[0]
        given, scene = ask(two.own[1], f"/scene/{name}?{address}", cookie)
    assert (by_name, given) == (404, 200)
    assert ask(two.own[0], f"/scene/{name}", cookie)[1] == scene


def _meeting(address: str, cookie: str) -> tuple[str, int]:
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    link.request("GET", "/api/events?meeting=m1", headers={"Cookie": cookie})
    answer = link.getresponse()
    while answer.readline() != b"event: meeting\n":
        pass
    told = json.loads(answer.readline().removeprefix(b"data: "))
    return told["view"], told["step"]


def test_a_file_sent_through_the_proxy_is_seen_on_both(two: Replicas, cookie: str) -> None:
    of = Simulation(first_day=samples.DAY, last_day=samples.DAY, slot_h=4)
    sent = next(d for d in deliveries(samples.pack(), of) if d.feed == "transfer" and d.at.hour == 12)
    before = ask(two.own[0], "/api/latest/day.csv", cookie)
    path = f"/api/feeds/transfer?confirm=1&name={quote(sent.name)}"
    how = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "text/csv"}
    assert ask(two.front, path, "", "POST", sent.data, **how)[0] == 201
    assert ask(two.front, path, "", "POST", sent.data, **how)[0] == 200  # by the other one: already received
    until = time.monotonic() + 10
    while ask(two.own[0], "/api/latest/day.csv", cookie) == before or len(both(two, "/api/latest/day.csv", cookie)) > 1:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(both(two, "/export/command.xlsx?lang=zh", cookie)) == 1


def test_while_postgresql_is_away_both_show_what_they_knew_and_refuse_with_a_sentence(
    two: Replicas, cookie: str
) -> None:
    before = [ask(own, path, cookie) for own in two.own for path in ("/api/latest/day.csv", "/export/command.csv")]
    how = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "text/csv"}
    sent = ("/api/feeds/transfer", "", "POST", b"report_date,as_of\n2022-04-06,2022-04-06 16:00\n")
    two.server.stop("immediate")
    try:
        now = [ask(own, path, cookie) for own in two.own for path in ("/api/latest/day.csv", "/export/command.csv")]
        assert now == before
        told = [ask(own, *sent, **how) for own in two.own]
        assert [(status, b"PostgreSQL" in said) for status, said in told] == [(503, True)] * 2
    finally:
        two.server.start()
    until = time.monotonic() + 15
    while 503 in (found := [ask(own, *sent, **how)[0] for own in two.own]) and time.monotonic() < until:
        time.sleep(0.3)
    assert found == [422, 422]  # judged again, by itself: not a file of this feed

"""Every door of the server × who may pass × how reading is set: each cell by HTTP or WebSocket, directly, through a
forwarder and with a foreign Host. What stands behind the gate here says only that it was reached."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from data_pipeline.access import screens, sessions
from data_pipeline.access.doors import DOORS, READINGS, RULES, Door, door, passes
from data_pipeline.access.paper import ASKERS
from data_pipeline.access.tokens import new_token
from data_pipeline.board.board import Board
from data_pipeline.store.log.state import Screen
from pages.app import person
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.store import tiny

HOST = "board.example.org"
FORWARDED = {"x-forwarded-for": "10.0.0.7", "via": "1.1 proxy"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LINE = "/_stcore/stream"
ROLES = "\n".join(
    f'[[role]]\nclaim = "sub"\nvalue = "{name}"\nrole = "{role}"\n{scope}'
    for name, role, scope in (
        ("viewer", "viewer", f'districts = ["{tiny.EAST}"]'),
        ("district", "analyst", f'districts = ["{tiny.EAST}"]'),
        ("analyst", "analyst", ""),
        ("approver", "approver", ""),
        ("admin", "admin", ""),
    )
)
# Said by hand, beside the table: all that a stranger and a screen may reach where reading is closed.
TO_ANYBODY = {
    "/healthz",
    "/readyz",
    "/sign-in",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/lib/plotly.min.js",
    "/lib/deck.js",
    "/static/{file:path}",
    "/favicon.png",
    "/manifest.json",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/bidi-components/{file:path}",
    "/component/{file:path}",
}
TO_SCREENS = TO_ANYBODY | {"/wall", "/api/events", "/api/scene", "/scene/{name}"}


@dataclass(frozen=True)
class Way:
    """How somebody comes: the name asked for, what forwarders say, the page that asks."""

    host: str = HOST
    more: tuple[tuple[str, str], ...] = ()
    foreign_page: bool = False


WAYS = {
    "directly": Way(),
    "forwarded": Way(more=tuple(FORWARDED.items())),
    "by a foreign name": Way("evil.example.org"),
}


@pytest.fixture
def gate(board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TestClient:
    """The gate before a server that answers everything."""
    for module in ("pages.app.person", "pages.server.gate", "pages.server.visitor"):
        monkeypatch.setattr(f"{module}.board", lambda: board)

    async def reached(request: Request) -> PlainTextResponse:
        return PlainTextResponse("reached")

    async def line(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    routes = [WebSocketRoute(LINE, line), Route("/{rest:path}", reached, methods=list(METHODS))]
    return TestClient(Starlette(routes=routes, middleware=MIDDLEWARE), follow_redirects=False)


@pytest.fixture
def known(board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, dict[str, str]]:
    """A sign-in is set up; by who asks, the headers that prove it."""
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    monkeypatch.setattr(person, "_provider", lambda: True)
    token, digest = new_token()
    (tmp_path / "tokens.toml").write_text(f'[[token]]\nsender = "x"\nsha256 = "{digest}"\n')
    monkeypatch.setenv("BOARD_TOKENS", str(tmp_path / "tokens.toml"))
    people = {
        n: {"cookie": f"{sessions.COOKIE}={sessions.begin(board.state, {'sub': n}, '')}"}
        for n in ("viewer", "district", "analyst", "approver", "admin")
    }
    wall = screens.add(board.state, Screen(0, "hall", "/wall?views=tiles", "", "x", 0.0))[1]
    return {
        "stranger": {},
        "screen": {"cookie": f"{screens.COOKIE}={wall}"},
        "token": {"authorization": f"Bearer {token}"},
        **people,
    }


def address(of: Door) -> str:
    names = {"table": "day", "feed": "counts", "key": "room", "what": "command", "form": "csv", "visit": "v"}
    path = of.path.replace(":path}", "}")
    for name in ("file", "page", "what", *names):
        path = path.replace(f"{{{name}}}", names.get(name, "some"))
    return path


def method(of: Door) -> str:
    return of.methods[0] if of.methods else "POST" if of.rule in ("send", "meeting") else "GET"


def lets_in(gate: TestClient, of: Door, headers: dict[str, str], way: Way) -> bool:
    sent = headers | dict(way.more) | {"host": way.host}
    page = f"http://{'other.example.org' if way.foreign_page else way.host}"
    if of.path == LINE:
        try:
            with gate.websocket_connect(LINE, headers=sent | {"origin": page}):
                return True
        except WebSocketDisconnect:
            return False
    told = gate.request(method(of), address(of), headers=sent | ({"origin": page} if way.foreign_page else {}))
    assert told.status_code in (200, 303, 401, 403), told.text
    return told.status_code == 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("under", READINGS)
def test_every_cell_of_the_table_is_as_declared(
    gate: TestClient, known: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch, under: Any, way: str
) -> None:
    monkeypatch.setenv("BOARD_READING", under)
    assert set(known) == set(ASKERS)
    wrong = [
        (of.path, name)
        for of in DOORS
        if of.rule != "send"  # its own token is asked for behind the gate (test_http.py)
        for name, headers in known.items()
        if lets_in(gate, of, headers, WAYS[way]) is not passes(ASKERS[name], of.rule, under, signs_in=True)
    ]
    assert wrong == []


@pytest.mark.parametrize("under", READINGS[1:])
def test_where_reading_is_closed_a_stranger_and_a_screen_reach_these_and_nothing_else(
    gate: TestClient, known: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch, under: str
) -> None:
    monkeypatch.setenv("BOARD_READING", under)
    doors = [d for d in DOORS if d.rule != "send"]
    assert {d.path for d in doors if lets_in(gate, d, {}, Way())} == TO_ANYBODY
    assert {d.path for d in doors if lets_in(gate, d, known["screen"], Way())} == TO_SCREENS


def test_what_a_page_of_somebody_else_s_sends_along_proves_nothing(
    gate: TestClient, known: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_READING", "signed-in")
    foreign = Way(foreign_page=True)
    assert {d.path for d in DOORS if d.rule != "send" and lets_in(gate, d, known["admin"], foreign)} == TO_ANYBODY


@pytest.mark.parametrize(
    ("way", "here"),
    [
        (Way("localhost"), True),
        (Way("localhost", tuple(FORWARDED.items())), False),
        (Way("evil.example.org"), False),
        (Way("localhost", foreign_page=True), False),
    ],
)
@pytest.mark.parametrize("under", READINGS)
def test_without_a_sign_in_only_who_sits_at_this_machine_is_known(
    gate: TestClient, monkeypatch: pytest.MonkeyPatch, under: Any, way: Way, here: bool
) -> None:
    """From loopback: an analyst of the city where nothing forwards and the name is this machine's, else a stranger."""
    monkeypatch.setenv("BOARD_READING", under)
    local = TestClient(gate.app, client=("127.0.0.1", 50000), follow_redirects=False)
    who = ASKERS["analyst" if here else "stranger"]
    doors = [d for d in DOORS if d.rule != "send"]
    assert {d.path: lets_in(local, d, {}, way) for d in doors} == {
        d.path: passes(who, d.rule, under, signs_in=False) for d in doors
    }


def test_a_session_ends_for_all_machines_of_a_person_and_a_screen_when_it_is_revoked(
    gate: TestClient, known: dict[str, dict[str, str]], board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_READING", "signed-in")
    page, wall = door("/command"), door("/wall")
    other = {"cookie": f"{sessions.COOKIE}={sessions.begin(board.state, {'sub': 'viewer'}, '')}"}
    assert lets_in(gate, page, other, Way())
    sessions.end(board.state, other["cookie"].partition("=")[2])
    assert not lets_in(gate, page, other, Way())
    assert not lets_in(gate, page, known["viewer"], Way())
    assert lets_in(gate, page, known["analyst"], Way())
    assert lets_in(gate, wall, known["screen"], Way())
    assert board.state.screens()[0].seen is not None
    board.state.revoke_screen(1, "x", 1.0)
    assert not lets_in(gate, wall, known["screen"], Way())


@pytest.mark.parametrize(("setting", "given"), [("BOARD_SESSION_IDLE", "0"), ("BOARD_SESSION_HOURS", "0")])
def test_a_session_is_over_when_it_was_idle_too_long_or_is_too_old(
    gate: TestClient, known: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch, setting: str, given: str
) -> None:
    monkeypatch.setenv("BOARD_READING", "signed-in")
    assert lets_in(gate, door("/command"), known["admin"], Way())
    monkeypatch.setenv(setting, given)
    assert not lets_in(gate, door("/command"), known["admin"], Way())


def test_a_stranger_is_led_to_the_sign_in_and_back(gate: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARD_READING", "signed-in")
    told = gate.get("/command?line=transfer&lang=en", headers={"accept": "text/html,*/*"})
    assert (told.status_code, told.headers["location"]) == (
        303,
        "/sign-in?next=%2Fcommand%3Fline%3Dtransfer%26lang%3Den",
    )

    assert gate.get("/wall/_stcore/health").status_code == 401  # the front end looks for its server there


def test_cookies_are_secure_behind_tls_and_the_word_of_a_screen_is_kept_for_its_lines(
    gate: TestClient, known: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = known["screen"]["cookie"].partition("=")[2]
    plain = gate.get(f"/wall?screen={token}").headers["set-cookie"]
    assert plain.startswith(f"{screens.COOKIE}={token};")
    assert "HttpOnly" in plain
    assert "Secure" not in plain
    assert "Secure" in gate.get(f"https://testserver/wall?screen={token}").headers["set-cookie"]
    proxied = {"x-forwarded-proto": "https", "x-forwarded-for": "10.0.0.7"}
    assert "Secure" not in gate.get(f"/wall?screen={token}", headers=proxied).headers["set-cookie"]
    monkeypatch.setenv("BOARD_PROXIES", "1")
    assert "Secure" in gate.get(f"/wall?screen={token}", headers=proxied).headers["set-cookie"]
    assert "set-cookie" not in gate.get("/wall?screen=rqs_guess").headers


def test_a_reading_that_is_none_closes_the_board(gate: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARD_READING", "closed")
    assert gate.get("/command").status_code == 503
    assert gate.get("/healthz").status_code == 200


@pytest.fixture(scope="module")
def served() -> list[Any]:
    """All routes of the server: ours, and the framework's."""
    from streamlit.web.server.starlette import starlette_app

    class Runtime:
        def __getattr__(self, name: str) -> "Runtime":
            return self

    return [*ROUTES, *starlette_app.create_streamlit_routes(Runtime())]  # type: ignore[arg-type]


def test_every_route_of_the_server_is_declared_and_no_door_leads_nowhere(served: list[Any]) -> None:
    """A route that is new, here or in the framework, must be put into the table by hand."""
    paths = {r.path.replace("{", "").replace("}", "") for r in served if not isinstance(r, Mount)}
    found = {p: door(p) for p in paths}
    assert {p for p, d in found.items() if d is DOORS[-1]} == set()
    # what the framework mounts, a page, and a probe that a setting of its own turns on
    named = {d.path for d in found.values()} | {
        "/_stcore/script-health-check",
        "/static/{file:path}",
        "/favicon.png",
        "/manifest.json",
    }
    assert {d.path for d in DOORS[:-1]} == named


def test_every_rule_is_used() -> None:
    assert set(RULES) == {d.rule for d in DOORS}

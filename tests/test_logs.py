"""What is logged is one line a record, in text or JSON, with time, level and request; what was read is audited."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from data_pipeline.access import sessions
from data_pipeline.access.permission import Person
from data_pipeline.access.visitor import Visitor
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core import logs
from data_pipeline.core.errors import BoardError
from data_pipeline.store.log.state import Screen, State
from pages.app import audited
from pages.server import asked, gate, signin
from pages.server.asked import Asked

ZONE = "Asia/Shanghai"
log = logging.getLogger("data_pipeline.trial")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The process's own logging, put back."""
    loggers = [
        logging.getLogger(),
        *(x for x in logging.Logger.manager.loggerDict.values() if isinstance(x, logging.Logger)),
    ]
    before = [(x, x.handlers, x.propagate, x.level) for x in loggers]
    yield
    for logger, handlers, propagate, level in before:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
    logging.getLogger("riqing.audit").handlers = []
    logging.getLogger("riqing.audit").propagate = True


def read(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    logs.set_up("json", tmp_path / "log", tmp_path / "audit", ZONE)

    async def export(_: Request) -> PlainTextResponse:
        logs.WHO.set("clerk")
        log.warning("made\na table")
        return PlainTextResponse("12345")

    app = Starlette(routes=[Route("/export/day.csv", export), Route("/healthz", export)])
    app.add_middleware(Asked)
    with TestClient(app) as client:
        yield client


def test_a_request_has_one_id_in_its_answer_its_log_lines_and_its_audit(http: TestClient, tmp_path: Path) -> None:
    answers = [http.get("/export/day.csv?area=310115&token=hush"), http.get("/healthz")]
    ids = [a.headers["X-Request-ID"] for a in answers]
    lines = [x for x in read(tmp_path / "log") if x["logger"] == log.name]
    assert [x["request"] for x in lines] == ids
    assert len({*ids}) == 2
    (audit,) = read(tmp_path / "audit")
    assert (
        audit.items()
        >= {
            "request": ids[0],
            "message": "export",
            "what": "/export/day.csv",
            "who": "clerk",
            "asked": "area=310115&token=…",
            "status": 200,
            "bytes": 5,
        }.items()
    )


def test_a_json_line_says_when_how_grave_and_what(tmp_path: Path) -> None:
    logs.set_up("json", tmp_path / "log", None, ZONE)
    try:
        raise ValueError("数字\n不对")
    except ValueError:
        log.exception("a file of %d rows", 3)
    (line,) = read(tmp_path / "log")
    assert (line["level"], line["message"], line["request"]) == ("error", "a file of 3 rows", "-")
    assert line["time"].endswith("+08:00")
    assert "ValueError: 数字" in line["error"]


def test_what_comes_from_outside_cannot_begin_a_line_of_the_text(tmp_path: Path) -> None:
    logs.set_up("text", tmp_path / "log", None, ZONE)
    log.warning("name %s", "a.csv\n2022-01-01 ERROR forged\u2028\x1b[31m")
    logs.audited("read", "x\ny", "clerk\nforged")
    lines = (tmp_path / "log").read_text("utf-8").split("\n")
    assert len(lines) == 3
    assert lines[-1] == ""
    assert "\x1b" not in lines[0]


def test_a_log_is_turned_over_and_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 500)
    monkeypatch.setattr(logs, "FILES", 3)
    logs.set_up("json", tmp_path / "log", None, ZONE)
    for n in range(60):
        log.info("line %d", n)
    kept = sorted(p.name for p in tmp_path.iterdir())
    assert kept == ["log", "log.1", "log.2", "log.3"]
    assert read(tmp_path / "log")[-1]["message"] == "line 59"


def test_libraries_go_the_same_way(tmp_path: Path) -> None:
    library = logging.getLogger("some.package")
    library.addHandler(logging.StreamHandler())
    library.propagate = False
    logs.set_up("json", tmp_path / "log", None, ZONE)
    library.warning("careful")
    assert [x["logger"] for x in read(tmp_path / "log")] == ["some.package"]


@pytest.mark.parametrize(("proxies", "kept"), [("0", False), ("1", True)])
@pytest.mark.parametrize(
    ("given", "well"), [("abc-123.456", True), ("x\ny", False), ("short", False), ("a" * 65, False)]
)
def test_an_id_from_outside_is_believed_only_of_a_proxy_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, proxies: str, kept: bool, given: str, well: bool
) -> None:
    monkeypatch.setenv("BOARD_PROXIES", proxies)
    scope = {"type": "http", "headers": [(b"x-request-id", given.encode())]}
    assert (asked._id(scope) == given) is (kept and well)


@pytest.mark.parametrize(
    ("kind", "file", "code"), [("xml", "log", "log_kind"), ("json", "no/such/folder/log", "log_file")]
)
def test_a_wrong_setting_is_a_sentence(tmp_path: Path, kind: str, file: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        logs.set_up(kind, tmp_path / file, None, ZONE)
    assert why.value.code == code


def test_a_page_is_audited_once_for_each_visit_and_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.set_up("json", tmp_path / "log", tmp_path / "audit", ZONE)
    monkeypatch.setattr(audited, "st", SimpleNamespace(session_state={}))
    monkeypatch.setattr(audited, "person", lambda: Person("李", "viewer"))
    monkeypatch.setattr(audited, "client", lambda: "192.0.2.7")
    part = {"area": "310115", "lang": "en"}
    for page, address in [("transfer", {}), ("transfer", {}), ("transfer", part), ("command", {})]:
        audited.page_read(page, SimpleNamespace(asked=address))  # type: ignore[arg-type]
    told = [
        (x["message"], x["what"], x["who"], x["role"], x["client"], x.get("area")) for x in read(tmp_path / "audit")
    ]
    assert told == [
        ("page", "transfer", "李", "viewer", "192.0.2.7", None),
        ("page", "transfer", "李", "viewer", "192.0.2.7", "310115"),
        ("page", "command", "李", "viewer", "192.0.2.7", None),
    ]


def test_a_file_taken_as_it_came_is_audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.set_up("json", tmp_path / "log", tmp_path / "audit", ZONE)
    held = SimpleNamespace(scope_of=lambda load_id: ("transfer", frozenset()), original=lambda load_id: ("a.csv", b"x"))
    GuardedBoard(held, Person("王", "analyst")).original(7)  # type: ignore[arg-type]
    (line,) = read(tmp_path / "audit")
    assert (line["message"], line["what"], line["who"], line["feed"]) == ("original", "7", "王", "transfer")


@pytest.mark.parametrize("kind", ["json", "text"])
def test_each_line_names_who_asked_where_one_is_known(tmp_path: Path, kind: str) -> None:
    logs.set_up(kind, tmp_path / "log", None, ZONE)
    told = logs.WHO.set("analyst/王")
    log.warning("slow")
    logs.WHO.reset(told)
    log.warning("slow")
    named, nobody = (tmp_path / "log").read_text("utf-8").splitlines()
    assert ('"by": "analyst/王"' if kind == "json" else " - analyst/王 ") in named
    assert ('"by": "-"' if kind == "json" else " - - ") in nobody


SCREEN = Screen(7, "hall", "/wall", "", "王", 0.0)


@pytest.mark.parametrize(
    ("visitor", "named"),
    [
        (Visitor(Person("王", "approver"), known=True), "approver/王"),
        (Visitor(Person("", "analyst"), known=True), "analyst"),
        (Visitor(Person("310115", "analyst"), known=True, by_token=True), "token/310115"),
        (Visitor(screen=SCREEN), "screen/7"),
        (Visitor(), "-"),
    ],
)
def test_the_gate_says_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visitor: Visitor, named: str) -> None:
    logs.set_up("json", tmp_path / "log", None, ZONE)
    monkeypatch.setattr(gate, "asking", lambda _: visitor)

    async def page(_: Request) -> PlainTextResponse:
        log.warning("drawn")
        await asyncio.to_thread(log.warning, "worked out")
        return PlainTextResponse("")

    app = Starlette(routes=[Route("/export/day.csv", page)])
    app.add_middleware(gate.Gate)
    app.add_middleware(Asked)
    with TestClient(app) as client:
        client.get("/export/day.csv?screen=rqs_secret")
    assert [x["by"] for x in read(tmp_path / "log") if x["logger"] == log.name] == [named] * 2
    assert "rqs_secret" not in (tmp_path / "log").read_text("utf-8")


def test_a_screen_made_and_revoked_is_audited_without_its_token(tmp_path: Path) -> None:
    logs.set_up("json", tmp_path / "log", tmp_path / "audit", ZONE)
    of = GuardedBoard(SimpleNamespace(state=State(tmp_path)), Person("王", "approver"))  # type: ignore[arg-type]
    token = of.add_screen("hall", "/wall?area=310115", "310115")
    of.revoke_screen(1)
    told = read(tmp_path / "audit")
    assert [(x["message"], x["what"], x["who"]) for x in told] == [
        ("screen_made", "1", "王"),
        ("screen_revoked", "1", "王"),
    ]
    assert (told[0]["screen"], told[0]["area"], told[0]["shows"]) == ("hall", "310115", "/wall?area=310115")
    assert token not in (tmp_path / "audit").read_text("utf-8")


def test_signing_out_is_audited_with_how_many_sessions_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.set_up("json", tmp_path / "log", tmp_path / "audit", ZONE)
    state = State(tmp_path)
    words = [sessions.begin(state, {"sub": "li", "name": "李"}, "") for _ in range(3)]
    sessions.begin(state, {"sub": "zhou"}, "")
    monkeypatch.setattr(signin, "board", lambda: SimpleNamespace(state=state))
    monkeypatch.setattr(signin, "visitor_of", lambda _: Visitor(Person("李", "viewer"), known=True))
    request = SimpleNamespace(headers={}, cookies={sessions.COOKIE: words[0]})
    for _ in range(2):  # once more says nothing: nobody is signed in
        asyncio.run(signin.logout(request))  # type: ignore[arg-type]
    (line,) = read(tmp_path / "audit")
    assert (line["message"], line["what"], line["who"], line["sessions"]) == ("sign_out", "everywhere", "viewer/李", 3)
    assert not {*words} & {*(tmp_path / "audit").read_text("utf-8").split('"')}

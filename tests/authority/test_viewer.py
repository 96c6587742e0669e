"""A viewer changes nothing by any door: every action of the service, every way past it, every route of the server.

The lists are read from the code: an action, a writing method or a route that is new and not named here fails.
"""

import ast
import inspect
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from data_pipeline.access.permission import NEEDED, NOBODY
from data_pipeline.board import guarded as service
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.clock import AsOf
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.tables import TargetChange
from data_pipeline.intake import Delivery
from data_pipeline.store.log.remarks import Remark
from data_pipeline.store.log.silences import Silence
from data_pipeline.store.log.steps import Step
from data_pipeline.words import LANGUAGES
from pages.server.routes import MIDDLEWARE, ROUTES
from tests.store import tiny
from tests.store.test_two_keys import asking
from tests.support.walls import modules, name, tree

FILE = tiny.counts(("14:00", tiny.EAST, "A", 5, 1))
AT = tiny.at("14:10")
NOW = AsOf(AT.date(), AT, AT)
SENT = Delivery("counts", "d.csv", tiny.counts(("15:00", tiny.EAST, "A", 6, 1)), "somebody", AT)
CHANGE = TargetChange(metric="M02b", valid_from=AT.date(), target=9, responsible_zh="x", responsible_en="x")
ASKED: dict[str, Callable[[GuardedBoard], object]] = {
    "may_send": lambda of: of.may_send("counts"),
    "peek": lambda of: of.peek(FILE),
    "examine": lambda of: of.examine("counts", "d.csv", FILE),
    "receive": lambda of: of.receive("counts", "d.csv", SENT.data, AT),
    "rehearse": lambda of: of.rehearse([SENT]),
    "receive_together": lambda of: of.receive_together([SENT], "token"),
    "original": lambda of: of.original(1),
    "withdraw": lambda of: of.withdraw(1, AT, "why"),
    "restore": lambda of: of.restore(2, AT, "why"),
    "set_targets": lambda of: of.set_targets([CHANGE], AT, "why"),
    "decide": lambda of: of.decide("ten vehicles to the west", "the desk", NOW),
    "step": lambda of: of.step(1, Step("take_up", "the desk", AT)),
    "screens": lambda of: of.screens(),
    "add_screen": lambda of: of.add_screen("hall", "/wall?views=tiles", ""),
    "revoke_screen": lambda of: of.revoke_screen(1),
    "mark_meeting": lambda of: of.mark_meeting(AT, AT),
    "approve": lambda of: of.approve(3, AT),
    "decline": lambda of: of.decline(3, AT, "why"),
    "acknowledge": lambda of: of.acknowledge("pace:transfer:x", "the desk", NOW),
    "silence": lambda of: of.silence(Silence("pace:transfer", "the desk", AT, AT, "why")),
    "remark": lambda of: of.remark(Remark("transfer", tiny.EAST, AT.date(), AT, "the desk", "why")),
    "confirm_review": lambda of: of.confirm_review("review", AT.date(), AT, {}),
}
AT_THE_MACHINE_ONLY = {"rebuild"}  # asked by the command line alone
# asked by what makes new operations (tests/propose/test_by_page.py), by what sends again (tests/outbox)
OF_OTHERS = {"operation", "resend"}
WRITES = re.compile(r"\b(_write|_append|receive_all|receive_together)\(")
TAKING = {"/api/feeds/{feed}", "/api/actions", "/api/actions/{number}/{step}", "/api/actions/file",
          "/api/alerts/silence", "/api/remarks", "/api/targets",
          "/api/alerts/{key}/acknowledge"}  # fmt: skip
OPEN = {"/wall-meeting/{key}"}  # what a presenter shows the room: no part of the ledger


def _lived(folder: Path) -> None:
    with closing(tiny.board(folder)) as board:
        tiny.send(board, FILE, "14:05")
        tiny.send(board, tiny.counts(("16:00", tiny.EAST, "A", 7, 1)), "14:06")
        board.withdraw(2, "tester", tiny.at("14:07"), "trial")
        with asking(board, "always"):
            tiny.send(board, tiny.counts(("17:00", tiny.EAST, "A", 8, 1)), "14:08")


@pytest.fixture
def kept(made_once: Callable[..., Path], tmp_path: Path) -> Iterator[Board]:
    """One load that stands, one that was withdrawn, one that waits for a second person."""
    shutil.copytree(made_once("viewed", _lived) / "board", tmp_path / "board")
    with closing(tiny.board(tmp_path)) as board:
        yield board


def state(root: Path) -> dict[str, bytes]:
    """Every file of the store, byte by byte."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.suffix != ".lock"}


def test_every_action_of_the_service_is_asked_below() -> None:
    there = {n for n, m in vars(GuardedBoard).items() if inspect.isfunction(m) and not n.startswith("_")}
    assert set(ASKED) == there


@pytest.mark.parametrize("action", ASKED)
def test_a_viewer_is_refused_and_nothing_has_changed(kept: Board, action: str) -> None:
    before = state(kept.root)
    for person in (NOBODY, NOBODY.named("somebody")):
        with pytest.raises(BoardError) as why:
            ASKED[action](GuardedBoard(kept, person))
        assert why.value.code == "may_viewer"
        assert all(why.value.sentence(lang) for lang in LANGUAGES)
    assert state(kept.root) == before


def test_every_role_that_is_declared_is_asked_for_by_some_action(kept: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = set()
    allow = service.may
    monkeypatch.setattr(service, "may", lambda who, what, *more: (asked.add(what), allow(who, what, *more)))
    for do in ASKED.values():
        with pytest.raises(BoardError):
            do(GuardedBoard(kept, NOBODY))
    assert asked == set(NEEDED) - AT_THE_MACHINE_ONLY - OF_OTHERS


def _writers(of: object) -> set[str]:
    """Public methods or functions that hand something to the writer or append to a file."""
    inside = inspect.getmembers(of, inspect.isfunction)
    return {n for n, m in inside if n[0] != "_" and WRITES.search(inspect.getsource(m))}


OF_BOARD = _writers(Board)


def _past_the_service(file: Path) -> list[str]:
    """Calls in which a page, a route or the inbox changes the board itself."""
    boards = {"board", "board()"} | {
        t.id
        for n in ast.walk(tree(file))
        if isinstance(n, ast.Assign) and ast.unparse(n.value) == "board()"
        for t in n.targets
        if isinstance(t, ast.Name)
    }
    found = []
    for call in ast.walk(tree(file)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in OF_BOARD:
            holder = ast.unparse(call.func.value)
            if holder in boards or holder.endswith(".board"):
                found.append(f"{name(file)}:{call.lineno} {ast.unparse(call.func)}")
    return found


def test_no_page_no_route_and_no_inbox_changes_the_board_past_the_service() -> None:
    changes = {"receive", "receive_all", "withdraw", "restore", "set_targets", "rebuild", "decide", "step",
               "acknowledge", "silence", "remark"}  # fmt: skip
    assert changes <= _writers(Board)
    doors = modules("pages", "app.py", "data_pipeline/channels/inbox.py")
    assert [line for file in doors for line in _past_the_service(file)] == []


@pytest.fixture
def http(kept: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    served = ("actions", "alerts", "by_token", "routes", "feeds", "exports", "latest", "events", "metrics", "described")
    for module in (
        "pages.app.meeting",
        "pages.app.acted",
        "pages.app.alerted",
        "pages.app.rows",
        "pages.app.data_version",
        *(f"pages.server.{x}" for x in served),
    ):
        monkeypatch.setattr(f"{module}.board", lambda: kept, raising=False)
    (tmp_path / "tokens.toml").write_text("")
    monkeypatch.setenv("BOARD_TOKENS", str(tmp_path / "tokens.toml"))
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://board")


@pytest.mark.parametrize("path", [r.path for r in ROUTES])
def test_no_route_changes_the_store_for_who_has_no_token(http: TestClient, kept: Board, path: str) -> None:
    before = state(kept.root)
    address = path.format(feed="counts", table="day", key="room", what="command", area="city", name="0", form="csv",
                          number="1", step="take_up", line="1", file="brief.pdf")  # fmt: skip
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        how = {"Content-Type": "text/csv", "Origin": "http://board", "Authorization": "Bearer rq_guess"}
        told = http.request(method, address, content=SENT.data, headers=how)
        expected = (401,) if path in TAKING and method == "POST" else (401, 405)
        assert told.status_code in expected, (method, told.status_code)
    assert state(kept.root) == before


def test_the_routes_that_take_something_are_these() -> None:
    taking = {r.path for r in ROUTES if (r.methods or set()) - {"GET", "HEAD"}}
    assert taking == TAKING | OPEN


@pytest.mark.parametrize(
    ("peer", "headers", "signs_in", "taken"),
    [
        ("127.0.0.1", {}, False, True),
        ("10.0.0.7", {}, False, False),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}, False, False),
        ("127.0.0.1", {}, True, False),  # where people sign in, nobody has yet
    ],
)
def test_a_file_is_not_even_held_for_an_address_that_may_only_look(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, peer: str, headers: dict[str, str], signs_in: bool, taken: bool
) -> None:
    held = []

    async def hold(request: Request) -> PlainTextResponse:
        held.append(await request.body())
        return PlainTextResponse("held")

    if signs_in:
        monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    app = Starlette(routes=[Route("/_stcore/upload_file/a/b", hold, methods=["PUT"])], middleware=MIDDLEWARE)
    told = TestClient(app, client=(peer, 50000), base_url="http://localhost").put(
        "/_stcore/upload_file/a/b", content=b"x", headers=headers
    )
    assert (told.status_code, len(held)) == ((200, 1) if taken else (401, 0))

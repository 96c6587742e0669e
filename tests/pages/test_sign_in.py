"""Signed in, a person has the role of the table, on the page and in the ledger; what the service says is made up."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.board.board import Board
from pages.app import person, working
from tests.support.drawn import FRAME

Show = Callable[[Board], None]
Visit = Callable[[str, dict | None], AppTest]
CLOCK = "2022-04-06T16:40@0"
ROLES = """
[[role]]
value = "li@example.org"
role = "approver"

[[role]]
claim = "groups"
value = "transfer-desk"
role = "analyst"
feeds = ["transfer"]
"""
PROVIDER = {"auth": {"client_id": "x", "server_metadata_url": "http://sign-in.invalid/", "cookie_secret": "x"}}
LI = {"email": "li@example.org", "email_verified": True, "name": "李明"}
ZHOU = {"email": "zhou@example.org", "name": "周", "groups": ["transfer-desk"]}
GUEST = {"email": "guest@example.org", "name": "客"}


@pytest.fixture
def visit(
    shown: Show, sample_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Visit:
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    monkeypatch.setenv("BOARD_CLOCK", f"replay:{CLOCK}")
    monkeypatch.setattr(working, "LIBRARY", "json")  # that it is there; nobody signs in or out here
    own = "own_board" in request.fixturenames
    shown(request.getfixturevalue("own_board") if own else sample_board)

    def visit(page: str, user: dict | None) -> AppTest:
        at = AppTest.from_file(str(FRAME.parent / "desk" / f"{page}.py"), default_timeout=120)
        at.query_params["lang"] = "zh"
        at.secrets.update(PROVIDER)
        monkeypatch.setattr(person, "claims", lambda: user)
        return at.run()

    return visit


def said(at: AppTest) -> str:
    return " ".join([*(h.proto.body for h in at.get("html")), *(t.value for t in at.text)])


@pytest.mark.parametrize(
    ("user", "role", "sends", "sets"),
    [
        (LI, "审核员", True, True),
        (ZHOU, "数据员", True, False),
        (GUEST, "只读", False, False),
        (None, "", False, False),
    ],
)
def test_the_pages_offer_what_the_table_allows(
    visit: Visit, user: dict | None, role: str, sends: bool, sets: bool
) -> None:
    upload = visit("upload", user)
    assert not upload.exception
    assert bool(upload.file_uploader) is sends
    assert role in said(upload)
    assert ('data-key="sign-in"' in said(upload)) is (user is None)
    targets = visit("targets", user)
    assert ("target-preview" in {b.key for b in targets.button}) is sets


def test_what_is_done_stands_in_the_ledger_under_the_name_of_the_sign_in(visit: Visit, own_board: Board) -> None:
    at = visit("loads", LI)
    assert not at.get("text_input") or "name_typed" not in {t.key for t in at.text_input}  # nobody types who they are
    last = int(own_board.loads(datetime(2022, 4, 6, 16, 40))["load_id"].iloc[-1])
    at.text_input(key=f"why-{last}-withdraw").input("报错了")
    at.button(key=f"withdraw-{last}").click()
    at.run()
    assert own_board.changes()["by"].tolist() == ["李明"]


def test_a_feed_that_is_not_ones_own_cannot_be_taken_back(visit: Visit, sample_board: Board) -> None:
    loads = sample_board.loads(datetime(2022, 4, 6, 16, 40))
    other = int(loads.loc[loads["feed"] != "transfer", "load_id"].iloc[-1])
    at = visit("loads", ZHOU)
    at.session_state["load_chosen"] = other
    at.run()
    assert f"第{other}号" in said(at)
    assert not [b for b in at.button if str(b.key).startswith("withdraw-")]


def test_without_its_library_the_page_says_what_is_missing(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LIBRARY", "no_such_library")
    at = visit("upload", None)
    assert "requirements-signin.txt" in said(at)
    assert not at.file_uploader

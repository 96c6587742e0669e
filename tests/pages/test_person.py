"""Who is at the page: the sign-in where one is set up, the address otherwise; never more than can be shown."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from data_pipeline.access.permission import allowed
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from pages.app import person

ROLES = '[[role]]\nvalue = "li@example.org"\nrole = "approver"\nfeeds = ["transfer"]\n'


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "_peer", lambda: person.LOOPBACK)
    monkeypatch.setattr(person, "_headers", dict)


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[dict | None], None]:
    """A sign-in service is set up, and says this of the visitor."""

    def say(told: dict | None) -> None:
        (tmp_path / "roles.toml").write_text(ROLES)
        monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
        monkeypatch.setattr(person, "_provider", lambda: True)
        monkeypatch.setattr(person, "claims", lambda: told)

    return say


def test_without_a_sign_in_this_machine_is_an_analyst_and_any_other_address_a_viewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert all(allowed(person.person(), do) for do in ("receive", "withdraw", "restore", "decide", "meeting"))
    assert not any(allowed(person.person(), do) for do in ("target", "rebuild"))
    for peer in ("10.0.0.7", "192.168.1.1", "fe80::1", "127.0.0.1.example.org"):
        monkeypatch.setattr(person, "_peer", lambda p=peer: p)
        assert person.person().role == "viewer"


def test_a_forwarded_visitor_is_not_at_this_machine_unless_a_setting_believes_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(person, "_headers", lambda: {"x-forwarded-for": "10.0.0.7, 127.0.0.1"})
    assert person.person().role == "viewer"
    monkeypatch.setenv("BOARD_PROXIES", "1")
    assert allowed(person.person(), "receive")
    monkeypatch.setattr(person, "_headers", lambda: {"x-forwarded-for": "127.0.0.1, 10.0.0.7"})
    assert person.person().role == "viewer"


def test_with_a_sign_in_the_table_decides_and_this_machine_is_nobody_special(sign_in) -> None:
    sign_in(None)
    assert person.person().role == "viewer"
    sign_in({"email": "x@example.org", "name": "X"})
    assert (person.person().role, person.person().name) == ("viewer", "X")
    sign_in({"email": "li@example.org", "name": "李"})
    assert (person.person().role, person.person().feeds) == ("approver", frozenset({"transfer"}))


@pytest.mark.parametrize("half", ["table", "service"])
def test_half_a_sign_in_lets_nobody_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, half: str) -> None:
    if half == "table":
        monkeypatch.setenv("BOARD_ROLES", str(tmp_path / "roles.toml"))
    else:
        monkeypatch.setattr(person, "_provider", lambda: True)
        monkeypatch.setattr(person, "claims", lambda: {"email": "li@example.org"})
    assert person.person().role == "viewer"


def test_a_setting_makes_more_or_less_of_whoever_sits_at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for role, targets in (("viewer", False), ("analyst", False), ("approver", True)):
        monkeypatch.setenv("BOARD_LOCAL_ROLE", role)
        assert person.person().role == role
        assert allowed(person.person(), "target") is targets


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({"host": "localhost:8501"}, True),
        ({"host": "127.0.0.1:8501", "origin": "http://localhost:8501"}, True),
        ({"host": "[::1]:8501"}, True),
        ({"host": "board.example.org"}, False),  # a tunnel or a name that was made to lead here
        ({"host": "localhost:8501", "origin": "http://evil.example.org"}, False),
        ({"host": "localhost.example.org:8501"}, False),
        ({"host": "localhost:8501", "origin": "null"}, False),
        ({"host": "localhost:8501", "x-real-ip": "127.0.0.1"}, False),
        ({"host": ""}, False),
    ],
)
def test_a_name_that_is_not_this_machine_s_makes_a_viewer(monkeypatch: pytest.MonkeyPatch, headers, here: bool) -> None:
    monkeypatch.setattr(person, "_headers", lambda: headers)
    assert allowed(person.person(), "receive") is here


def test_a_setting_gives_this_machine_further_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "_headers", lambda: {"host": "board.city.local:8501"})
    assert not allowed(person.person(), "receive")
    monkeypatch.setenv("BOARD_HOSTS", "other, Board.City.Local")
    assert allowed(person.person(), "receive")


def test_a_local_role_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARD_LOCAL_ROLE", "king")
    with pytest.raises(BoardError) as why:
        person.person()
    assert why.value.code == "local_role"


def test_the_service_of_a_page_is_this_persons(shown, empty_board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    shown(empty_board)
    monkeypatch.setattr(person, "_peer", lambda: "10.0.0.7")
    with pytest.raises(BoardError) as why:
        person.service().receive("transfer", "t.csv", b"x", datetime(2022, 4, 6, 14))
    assert why.value.code == "may_viewer"

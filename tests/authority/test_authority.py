"""Who may do what: asked where the change is made, told in both languages, believed of nobody who only says so."""

from pathlib import Path

import pytest

from data_pipeline.access.client_address import client_address, is_here
from data_pipeline.access.permission import NEEDED, NOBODY, ROLES, Person, allowed, may, may_all, signed
from data_pipeline.access.roles import read_roles
from data_pipeline.core.errors import BoardError, DeclarationError
from data_pipeline.words import LANGUAGES

TABLE = """
[[role]]
value = "li@example.org"
role = "analyst"
feeds = ["transfer"]
districts = ["310115"]

[[role]]
claim = "roles"
value = "approver"
role = "approver"
"""


@pytest.mark.parametrize("action", NEEDED)
def test_a_viewer_may_change_nothing_and_an_admin_everything(action) -> None:
    assert not allowed(NOBODY, action)
    assert allowed(Person("a", "admin"), action, "transfer", "310115")


@pytest.mark.parametrize("action", NEEDED)
def test_who_stands_higher_may_all_that_is_below(action) -> None:
    can = [allowed(Person("a", role), action) for role in ROLES]
    assert can == sorted(can)
    assert can[-1]


def test_an_analyst_sends_and_takes_back_but_sets_no_target() -> None:
    one = Person("a", "analyst")
    held = [
        "receive",
        "withdraw",
        "restore",
        "decide",
        "step",
        "acknowledge",
        "silence",
        "meeting",
        "resend",
        "operation",
        "remark",
    ]
    assert [a for a in NEEDED if allowed(one, a)] == held


def test_a_scope_holds_for_feed_and_district() -> None:
    one = Person("李", "analyst", frozenset({"transfer"}), frozenset({"310115"}))
    may(one, "receive", "transfer", "310115")
    for feed, district, code in (("supply", "310115", "may_feed"), ("transfer", "310104", "may_district")):
        with pytest.raises(BoardError) as why:
            may(one, "receive", feed, district)
        assert why.value.code == code
        assert all(why.value.sentence(lang) for lang in LANGUAGES)


def test_rows_that_name_no_district_and_files_that_replace_all_are_nobodys_share() -> None:
    one = Person("李", "analyst", None, frozenset({"310115"}))
    may_all(one, "receive", "transfer", ["310115"], replaces=False)
    for districts, replaces in ((["310115", None], False), (["310115", "310000"], False), (["310115"], True)):
        with pytest.raises(BoardError):
            may_all(one, "receive", "transfer", districts, replaces=replaces)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 61, "a\u202eb"])
def test_a_change_has_a_name_that_a_line_can_hold(name: str) -> None:
    with pytest.raises(BoardError):
        signed(Person(name, "admin"))


def test_the_name_is_kept_as_given() -> None:
    assert signed(Person(" 李 明 ", "analyst")) == "李 明"


@pytest.mark.parametrize(
    ("peer", "headers", "proxies", "here"),
    [
        ("127.0.0.1", {}, 0, True),
        ("::1", {}, 0, True),
        ("::ffff:127.0.0.1", {}, 0, True),
        ("127.8.0.1", {}, 0, True),
        ("10.0.0.7", {}, 0, False),
        ("localhost.example", {}, 0, False),
        (None, {}, 0, False),
        ("10.0.0.7", {"x-forwarded-for": "127.0.0.1"}, 0, False),  # anybody can say so
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 0, False),  # came through a proxy nobody declared
        ("127.0.0.1", {"via": "1.1 proxy"}, 0, False),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1, 10.0.0.7"}, 1, False),  # the last hop is what our proxy saw
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7, 127.0.0.1"}, 1, True),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1, 10.0.0.7, 10.0.0.1"}, 2, False),
        ("127.0.0.1", {}, 1, False),  # past our proxy: not to be told
    ],
)
def test_only_the_machine_itself_is_here(peer, headers, proxies: int, here: bool) -> None:
    assert is_here(peer, headers, proxies) is here


def test_a_declared_proxy_is_believed_on_its_own_hop_only() -> None:
    assert client_address("127.0.0.1", {"x-forwarded-for": "1.1.1.1, 2.2.2.2"}, 1) == "2.2.2.2"


def test_the_role_table_decides_and_who_is_not_in_it_is_a_viewer(tmp_path: Path) -> None:
    (tmp_path / "roles.toml").write_text(TABLE)
    table = read_roles(tmp_path / "roles.toml")
    li = table.person({"email": "li@example.org", "name": "李"})
    assert li == Person("李", "analyst", frozenset({"transfer"}), frozenset({"310115"}))
    assert table.person({"email": "x@example.org", "roles": ["viewer", "approver"]}).role == "approver"
    assert table.person({"email": "x@example.org", "name": "X"}) == Person("X", "viewer", frozenset(), frozenset())
    assert table.person({}).role == "viewer"


def test_an_address_nobody_vouches_for_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "roles.toml").write_text(TABLE)
    claims = {"email": "li@example.org", "email_verified": False}
    assert read_roles(tmp_path / "roles.toml").person(claims).role == "viewer"


@pytest.mark.parametrize("text", ["[[role]]\nvalue = 'a'\nrole = 'king'", "[[rule]]", "nonsense"])
def test_a_table_that_cannot_be_used_says_where(tmp_path: Path, text: str) -> None:
    (tmp_path / "roles.toml").write_text(text)
    with pytest.raises(DeclarationError, match=r"roles\.toml"):
        read_roles(tmp_path / "roles.toml")

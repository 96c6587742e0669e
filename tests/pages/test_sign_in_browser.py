"""Signing in for real: a browser, the board's own server, and an OpenID provider on this machine; by district."""

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import websockets.sync.client as ws
from playwright.sync_api import Browser, BrowserContext, Page
from websockets.exceptions import WebSocketException

from data_pipeline.access import screens, sessions
from data_pipeline.board.board import Board
from data_pipeline.store.log.state import Screen, State
from tests.support.server import browser, free_port, start

pytestmark = pytest.mark.browser
CLOCK = "2022-04-06T16:45@0"
OWN = "310115"
PEOPLE = {"li": "李明", "wang": "王芳", "guest": "客"}
ROLES = f"""
[[role]]
value = "li@example.org"
role = "analyst"
districts = ["{OWN}"]

[[role]]
value = "wang@example.org"
role = "approver"
"""
LINE = "ws{}/_stcore/stream"


@dataclass
class World:
    """The board's address, the provider's (which can be turned off), the store's state, and the browser."""

    board: str
    provider: Any
    state: State
    chrome: Browser


@pytest.fixture(scope="module")
def world(sample_board: Board, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    mocked = pytest.importorskip("oidc_provider_mock")
    home, port = tmp_path_factory.mktemp("signed-in"), free_port()
    people = [
        mocked.User(sub=s, claims={"email": f"{s}@example.org", "email_verified": True, "name": n})
        for s, n in PEOPLE.items()
    ]
    with mocked.run_server_in_thread(user_claims=people) as provider:
        env = _set_up(home, port, provider.server_port)
        with mock.patch.dict(os.environ, env):
            server = start(_copied(sample_board.root, home), CLOCK, home / "log", port)
        try:
            with browser() as chrome:
                yield World(f"http://localhost:{port}", provider, State(home / "board"), chrome)
        finally:
            server.terminate()
            server.wait(20)


def _set_up(home: Path, port: int, provider_port: int) -> dict[str, str]:
    (home / "roles.toml").write_text(ROLES)
    auth = {
        "redirect_uri": f"http://localhost:{port}/oauth2callback",
        "cookie_secret": "a secret of this test alone",
        "client_id": "riqing",
        "client_secret": "x",
        "server_metadata_url": f"http://localhost:{provider_port}/.well-known/openid-configuration",
    }
    (home / "secrets.toml").write_text("[auth]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in auth.items()))
    return {
        "BOARD_ROLES": str(home / "roles.toml"),
        "BOARD_READING": "by-district",
        "STREAMLIT_SECRETS_FILES": str(home / "secrets.toml"),
    }


def _copied(root: Path, home: Path) -> Path:
    """The state of who is signed in is this module's own."""
    return Path(shutil.copytree(root, home / "board"))


@pytest.fixture
def context(world: World) -> Iterator[BrowserContext]:
    own = world.chrome.new_context(viewport={"width": 1600, "height": 900})
    yield own
    own.close()


def signed_in(world: World, context: BrowserContext, who: str, path: str = "/?lang=en") -> Page:
    page = context.new_page()
    page.goto(world.board + path)
    page.click("a.go")
    page.click(f"button[value={who}]")
    page.wait_for_url(f"{world.board}/**")
    return page


def cookie(context: BrowserContext, name: str = sessions.COOKIE) -> dict[str, Any]:
    return next((dict(c) for c in context.cookies() if c.get("name") == name), {})


def answered(world: World, path: str, held: dict[str, Any]) -> int:
    """The status of an answer to whoever has this cookie."""
    asked = urllib.request.Request(world.board + path, headers={"Cookie": f"{held['name']}={held['value']}"})
    try:
        return urllib.request.urlopen(asked, timeout=20).status
    except urllib.error.HTTPError as why:
        return why.code


def connects(world: World, headers: dict[str, str], origin: str = "") -> bool:
    address = LINE.format(world.board.removeprefix("http"))
    try:
        with ws.connect(address, additional_headers=headers, origin=origin or world.board, open_timeout=20):  # type: ignore[arg-type]
            return True
    except WebSocketException:
        return False


def test_one_comes_back_to_the_page_one_wanted_with_role_scope_and_name(world: World, context: BrowserContext) -> None:
    page = signed_in(world, context, "li", "/district?lang=en&line=transfer")
    assert page.url == f"{world.board}/district?lang=en&line=transfer"
    page.wait_for_selector(".rq-bar .own")
    assert "Pudong New Area only" in page.inner_text(".rq-bar .own")
    assert page.get_attribute(".rq-bar .account a", "title") == "李明 (analyst)"
    page.wait_for_selector(".place-page")
    assert page.locator(".place-page [data-set='area=310101']").count() == 0
    held = cookie(context)
    assert held["httpOnly"]
    assert held["sameSite"] == "Lax"
    assert held["value"] not in (world.state.path.read_bytes()).decode("latin-1")  # its hash alone is kept


def test_signing_out_ends_the_session_on_every_machine(world: World, context: BrowserContext) -> None:
    page = signed_in(world, context, "wang")
    other = world.chrome.new_context()
    second = signed_in(world, other, "wang", "/?lang=en&line=transfer")
    second.wait_for_selector(".rq-bar .account a")
    held = cookie(other)
    proof = {"Cookie": f"{held['name']}={held['value']}"}
    assert answered(world, "/export/command.csv", held) == 200
    assert connects(world, proof)
    page.wait_for_selector(".rq-bar .account a")
    page.click(".rq-bar .account a")
    page.wait_for_url(lambda url: not url.startswith(f"{world.board}/?"))
    assert answered(world, "/export/command.csv", held) == 401
    assert not connects(world, proof)
    second.wait_for_selector("text=You are no longer signed in", timeout=45_000)  # by itself: the open page goes too
    assert second.locator(".rq-host").count() == 0
    second.click("text=Sign in again")
    second.wait_for_url("**/sign-in?next=%2F%3Flang%3Den%26line%3Dtransfer&why=over")
    assert "Sign in again" in second.inner_text(".why")
    other.close()


def test_a_session_that_was_idle_too_long_is_over(world: World, context: BrowserContext) -> None:
    signed_in(world, context, "guest").wait_for_selector(".rq-bar .own")
    held = cookie(context)
    assert answered(world, "/export/command.csv", held) == 200
    hash = sessions.digest_of(held["value"])
    found = world.state.session(hash)
    assert found is not None
    world.state.saw_session(hash, found.seen - 3601)
    assert answered(world, "/export/command.csv", held) == 401
    page = context.new_page()
    page.goto(world.board)
    page.wait_for_url("**/sign-in?**")


def test_a_screen_shows_its_views_and_drives_nothing_until_it_is_revoked(world: World, context: BrowserContext) -> None:
    number, token = screens.add(world.state, Screen(0, "hall", "/wall?views=tiles&lang=en", "", "x", 0.0))
    page = context.new_page()
    page.goto(f"{world.board}/wall?screen={token}&views=matrix")
    page.wait_for_selector(".tiles-view")
    assert page.locator(".matrix-view").count() == 0  # what was set up, whatever the address says
    status = page.evaluate(
        "fetch('/wall-meeting/room', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: '{\"paused\": true}'}).then((r) => r.status)"
    )
    assert status == 401
    desk = context.new_page()
    desk.goto(f"{world.board}/command")
    assert "/sign-in" in desk.url
    world.state.revoke_screen(number, "x", 1.0)
    page.wait_for_selector("text=was revoked", timeout=30_000)
    assert page.locator(".tiles-view").count() == 0


def test_no_line_is_opened_for_a_stranger_or_for_a_page_of_another_site(world: World, context: BrowserContext) -> None:
    assert not connects(world, {})
    signed_in(world, context, "li").wait_for_selector(".rq-bar .own")
    held = cookie(context)
    proof = {"Cookie": f"{held['name']}={held['value']}"}
    assert connects(world, proof)
    assert not connects(world, proof, "http://evil.example.org")


def test_a_provider_that_is_down_is_told(world: World, context: BrowserContext) -> None:
    """Last of this file: the provider does not come back."""
    world.provider.shutdown()
    world.provider.server_close()
    page = context.new_page()
    page.goto(f"{world.board}/command?lang=en")
    page.click("a.go")
    page.wait_for_selector("text=service is not answering")
    assert page.locator("a.go").count() == 1

"""The proxies of docs/deploy in front of a real board: events pass at once, what walls draw is kept where it may be."""

import http.client
import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support import fronts
from tests.support.proxy import Proxy, proxied

ASKED = "lang=zh&views=tiles"
PATIENCE_S = 30  # a proxy that holds events back lets some go after minutes


@pytest.fixture
def board(address: str) -> Iterator[Proxy]:
    """It counts what it is asked."""
    with proxied([urlsplit(address).port or 0]) as counted:
        yield counted


def ask(address: str, path: str) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    own = urlsplit(address)
    if own.scheme == "https":
        trusting = ssl._create_unverified_context()
        link = http.client.HTTPSConnection(own.netloc, timeout=PATIENCE_S, context=trusting)
    else:
        link = http.client.HTTPConnection(own.netloc, timeout=PATIENCE_S)
    link.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return link.getresponse(), link


def named(address: str) -> str:
    """The scene that the event stream names, while it stays open."""
    answer, link = ask(address, f"/api/events?wall=on&{ASKED}")
    try:
        while line := answer.readline():
            if line.startswith(b"data: {") and (name := json.loads(line[6:])["scene"]):
                return name
    finally:
        link.close()
    raise AssertionError("the stream ended")


def walls_are_served(address: str) -> str:
    """What is promised of either; gives a scene's path, asked twice by its name and once with what a wall shows."""
    page, _ = ask(address, "/wall")
    assert (page.status, page.headers["Content-Encoding"]) == (200, "gzip")
    path, bodies = f"/scene/{named(address)}", set()
    for more in ("", "", f"?{ASKED}"):
        scene, _ = ask(address, path + more)
        bodies.add(scene.read())
        assert (scene.status, scene.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert scene.headers["Strict-Transport-Security"]
    assert len(bodies) == 1
    assert ask(address, "/metrics")[0].status == 404
    return path


@pytest.mark.skipif(bool(why := fronts.lacks("nginx", "openssl")), reason=why)
def test_nginx_asks_the_board_once_for_a_scene_and_passes_events_at_once(board: Proxy, tmp_path: Path) -> None:
    with fronts.nginx(urlsplit(board.address).port or 0, tmp_path) as address:
        path = walls_are_served(address)
        assert board.asked[path] == 1
        assert ask(address, "/scene/0123")[0].status == 404


@pytest.mark.skipif(bool(why := fronts.lacks("caddy")), reason=why)
def test_caddy_passes_events_at_once_and_scenes_as_they_are(board: Proxy, tmp_path: Path) -> None:
    with fronts.caddy(urlsplit(board.address).port or 0, tmp_path) as address:
        walls_are_served(address)

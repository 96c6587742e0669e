"""The server: how it is found and set up, what it answers, and that it asks nobody."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.support.server import ROOT, serve

CLOCK = "2022-04-06T16:45@0"


@pytest.fixture(scope="module")
def address(sample_board: Board, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(sample_board.root, CLOCK, tmp_path_factory.mktemp("server") / "log") as url:
        yield url


def get(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    link = http.client.HTTPConnection(address.split("//")[1], timeout=20)
    link.request("GET", path, headers=headers)
    return link.getresponse()


def test_the_framework_finds_the_application() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.app_name) == (True, "app")


def test_it_starts_without_what_only_a_lake_or_slides_need_and_never_asks_an_internet_address_for_its_own() -> None:
    """The private name the latter hangs on may move: then the line that imports it fails."""
    script = (
        "import sys, app\n"
        "assert not sys.modules.keys() & {'psycopg', 'docx', 'pptx'}\n"
        "import requests\n"
        "from streamlit import net_util\n"
        "requests.get = lambda *a, **k: (_ for _ in ()).throw(SystemExit('asked'))\n"
        "assert net_util.get_external_ip() == ''\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-500:]


def test_the_settings_that_keep_it_quiet_and_quick_are_real_options() -> None:
    import tomllib

    from streamlit import config

    wanted = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    known = config._config_options_template
    for table in ("server", "runner", "client", "browser"):
        assert [f"{table}.{k}" for k in wanted[table] if f"{table}.{k}" not in known] == []
    assert wanted["browser"]["gatherUsageStats"] is False
    assert wanted["runner"]["postScriptGC"] is False
    assert wanted["server"]["fileWatcherType"] == "none"


def test_probes_answer(address: str) -> None:
    assert (get(address, "/healthz").read(), get(address, "/readyz").read()) == (b"ok", b"ready")


def test_the_chart_library_is_the_packages_own(address: str) -> None:
    import plotly

    own = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert get(address, "/lib/plotly.min.js").read() == own.read_bytes()


def test_events_begin_with_the_pulse_of_their_own_clock(address: str) -> None:
    def first(clock: str) -> str:
        answer = get(address, f"/api/events?clock={clock}")
        assert answer.headers["content-type"].startswith("text/event-stream")
        return answer.readline().decode()

    assert first("2022-04-06T16:45@0").startswith("data: ")
    same, later = first("2022-04-06T16:45@0"), first("2022-04-06T17:30@0")  # the same slot, nothing received between
    # what follows is what the clock shows; the forecasts may have become ready in between (+)
    assert same.split("~")[0].rstrip("+") == later.split("~")[0].rstrip("+")
    assert first("2022-04-06T16:45@0") != first("2022-04-06T08:45@0")


def test_a_handshake_from_a_foreign_origin_is_refused(address: str) -> None:
    host, port = address.split("//")[1].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as link:
        lines = (
            "GET /_stcore/stream HTTP/1.1",
            f"Host: {host}:{port}",
            "Origin: http://evil.example",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "",
            "",
        )
        link.sendall("\r\n".join(lines).encode())
        assert b" 403 " in link.recv(200)

"""The real server on a free port over a given store, and a browser that looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.browser import chromium

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
READY_S = 60


@contextmanager
def serve(store: Path, clock: str, log: Path) -> Iterator[str]:
    """Gives the address, `http://localhost:1234`."""
    port = free_port()
    process = start(store, clock, log, port)
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(
    store: Path | str,
    clock: str,
    log: Path,
    port: int,
    *,
    wait: bool = True,
    app: str = "app.py",
    probe: str = "readyz",
) -> subprocess.Popen:
    """A server that the caller ends. `store`: a folder, or as BOARD_STORE says it."""
    env = os.environ | {"BOARD_STORE": store if isinstance(store, str) else f"file:{store}", "BOARD_CLOCK": clock}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        app,
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    if wait:
        try:
            _await(f"http://localhost:{port}/{probe}", process, log)
        except BaseException:
            process.kill()
            raise
    return process


def _await(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if urllib.request.urlopen(url, timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the server did not get ready:\n{log.read_text(errors='replace')[-3000:]}")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def known_browser(profile: Path) -> Iterator[BrowserContext]:
    """The same of somebody who has been here before: what it fetched and compiled lies in `profile`, so that a page
    opens in a third of the time."""
    with sync_playwright() as driver:
        own = driver.chromium.launch_persistent_context(profile, executable_path=chromium(), args=QUIET)
        try:
            yield own
        finally:
            own.close()

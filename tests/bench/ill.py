"""How long a wall takes to say that it is not live, and to be well again: `python -m tests.bench.ill FOLDER`.

FOLDER holds a store. In a real browser the server is killed, hung, cut off, or silent while it lives. Promised: marked
within 15 s, well within 10 s of the server's return, no dialog over the figures.
"""

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, WebSocketRoute

from tests.support.server import browser, free_port, start

CLOCK = "2022-04-06T16:45@0"
ILL_S = 5  # how long an illness goes on after it was marked
LOST, LIVE = "body[data-wall-lost]", "body:not([data-wall-lost]) .wall .view[data-live-shown]"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path)
    store = ask.parse_args().store
    print("| illness | marked after s | well after s |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="riqing-ill-") as work, browser() as running:
        port, logs, silent = free_port(), Path(work), []
        server = [start(store, CLOCK, logs / "log", port)]
        address = f"http://localhost:{port}/wall?views=tiles,matrix&rotate=off"
        page = running.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(address)
        page.wait_for_selector(LIVE, timeout=90_000)

        def again() -> None:
            server[0] = start(store, CLOCK, logs / "log", port)

        _try(page, "killed", lambda: server[0].kill(), again)
        hung = server[0].pid
        _try(page, "hung", lambda: os.kill(hung, signal.SIGSTOP), lambda: os.kill(hung, signal.SIGCONT))
        offline = page.context.set_offline
        _try(page, "cut off", lambda: offline(True), lambda: offline(False))
        page.close()
        page = running.new_page(viewport={"width": 1920, "height": 1080})
        page.route_web_socket("**/_stcore/stream", lambda line: _between(line, silent))
        page.goto(address)
        page.wait_for_selector(LIVE, timeout=90_000)
        _try(page, "silent", lambda: silent.append(True), silent.clear)
        server[0].terminate()
        server[0].wait(20)


def _try(page: Page, name: str, fall: Callable[[], object], heal: Callable[[], object]) -> None:
    page.wait_for_timeout(6000)
    fall()
    began = time.monotonic()
    page.wait_for_selector(LOST, state="attached", timeout=90_000)
    marked = time.monotonic() - began
    page.wait_for_timeout(ILL_S * 1000)
    heal()
    began = time.monotonic()
    page.wait_for_selector(LIVE, timeout=90_000)
    print(f"| {name} | {marked:.1f} | {time.monotonic() - began:.1f} |", flush=True)


def _between(line: WebSocketRoute, silent: list[bool]) -> None:
    server = line.connect_to_server()
    line.on_message(server.send)
    server.on_message(lambda told: None if silent else line.send(told))


if __name__ == "__main__":
    main()

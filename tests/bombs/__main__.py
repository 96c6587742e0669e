"""`python -m tests.bombs`: every bomb through every door of a real server; seconds, memory, and what others noticed."""

import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.bombs import doors
from tests.bombs.files import BOMBS, make
from tests.support import samples
from tests.support.server import browser, free_port, start

CLOCK = "replay:2022-04-06T16:40@0"
LIMIT_S, LIMIT_MB = 5.0, 100.0
# how often the bytes sent lie in the web process: the framework reads an upload whole and copies it
HELD = {"cli": 0, "page, English": 2, "page, Chinese": 2}
WAITS = {"inbox": 6.0}  # until a file has stopped growing
LOOKS_AT, EVERY_S = "/api/latest/day.csv", 0.25


class Others(threading.Thread):
    """Somebody else who looks at the board all the while."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.url, self.seconds, self.stopped = f"{address}{LOOKS_AT}", [], threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(EVERY_S):
            begun = time.monotonic()
            try:
                urllib.request.urlopen(self.url, timeout=60).read()
            except OSError:
                self.seconds.append(60.0)
            self.seconds.append(time.monotonic() - begun)

    def p95(self) -> float:
        seen, self.seconds = sorted(self.seconds), []
        return seen[int(len(seen) * 0.95)] if seen else 0.0


class Memory:
    """The kernel's own high-water mark of the web process, set back before each bomb."""

    def __init__(self, pid: int) -> None:
        self.proc = Path(f"/proc/{pid}")
        self.base = self._of("VmRSS")

    def reset(self) -> None:
        (self.proc / "clear_refs").write_text("5")
        self.base = self._of("VmRSS")

    def more(self) -> float:
        return self._of("VmHWM") - self.base

    def _of(self, field: str) -> float:
        lines = (self.proc / "status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def main() -> int:
    bad = 0
    with tempfile.TemporaryDirectory(prefix="riqing-bombs-") as work, browser() as chrome:
        folder, inbox = Path(work), Path(work) / "inbox"
        samples.short(folder / "board")
        os.environ |= {"BOARD_TOKENS": str(doors.tokens(folder)), "BOARD_INBOX": str(inbox)}
        os.environ |= {"BOARD_STORE": f"file:{folder / 'board'}"}
        port = free_port()
        server = start(folder / "board", CLOCK, folder / "log", port)
        address = f"http://localhost:{port}"
        try:
            tab = chrome.new_page()
            tab.goto(f"{address}/upload?lang=en")
            tab.wait_for_selector("[data-testid=stFileUploader]")
            memory, others = Memory(server.pid), Others(address)
            others.start()
            time.sleep(15)
            print(f"p95 of {LOOKS_AT} before: {others.p95() * 1000:.0f} ms")
            for name in BOMBS:
                path = make(folder, name)
                mb = path.stat().st_size / (1 << 20)
                print(f"\n{name} ({mb:,.1f} MB)")
                ways: dict[str, Callable[[], doors.Answer]] = {
                    "cli": lambda path=path: doors.cli(path),
                    "http": lambda path=path: doors.post(address, path),
                    "http, length untold": lambda path=path: doors.post(address, path, told_its_length=False),
                    "inbox": lambda path=path: doors.drop(inbox, path),
                    "page, English": lambda path=path: doors.page(tab, address, path, "en"),
                    "page, Chinese": lambda path=path: doors.page(tab, address, path, "zh"),
                }
                for way, do in ways.items():
                    others.p95()
                    memory.reset()
                    told = do()
                    held = memory.more()
                    allowed = LIMIT_MB + HELD.get(way, 1) * min(mb, 64)
                    wrong = told.seconds > LIMIT_S + WAITS.get(way, 0) or held > allowed
                    bad += wrong
                    mark = "OVER " if wrong else ""
                    print(f"  {way:<20} {told.seconds:6.2f} s  web process {held:+6.0f} MB  others p95", end="")
                    print(f" {others.p95() * 1000:5.0f} ms  {mark}{told.sentence[:100]}")
                path.unlink()
        finally:
            server.terminate()
            server.wait(20)
    print(f"\n{bad} over the limits ({LIMIT_S:.0f} s, and {LIMIT_MB:.0f} MB beyond the bytes sent)")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())

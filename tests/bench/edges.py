"""What lies between a server and its walls: `python -m tests.bench.edges [STORE] [--walls 200] [--only NAME ...]`.

STORE is copied; without it the sample is loaded. In a real browser: the first view on a weak processor; a slow line; a
proxy that holds events back, from the beginning and in the middle; a page that was frozen, a computer that slept; a
server restarted under so many walls. A promise not kept ends the command with 1.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from subprocess import Popen

import psutil
from playwright.sync_api import Browser, Page

from tests.bench.commits import Commits
from tests.bench.standing import Standing
from tests.bench.wall import made
from tests.support.proxy import Proxy, ended, proxied
from tests.support.server import browser, free_port, start

CLOCK = "2022-04-06T16:45@0"
QUERY = "lang=zh&views=tiles,matrix,humane,burndown&rotate=off"
SHOWN = ".wall .view[data-live-shown]"
FIRST_S, SLOW_FIRST_S, LIVE_S, WELL_S = 2.0, 30.0, 5.0, 20.0
WEAK = 4  # times slower than this machine's processor
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
COMMITS, FROZEN_S, SLEPT_MS = 5, 60, 3_600_000
RAMP_S = 0.1  # between two that open
SLEEPS = "const own = Date.now; Date.now = () => own() + (window.slept ?? 0);"
MARKED = """window.riqingMarked = [];
new MutationObserver(() => riqingMarked.push([document.body.hasAttribute("data-wall-lost"), performance.now()]))
  .observe(document, { subtree: true, attributeFilter: ["data-wall-lost"] });"""
LOST, LIVE = "body[data-wall-lost]", f"body:not([data-wall-lost]) {SHOWN}"
HEAD = "| what | measured | promised | |\n|---|---|---|---|"


@dataclass(frozen=True)
class Found:
    what: str
    measured: str
    promised: str
    kept: bool

    def row(self) -> str:
        return f"| {self.what} | {self.measured} | {self.promised} | {'kept' if self.kept else '**not kept**'} |"


@dataclass
class Place:
    """A server over a store of its own, a proxy before it, a browser."""

    store: Path
    log: Path
    running: Browser
    port: int = field(default_factory=free_port)
    server: Popen | None = None

    @cached_property
    def commits(self) -> Commits:
        return Commits(self.store)

    def begin(self, probe: str = "readyz") -> None:
        self.server = start(self.store, CLOCK, self.log, self.port, probe=probe)

    def end(self) -> None:
        assert self.server
        self.server.kill()
        self.server.wait(20)

    @contextmanager
    def page(self, script: str = MARKED) -> Iterator[Page]:
        """Of somebody who was never here."""
        own = self.running.new_context(viewport={"width": 1920, "height": 1080})
        own.add_init_script(script)
        yield own.new_page()
        own.close()

    @contextmanager
    def behind(self) -> Iterator[Proxy]:
        with proxied([self.port]) as proxy:
            yield proxy

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path, nargs="?")
    ask.add_argument("--walls", type=int, default=200)
    ask.add_argument("--only", nargs="*", choices=TRIALS)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-edges-") as work, browser() as running:
        store = Path(work) / "store"
        shutil.copytree(given.store or made(Path(work)), store)
        place = Place(store, Path(work) / "log", running)
        place.begin()
        print(HEAD, flush=True)
        kept = True
        try:
            for name in given.only or TRIALS:
                for found in TRIALS[name](place, given.walls):
                    print(found.row(), flush=True)
                    kept &= found.kept
        finally:
            place.end()
            if "commits" in vars(place):
                place.commits.board.close()
    sys.exit(not kept)


def _opened(page: Page, address: str) -> float:
    """Seconds from the address alone to figures."""
    began = time.monotonic()
    page.goto(f"{address}/wall?{QUERY}", wait_until="commit")
    page.wait_for_selector(SHOWN, timeout=120_000)
    return time.monotonic() - began


def _marked(page: Page) -> int:
    return page.evaluate("riqingMarked.filter(([lost]) => lost).length")


def weak(place: Place, _: int) -> Iterator[Found]:
    took, asked = [], []
    for turn in range(4):
        with place.page() as page:
            paths: list[str] = []
            page.on("request", lambda request, paths=paths: paths.append(request.url))
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": WEAK})
            seconds = _opened(page, place.address)
            if turn:  # the first finds nothing drawn on the server
                took.append(seconds)
                asked.append(len(paths))
    told = f"{sorted(took)[1]:.2f} s (worst {max(took):.2f}), {max(asked)} requests"
    yield Found(
        f"first view, processor ÷ {WEAK}", told, f"< {FIRST_S:g} s, page, events, scene", sorted(took)[1] < FIRST_S
    )


def slow(place: Place, _: int) -> Iterator[Found]:
    with place.page() as page:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        first = _opened(page, place.address)
        seen = _seen(place, page)
        marked = _marked(page)
    told = f"first view {first:.1f} s; commit → figures {seen}; marked {marked} ×"
    yield Found("slow 3G (400 kbit/s, 400 ms)", told, f"< {SLOW_FIRST_S:g} s, never marked", not marked)


def _seen(place: Place, page: Page, patience_s: float = 20) -> str:
    took = _commits(place, page, patience_s)
    return f"{took[len(took) // 2]:.1f} s, worst {took[-1]:.1f}"


def _commits(place: Place, page: Page, patience_s: float = 20) -> list[float]:
    """Seconds from commits to the scene that has them, in order of size."""
    took = []
    for _ in range(COMMITS):
        before = page.evaluate("riqingWall.scene")
        at = place.commits.next()
        page.wait_for_function("(of) => riqingWall.scene !== of", arg=before, timeout=patience_s * 1000)
        took.append(time.monotonic() - at)
        time.sleep(2.3)
    return sorted(took)


def plain(place: Place, _: int) -> Iterator[Found]:
    """To compare with: nothing is ill, but whatever else this machine does."""
    with place.page() as page:
        first = _opened(page, place.address)
        seen, marked = _seen(place, page), _marked(page)
    told = f"first view {first:.1f} s; commit → figures {seen}; marked {marked} ×"
    yield Found("nothing ill", told, "never marked", not marked)


def held(place: Place, _: int) -> Iterator[Found]:
    with place.behind() as proxy, place.page() as page:
        proxy.holds_events = True
        first = _opened(page, proxy.address)
        took = _commits(place, page)
        marked = _marked(page)
    told = f"first view {first:.1f} s; commit → figures {took[2]:.1f} s, worst {took[-1]:.1f}; marked {marked} ×"
    yield Found(
        "a proxy that holds events back", told, f"≤ {LIVE_S:g} s, never marked", took[-1] <= LIVE_S and not marked
    )
    with place.behind() as proxy, place.page() as page:
        _opened(page, proxy.address)
        proxy.holds_events = True
        silent = _longest_silence(page)
        marked = _marked(page)
    yield Found(
        "events held from the middle on",
        f"heard again after {silent:.1f} s; marked {marked} ×",
        f"≤ {LIVE_S:g} s, never marked",
        silent <= LIVE_S and not marked,
    )


def _longest_silence(page: Page) -> float:
    longest, until = 0.0, time.monotonic() + 30
    while time.monotonic() < until:
        longest = max(longest, page.evaluate("performance.now() - riqingWall.beatAt") / 1000)
        page.wait_for_timeout(100)
    return longest


def frozen(place: Place, _: int) -> Iterator[Found]:
    with place.page() as page:
        _opened(page, place.address)
        line = page.context.new_cdp_session(page)
        line.send("Page.setWebLifecycleState", {"state": "frozen"})
        time.sleep(FROZEN_S)
        line.send("Page.setWebLifecycleState", {"state": "active"})
        began = time.monotonic()
        page.wait_for_selector(LIVE, timeout=60_000)
        page.wait_for_function("performance.now() - riqingWall.beatAt < 5000", timeout=60_000)
        well = time.monotonic() - began
    yield Found(f"the page frozen for {FROZEN_S} s", f"well after {well:.1f} s", f"≤ {LIVE_S:g} s", well <= LIVE_S)


def slept(place: Place, _: int) -> Iterator[Found]:
    with place.page(SLEEPS + MARKED) as page:
        _opened(page, place.address)
        page.context.set_offline(True)  # its network comes after it
        began = time.monotonic()
        page.evaluate(f"window.slept = {SLEPT_MS}")
        page.wait_for_selector(LOST, state="attached", timeout=60_000)
        marked = time.monotonic() - began
        time.sleep(3)
        page.context.set_offline(False)
        began = time.monotonic()
        page.wait_for_selector(LIVE, timeout=60_000)
        well = time.monotonic() - began
    yield Found(
        "a computer that slept for an hour",
        f"marked after {marked:.1f} s, well {well:.1f} s after its network",
        f"≤ 1 s, ≤ {LIVE_S:g} s",
        marked <= 1 and well <= LIVE_S,
    )


def restarted(place: Place, walls: int) -> Iterator[Found]:
    standing = [Standing(f"http://127.0.0.1:{place.port}", QUERY) for _ in range(walls)]
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    for one in standing:
        asyncio.run_coroutine_threadsafe(one.stand(), loop)
        time.sleep(RAMP_S)
    with place.page() as one, place.page() as two, place.page() as three:
        real = (one, two, three)
        for page in real:
            _opened(page, place.address)
        _until(lambda: all(one.well_at for one in standing))
        time.sleep(5)
        fetched = sum(one.fetched for one in standing)
        place.end()
        killed = time.monotonic()
        time.sleep(8)
        began = time.monotonic()
        place.begin("healthz")  # it is not asked whether it keeps up
        ready = time.monotonic()
        _until(lambda: all(one.well_at > began for one in standing))
        for page in real:
            page.wait_for_selector(LIVE, timeout=60_000)
        well = max(time.monotonic(), *(one.well_at for one in standing))
        assert place.server
        process = psutil.Process(place.server.pid)
        busy = sum(process.cpu_times()[:2])
        time.sleep(max(0, 20 - (time.monotonic() - ready)))
        settled = sum(process.cpu_times()[:2]) - busy
        most = Counter(int(at - began) for one in standing for at in one.asked if at > began).most_common(1)[0][1]
        again = sum(one.fetched for one in standing) - fetched
    asyncio.run_coroutine_threadsafe(ended(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    told = (
        f"all well {well - ready:.1f} s after it was ready ({well - began:.1f} after its start,"
        f" {well - killed:.0f} after the kill); at most {most} requests in one second; {again} scenes fetched;"
        f" processor {busy:.1f} s until then, {settled:.1f} s afterwards"
    )
    yield Found(
        f"restarted under {walls + len(real)} walls",
        told,
        f"≤ {WELL_S:g} s from when it is ready",
        well - ready <= WELL_S,
    )


def _until(so: Callable[[], bool], patience_s: float = 120) -> None:
    until = time.monotonic() + patience_s
    while not so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


TRIALS: dict[str, Callable[[Place, int], Iterator[Found]]] = {
    "plain": plain, "weak": weak, "slow": slow, "held": held, "frozen": frozen, "slept": slept, "restarted": restarted,
}  # fmt: skip

if __name__ == "__main__":
    main()

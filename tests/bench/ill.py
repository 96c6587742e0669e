"""How long a wall takes to say that it is not live, and to be well again: `python -m tests.bench.ill [STORE]`.

STORE is looked at only; without it the sample is loaded. In a real browser the server is killed, hung (also for a
whole minute), cut off. Promised: marked within 15 s, well within 10 s of the server's return
with the same view and figures all the while, and no dialog over them. A promise not kept ends the command with 1.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from playwright.sync_api import Browser, Page

from tests.bench.wall import made
from tests.support.proxy import proxied
from tests.support.server import browser, free_port, start

CLOCK = "2022-04-06T16:45@0"
ILL_S, HUNG_S = 5, 60  # how long an illness goes on after it was marked; how long the long one lasts in all
MARKED_S, WELL_S = 15, 10
LOST, LIVE = "body[data-wall-lost]", "body:not([data-wall-lost]) .wall .view[data-live-shown]"
HEAD = (
    "| illness | marked after s | lasted s | well after s | figures stayed | same view | covered |\n"
    "|---|---:|---:|---:|---|---|---|"
)
COVERED = """() => {
  const met = document.elementFromPoint(innerWidth / 2, innerHeight / 2); // the page itself where all is made inert
  return !!met && met !== document.documentElement && !met.closest(".wall")
    || [...document.querySelectorAll("[role=dialog], [data-testid=stDialog], [data-baseweb=modal]")]
      .some(d => d.getClientRects().length && getComputedStyle(d).visibility !== "hidden");
}"""
FIGURES = "document.querySelector('.wall .tiles-view').innerText"
SHOWN = "document.querySelector('.wall .view[data-live-shown]').dataset.key"


@dataclass(frozen=True)
class Illness:
    name: str
    marked: float
    lasted: float
    well: float
    stayed: bool
    same: bool
    covered: bool

    @property
    def kept(self) -> bool:
        return self.marked <= MARKED_S and self.well <= WELL_S and self.stayed and self.same and not self.covered

    def row(self) -> str:
        told = ["yes" if x else "no" for x in (self.stayed, self.same, self.covered)]
        return f"| {self.name} | {self.marked:.1f} | {self.lasted:.0f} | {self.well:.1f} | {' | '.join(told)} |"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path, nargs="?")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-ill-") as work:
        store = given.store or made(Path(work))
        print(HEAD, flush=True)
        kept = True
        for one in illnesses(store, Path(work)):
            print(one.row(), flush=True)
            kept &= one.kept
    told = "Kept" if kept else "Not kept"
    print(f"\nPromised: marked ≤ {MARKED_S} s, well ≤ {WELL_S} s, nothing over the figures. **{told}**")
    sys.exit(not kept)


def illnesses(store: Path, work: Path, *, long: bool = True) -> Iterator[Illness]:
    """`long`: with the one of a whole minute."""
    port = free_port()
    server = [start(store, CLOCK, work / "log", port)]
    own = f"http://localhost:{port}"
    address = f"{own}/wall?lang=zh&views=matrix,tiles&rotate=off"

    def again() -> None:
        server[0].wait()
        server[0] = start(store, CLOCK, work / "log", port)

    def tell(number: signal.Signals) -> Callable[[], None]:
        return lambda: os.kill(server[0].pid, number)

    hang, go_on = tell(signal.SIGSTOP), tell(signal.SIGCONT)
    try:
        with browser() as running, _wall(running, address) as page:
            yield _try(page, "killed (kill -9)", lambda: server[0].kill(), again)
            yield _try(page, "hung (SIGSTOP)", hang, go_on)
            if long:
                yield _try(page, f"hung for {HUNG_S} s", hang, go_on, HUNG_S)
        with (
            browser() as running,
            proxied([port]) as proxy,
            _wall(running, address.replace(own, proxy.address)) as page,
        ):

            def cable(cut: bool) -> None:
                proxy.cut = cut

            yield _try(page, "link cut", lambda: cable(True), lambda: cable(False))
    finally:
        _end(server[0])


@contextmanager
def _wall(running: Browser, address: str) -> Iterator[Page]:
    page = running.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(address)
    page.wait_for_selector(LIVE, timeout=90_000)
    page.keyboard.press("ArrowRight")  # not the view that a new page begins with
    yield page
    page.close()


def _end(server: Popen) -> None:
    os.kill(server.pid, signal.SIGCONT)
    server.terminate()
    server.wait(20)


def _try(page: Page, name: str, fall: Callable[[], object], heal: Callable[[], object], whole_s: float = 0) -> Illness:
    page.wait_for_timeout(6000)
    figures, shown = page.evaluate(FIGURES), page.evaluate(SHOWN)
    fall()
    fell = time.monotonic()
    page.wait_for_selector(LOST, state="attached", timeout=90_000)
    marked = time.monotonic() - fell
    page.wait_for_timeout(max(ILL_S, whole_s - marked) * 1000)
    covered, stayed = page.evaluate(COVERED), page.evaluate(FIGURES) == figures
    lasted = time.monotonic() - fell
    heal()
    began = time.monotonic()
    page.wait_for_selector(LIVE, timeout=90_000)
    well = time.monotonic() - began
    return Illness(name, marked, lasted, well, stayed, page.evaluate(SHOWN) == shown, covered or page.evaluate(COVERED))


if __name__ == "__main__":
    main()

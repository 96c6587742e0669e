"""A wall left alone for an hour while its replay runs at sixty times: `python -m tests.bench.hour STORE`.

STORE is copied. Every half minute: the page's memory after its garbage was collected, its nodes, the server's memory,
the view shown, the clock shown beside the one that it should show. The replay begins two days and six hours before the
sample's end, and runs past it: the clock must then stand still. Promised: no error, every view seen, the clock right,
the memory flat after the first ten minutes, the page's and the server's. A fault ends the command with 1.
"""

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
from playwright.sync_api import CDPSession, ConsoleMessage, Error, Page

from data_pipeline.core.clock import Clock, read_clock
from tests.support import samples
from tests.support.server import browser, free_port, start

BEGIN, SPEED = "2022-04-05T06:00", 60
EVERY_S, WARM_S, TOLD_EVERY = 30, 600, 4  # of the readings one in four is printed
ABORTED = "net::ERR_ABORTED"
PROBED = "/wall/_stcore/"  # the framework looks for itself below the page's address first, and is not there
CLOCK_WITHIN_MIN = 3  # shown minutes, three seconds of the room's time: a tick, and the way through the protocol
GROWTH = 1.25  # of the page's memory, the last ten minutes against the ten after warming up
SERVER_GROWTH = 1.1  # of the server's, at the end against that after ten minutes
AGAIN_MS = 10_000  # a page that loads itself again shows its clock by then
LEFT_S = 3.0  # before the page loads itself again it lets go of what it was asking for: that is no fault
SEE = """() => { const host = document.querySelector(".rq-host"); return {
  view: document.querySelector(".wall .view[data-live-shown]")?.dataset.key ?? "",
  views: [...document.querySelectorAll(".wall .view")].map(v => v.dataset.key),
  clock: document.querySelector(".wall-head .clock")?.textContent ?? "",
  lost: document.body.hasAttribute("data-wall-lost"), version: host?.version ?? "",
  loaded: performance.timeOrigin } }"""


@dataclass(frozen=True)
class Reading:
    at_s: float
    heap_mb: float  # of JavaScript, after its garbage was collected
    nodes: int
    listeners: int
    page_mb: float  # of the browser's process that draws the page
    server_mb: float
    view: str
    views: tuple[str, ...]
    shown: str
    due: datetime
    lost: bool
    loaded: float
    version: str

    @property
    def off_min(self) -> int:
        """Minutes between the clock shown and the one due."""
        if ":" not in self.shown:
            return 720
        hour, minute = map(int, self.shown.split(":"))
        off = abs(hour * 60 + minute - self.due.hour * 60 - self.due.minute)
        return min(off, 1440 - off)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path)
    ask.add_argument("--minutes", type=float, default=62)  # the page is loaded again after sixty
    ask.add_argument("--port", type=int, default=0)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-hour-") as work, browser() as running:
        store, port = Path(work) / "store", given.port or free_port()
        shutil.copytree(given.store, store)
        told = f"{BEGIN}@{SPEED}~{time.time() + 5:.1f}"
        clock = read_clock(told, samples.pack().operation)
        server = start(store, f"replay:{told}", Path(work) / "log", port)
        try:
            page, faults = running.new_page(viewport={"width": 1920, "height": 1080}), []
            _listen(page, faults)
            page.goto(f"http://localhost:{port}/wall?lang=zh&theme=dark&dwell=10")
            page.wait_for_selector(".wall .view[data-live-shown]", timeout=120_000)
            readings = _watch(page, psutil.Process(server.pid), clock, given.minutes * 60)
            page.close()  # before the server, which it would miss
        finally:
            server.terminate()
            server.wait(20)
        logged = (Path(work) / "log").read_text(errors="replace")
    faults += [f"server: {line[:160]}" for line in logged.splitlines() if "Error" in line or "Traceback" in line]
    sys.exit(_verdict(readings, faults))


def _listen(page: Page, faults: list[str]) -> None:
    left: list[tuple[float, str]] = []  # let go of, until it is known whether the page was loading itself again

    def let_go(url: str, why: str | None) -> None:
        told = f"request: {url[:100]} {why}"
        if why == ABORTED:
            left.append((time.monotonic(), told))
        else:
            faults.append(told)

    def loaded_again() -> None:
        now = time.monotonic()
        faults.extend(told for at, told in left if now - at > LEFT_S)
        left.clear()

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and PROBED not in message.location.get("url", ""):
            faults.append(f"console: {message.text[:160]}")

    def answered(status: int, url: str) -> None:
        if status >= 400 and PROBED not in url:
            faults.append(f"{status}: {url[:100]}")

    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"page: {str(error)[:160]}"))
    page.on("requestfailed", lambda r: let_go(r.url, r.failure))
    page.on("framenavigated", lambda _: loaded_again())
    page.on("close", lambda _: loaded_again())
    page.on("response", lambda r: answered(r.status, r.url))


def _watch(page: Page, server: psutil.Process, clock: Clock, seconds: float) -> list[Reading]:
    cdp = page.context.new_cdp_session(page)
    began, readings = time.monotonic(), []
    print("| minute | JS heap MB | nodes | listeners | page MB | server MB | view | clock | due | live |")
    print("|---:|---:|---:|---:|---:|---:|---|---|---|---|", flush=True)
    while time.monotonic() - began < seconds:
        try:
            reading = _read(page, cdp, server, clock, began)
        except Error:  # the page was being loaded again
            reading = None
        if reading is None or not reading.shown:
            page.wait_for_timeout(AGAIN_MS)
            reading = _read(page, cdp, server, clock, began)
        if len(readings) % TOLD_EVERY == 0:
            print(_row(reading), flush=True)
        readings.append(reading)
        page.wait_for_timeout(EVERY_S * 1000)
    print(_row(readings[-1]))
    return readings


def _read(page: Page, cdp: CDPSession, server: psutil.Process, clock: Clock, began: float) -> Reading:
    cdp.send("HeapProfiler.collectGarbage")
    heap = cdp.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    counts = cdp.send("Memory.getDOMCounters")
    seen, due = page.evaluate(SEE), clock.now()
    return Reading(
        time.monotonic() - began,
        heap,
        counts["nodes"],
        counts["jsEventListeners"],
        _renderers_mb(),
        server.memory_info().rss / 1e6,
        seen["view"],
        tuple(seen["views"]),
        seen["clock"],
        due,
        seen["lost"],
        seen["loaded"],
        seen["version"],
    )


def _renderers_mb() -> float:
    """Of the browser's largest process that draws; one of them may end while we look."""
    sizes = [0]
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "--type=renderer" in process.cmdline():
                sizes.append(process.memory_info().rss)
    return max(sizes) / 1e6


def _row(r: Reading) -> str:
    figures = f"{r.at_s / 60:.0f} | {r.heap_mb:.1f} | {r.nodes} | {r.listeners} | {r.page_mb:.0f} | {r.server_mb:.0f}"
    view = r.view.removeprefix("view-")
    return f"| {figures} | {view} | {r.shown} | {r.due:%m-%d %H:%M} | {'no' if r.lost else 'yes'} |"


def _verdict(readings: list[Reading], faults: list[str]) -> int:
    every = {view for r in readings for view in r.views}
    unseen = sorted(every - {r.view for r in readings})
    wrong = [r for r in readings if r.off_min > CLOCK_WITHIN_MIN]
    lost = [r for r in readings if r.lost]
    start, end = _typical(readings, WARM_S, 2 * WARM_S), _typical(readings, readings[-1].at_s - WARM_S, 1e9)
    growth = end / start if start else 1
    warm = next((r.server_mb for r in readings if r.at_s >= WARM_S), readings[-1].server_mb)
    server = readings[-1].server_mb / warm
    stopped = len({r.shown for r in readings if r.due == readings[-1].due})
    print(
        f"\n{len(readings)} readings in {readings[-1].at_s / 60:.0f} minutes; {len({r.version for r in readings})}"
        f" states of the data; the page loaded {len({r.loaded for r in readings})} time(s)"
        f"\n- JS heap: {readings[0].heap_mb:.1f} MB at the start, {start:.1f} after warming up, {end:.1f} at the end"
        f" (× {growth:.2f}, promised ≤ {GROWTH})"
        f"\n- nodes {readings[0].nodes} → {readings[-1].nodes}; server {readings[0].server_mb:.0f} MB,"
        f" {warm:.0f} after ten minutes, {readings[-1].server_mb:.0f} at the end"
        f" (× {server:.2f}, promised ≤ {SERVER_GROWTH}), at most {max(r.server_mb for r in readings):.0f}"
        f"\n- views: {len(every) - len(unseen)} of {len(every)} seen{f', never: {unseen}' if unseen else ''}"
        f"\n- clock wrong in {len(wrong)} readings (worst {max(r.off_min for r in readings)} shown minutes);"
        f" at the replay's end it showed {stopped} time(s) of day"
        f"\n- not live in {len(lost)} readings; errors: {len(faults)}"
    )
    for fault in dict.fromkeys(faults):
        print(f"  - {faults.count(fault)} × {fault}")
    bad = bool(unseen or wrong or lost or faults) or growth > GROWTH or server > SERVER_GROWTH
    print(f"\n**{'Not kept' if bad else 'Kept'}**", flush=True)
    return int(bad)


def _typical(readings: list[Reading], since_s: float, until_s: float) -> float:
    """The middle of the page's memory between two moments; of all, where the run was too short for them."""
    heaps = sorted(r.heap_mb for r in readings if since_s <= r.at_s <= until_s) or sorted(r.heap_mb for r in readings)
    return heaps[len(heaps) // 2]


if __name__ == "__main__":
    main()

"""A wall through two midnights: `python -m tests.bench.nights STORE [--speed 60] [--minutes 30]`.

STORE is copied. The replay begins at 22:00. Every other second a picture: a frame without figures is counted. Promised:
as many views shown in each five minutes as in any other, the day and the clock right, the page's and the server's
memory flat, no blank frame, no error, live throughout. A promise not kept ends the command with 1.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psutil
from PIL import Image
from playwright.sync_api import Page

from data_pipeline.core.clock import Clock, read_clock
from tests.bench.hour import ABORTED, Reading, _listen, _read, _row
from tests.support import samples
from tests.support.server import browser, free_port, start

BEGIN, SPEED, MINUTES = "2022-04-04T22:00", 60, 30
EVERY_S, READ_EVERY, DWELL_S, WINDOW_S = 2.0, 30, 10, 300
SMALL, LEAST_INK = (320, 180), 0.03  # a frame has figures where so many of its points are another colour than most
SPOKEN_FROM, SPEAKS_BY = 8, 10  # the closed day stays until the new one speaks: at the latest then
GROWTH = 1.25
TURNED = """window.riqingTurned = [];
const shows = ({ target }) => target.hasAttribute("data-live-shown");
new MutationObserver((all) => all.some(shows) && riqingTurned.push(Date.now()))
  .observe(document, { subtree: true, attributeFilter: ["data-live-shown"] });"""
DAY = "document.querySelector('[data-day]')?.dataset.day"


@dataclass
class Night:
    readings: list[Reading] = field(default_factory=list)
    frames: int = 0
    blank: list[datetime] = field(default_factory=list)
    wrong_day: list[str] = field(default_factory=list)
    midnights: set[date] = field(default_factory=set)
    turned: list[float] = field(default_factory=list)

    def windows(self) -> list[int]:
        """Views shown in each whole five minutes."""
        began = self.turned[0]
        of = Counter(int((at - began) / 1000 // WINDOW_S) for at in self.turned)
        return [of[n] for n in range(max(of))]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path)
    ask.add_argument("--speed", type=int, default=SPEED)
    ask.add_argument("--minutes", type=float, default=MINUTES)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-nights-") as work, browser() as running:
        store, port = Path(work) / "store", free_port()
        shutil.copytree(given.store, store)
        told = f"{BEGIN}@{given.speed}~{time.time() + 5:.1f}"
        server = start(store, f"replay:{told}", Path(work) / "log", port)
        try:
            page, faults = running.new_page(viewport={"width": 1920, "height": 1080}), []
            _listen(page, faults)
            page.add_init_script(TURNED)
            page.goto(f"http://localhost:{port}/wall?lang=zh&theme=dark&dwell={DWELL_S}")
            page.wait_for_selector(".wall .view[data-live-shown]", timeout=120_000)
            clock = read_clock(told, samples.pack().operation)
            night = _watched(page, psutil.Process(server.pid), clock, given.minutes * 60)
            page.close()
        finally:
            server.terminate()
            server.wait(20)
    sys.exit(_verdict(night, faults))


def _watched(page: Page, server: psutil.Process, clock: Clock, seconds: float) -> Night:
    night, cdp, began = Night(), page.context.new_cdp_session(page), time.monotonic()
    while time.monotonic() - began < seconds:
        turn = time.monotonic()
        due = clock.now()
        if _is_blank(page.screenshot()):
            night.blank.append(due)
        if night.frames % READ_EVERY == 0:
            night.readings.append(_read(page, cdp, server, clock, began))
            print(_row(night.readings[-1]), flush=True)
        _see_day(night, page.evaluate(DAY), due)
        night.frames += 1
        page.wait_for_timeout(max(EVERY_S - (time.monotonic() - turn), 0) * 1000)
    night.turned = page.evaluate("riqingTurned")
    return night


def _is_blank(png: bytes) -> bool:
    small = Image.open(BytesIO(png)).convert("L").resize(SMALL)
    most = max(n for n, _ in small.getcolors(256) or [(0, 0)])
    return 1 - most / (SMALL[0] * SMALL[1]) < LEAST_INK


def _see_day(night: Night, shown: str, due: datetime) -> None:
    today, before = due.date(), due.date() - timedelta(days=1)
    right = {before} if due.hour < SPOKEN_FROM else {today} if due.hour >= SPEAKS_BY else {today, before}
    if date.fromisoformat(shown) not in right:
        night.wrong_day.append(f"{shown} at {due:%m-%d %H:%M}")
    night.midnights.add(today)


def _verdict(night: Night, faults: list[str]) -> int:
    readings, windows = night.readings, night.windows()
    left, faults = sum(ABORTED in x for x in faults), [x for x in faults if ABORTED not in x]
    third = len(readings) // 3
    heaps = [
        sorted(r.heap_mb for r in part)[len(part) // 2] for part in (readings[third : 2 * third], readings[-third:])
    ]
    server = [max(r.server_mb for r in part) for part in (readings[third : 2 * third], readings[-third:])]
    off, lost = [r for r in readings if r.off_min > 3 * SPEED / 60 + 2], [r for r in readings if r.lost]
    print(
        f"\n{night.frames} frames, {len(night.blank)} blank; {len(night.midnights) - 1} midnights;"
        f" {len(readings)} readings; {len({r.version for r in readings})} states of the data"
        f"\n- views shown in five minutes: {min(windows)} to {max(windows)} ({windows})"
        f"\n- wrong day in {len(night.wrong_day)} frames {night.wrong_day[:3]}; clock wrong in {len(off)} readings"
        f" (worst {max(r.off_min for r in readings)} shown minutes); not live in {len(lost)}"
        f"\n- JS heap {heaps[0]:.1f} → {heaps[1]:.1f} MB (middle and last third, promised × {GROWTH})"
        f"\n- server, at most: {server[0]:.0f} → {server[1]:.0f} MB; nodes {readings[0].nodes} → {readings[-1].nodes}"
        f"\n- requests that the page itself let go of, to ask anew: {left}"
        f"\n- errors: {len(faults)} {sorted(set(faults))[:5]}"
    )
    bad = bool(night.blank or night.wrong_day or off or lost or faults) or max(windows) - min(windows) > 2
    bad |= heaps[1] > GROWTH * heaps[0] or server[1] > GROWTH * server[0]
    print(f"\n**{'Not kept' if bad else 'Kept'}**", flush=True)
    return int(bad)


if __name__ == "__main__":
    main()

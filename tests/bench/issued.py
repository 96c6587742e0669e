"""From the last file of a report time to the finished set, and how the copy opens: `python -m tests.bench.issued`.

The sample up to 18:45 of 6 April is loaded but for its last file. From that file on: the city's eight documents, each
district's, the offline copy, all made as the server makes them, entered and put into a folder. Then the copy is opened
from its file in a browser whose processor is four times slower. A promise not kept ends the command with 1.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event

import psutil

from data_pipeline.board.board import Board
from data_pipeline.board.moments import moment_of
from data_pipeline.brief.due import Due
from data_pipeline.brief.forms import rendered
from data_pipeline.brief.issue import KINDS, Issuer, Made
from data_pipeline.brief.make import brief, wanted
from data_pipeline.core.clock import Clock
from data_pipeline.outbox.channels import Channel, Channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import Outbox
from data_pipeline.sample import deliveries
from pages.server import issuing
from tests.support import samples
from tests.support.server import browser

NOW = datetime(2022, 4, 6, 18, 45)
SET_S, PDF_S, OPENS_S, MOST_BYTES, WEAK = 60.0, 3.0, 3.0, 8_000_000, 4
PAINTED = "performance.getEntriesByName('first-contentful-paint').map((e) => e.startTime)[0] ?? 0"
STANDS = """document.body.dataset.ready === location.hash
  && [...document.querySelectorAll("[data-chart]")].filter((c) => c.clientWidth && c.checkVisibility())
  .every((c) => c.querySelector("svg")) ? performance.now() : 0"""
HEAD = "| what | measured | promised | |\n|---|---|---|---|"
Row = tuple[str, str, str, bool]


def issue(board: Board, folder: Path) -> list[Row]:
    """The whole chain; documents and copy beside each other, in processes of their own."""
    known = Channels(channel=(Channel(id="archive", kind="folder", to=(str(folder),), takes=("brief", "copy")),))
    rows: list[Row] = []

    def made(due: Due, at: str, renew: Callable[[], object]) -> Made:
        began = time.monotonic()
        found = issuing.made(due, at, renew, Event())
        took = f"{time.monotonic() - began:.1f} s, with others beside"
        rows.append((f"{due.key}: {len(found.files)} files", took, "", True))
        return found

    began, spent = time.monotonic(), _cpu()
    *_, last = _until(NOW)
    board.receive_all([last])
    with ThreadPoolExecutor(len(KINDS)) as both:  # as the server does
        [*both.map(lambda kind: Issuer(board, made, known, kinds=(kind,)).look(NOW), KINDS)]
    arrived = deliver(Outbox(board.state), known, lambda file: board.kept_file(file.sha256))
    took = time.monotonic() - began
    return [
        *rows,
        ("the processor's part in it", f"{_cpu() - spent:.1f} s", "", True),
        (f"from the last file to {arrived} messages in a folder", f"{took:.1f} s", f"{SET_S:g} s", took <= SET_S),
    ]


def pdf(board: Board) -> Row:
    """In a process that shows the board already."""
    moment, of = moment_of(Clock(NOW, 0)), wanted(board.pack, "zh")
    brief(board, moment, of)
    began = time.monotonic()
    rendered(brief(board, moment, of), "pdf")
    took = time.monotonic() - began
    return "PDF alone", f"{took:.1f} s", f"{PDF_S:g} s", took <= PDF_S


def opened(copy: Path) -> list[Row]:
    size = copy.stat().st_size
    asked: list[str] = []
    with browser() as running:
        page = running.new_page(viewport={"width": 1440, "height": 900})
        page.on("request", lambda r: asked.append(r.url))
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": WEAK})
        page.goto(f"file://{copy}#lang=zh&theme=light&to=command", wait_until="commit")
        while not (stood := page.evaluate(STANDS)):
            page.wait_for_timeout(20)
        painted = page.evaluate(PAINTED)
    out = [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]
    return [
        ("size of the copy", f"{size:,} bytes", f"{MOST_BYTES:,}", size <= MOST_BYTES),
        (f"opens from its file, processor ÷ {WEAK}: first painted", f"{painted / 1000:.2f} s", "", True),
        ("… figures and charts in sight", f"{stood / 1000:.2f} s", f"{OPENS_S:g} s", stood <= 1000 * OPENS_S),
        ("… requests to a network", f"{len(out)}", "0", not out),
    ]


def _until(now: datetime) -> list:
    return [d for d in deliveries(samples.pack()) if d.at <= now]


def _cpu() -> float:
    """Of this process and all it waited for."""
    own = psutil.Process().cpu_times()
    return own.user + own.system + own.children_user + own.children_system


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="riqing-bench-") as work:
        root, folder = Path(work) / "board", Path(work) / "out"
        folder.mkdir()
        os.environ["BOARD_STORE"] = f"file:{root}"
        samples.opened(root).receive_all(_until(NOW)[:-1])
        board = samples.opened(root)
        rows = [*issue(board, folder), pdf(board), *opened(next(folder.glob("copy-*/*.html")))]
    print(HEAD)
    for what, measured, promised, kept in rows:
        print(f"| {what} | {measured} | {promised} | {'' if not promised else 'kept' if kept else '**not kept**'} |")
    return any(not kept for *_, kept in rows)


if __name__ == "__main__":
    sys.exit(main())

"""A slot at which every district sends all of its files within a minute: `python -m tests.bench.slot [--senders 8]`.

The sample's day up to 17:50 is loaded; then the files of 18:00, cut into one a district and feed, and a correction of
one of them, 16 × 8 in all, come over HTTP within a minute from several senders at once, while somebody opens the
command page again and again. Promised: every file is taken, no page is drawn later than 10 s, no more than 40 threads.
"""

import argparse
import asyncio
import hashlib
import itertools
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from data_pipeline.intake import Delivery
from data_pipeline.sample import Simulation, deliveries
from tests.bench.clocks import AFTER_S, DRAWN_S, THREADS, Seen, _measure, _open, _probed
from tests.support import samples
from tests.support.server import free_port, start

CLOCK, HOUR, WITHIN_S, FILES = "2022-04-06T18:01@1", 18, 60.0, 16 * 8
TOKEN = "rq_bench"
AGAIN = (503, 507)  # tried again as the answer says


@dataclass
class Sent:
    answers: Counter[str] = field(default_factory=Counter)
    took_s: list[float] = field(default_factory=list)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--senders", type=int, default=8)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-slot-") as work:
        day = list(deliveries(samples.pack(), Simulation(first_day=samples.DAY, last_day=samples.DAY)))
        samples.opened(Path(work) / "store").receive_all(
            d for d in day if d.at.hour < HOUR and d.at.date() == samples.DAY
        )
        files = list(itertools.islice(_parts([d for d in day if d.at.hour == HOUR]), FILES))
        seen, sent, over_s = _sent(Path(work), files, given.senders)
    kept = _told(files, seen, sent, over_s)
    sys.exit(not kept)


def _told(files: list[Delivery], seen: Seen, sent: Sent, over_s: float) -> bool:
    took, drawn = sorted(sent.took_s), sorted(seen.drawn_s)
    print(
        "| files | answers | all taken after s | answer, s: median / slowest | threads: most → after"
        " | MB: before → most → after | page drawn, s: median / slowest | pages | looks at which it said so |"
        "\n|---:|---|---:|---|---|---|---|---:|---:|"
    )
    print(
        f"| {len(files)} | {dict(sent.answers)} | {over_s:.0f} | {took[len(took) // 2]:.1f} / {took[-1]:.1f}"
        f" | {max(seen.threads)} → {seen.after_threads}"
        f" | {seen.mb[0]:.0f} → {max(seen.mb):.0f} → {seen.after_mb:.0f}"
        f" | {drawn[len(drawn) // 2]:.1f} / {drawn[-1]:.1f} | {len(drawn)} | {seen.ill} |"
    )
    print(seen.more())
    kept = set(sent.answers) <= {"201", "200"} and seen.drawn_or_told and max(seen.threads) <= THREADS
    told = "Kept" if kept else "Not kept"
    print(f"\nPromised: every file taken, drawn ≤ {DRAWN_S:.0f} s, threads ≤ {THREADS}. **{told}**")
    return kept


def _parts(whole: list[Delivery]) -> Iterator[Delivery]:
    """One file a district of each; then each again, its last row left out."""
    pack = samples.pack()
    for shorter in (False, True):
        for d in whole:
            feed, text = pack.feeds[d.feed], _text(d.data)
            head, *lines = text.splitlines()
            named = head.split(",")
            column = next((c for c in feed.columns if c.name == feed.district_column), None)
            if column is None:
                continue
            place = next(i for i, h in enumerate(named) if h in (column.name, column.zh, column.en))
            by: dict[str, list[str]] = {}
            for line in lines:
                by.setdefault(line.split(",")[place], []).append(line)
            for district, own in by.items():
                if district and len(own) > shorter:
                    body = "\n".join([head, *own[: len(own) - shorter]]) + "\n"
                    yield Delivery(d.feed, f"{district} {shorter:d} {d.name}", body.encode(), "bench", d.at)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16")


def _sent(work: Path, files: list[Delivery], senders: int) -> tuple[Seen, Sent, float]:
    tokens = work / "tokens.toml"
    tokens.write_text(f'[[token]]\nsender = "bench"\nsha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"\n')
    os.environ["BOARD_TOKENS"] = str(tokens)
    port = free_port()
    process = start(work / "store", CLOCK, work / "log", port)
    try:
        return asyncio.run(_slot(f"http://localhost:{port}", psutil.Process(process.pid), files, senders))
    finally:
        process.terminate()
        process.wait(20)


async def _slot(address: str, server: psutil.Process, files: list[Delivery], senders: int) -> tuple[Seen, Sent, float]:
    seen, sent, began = Seen(), Sent(), time.monotonic()
    await _open(address, seen)
    seen.drawn_s.clear()  # of a server that had just begun
    await asyncio.to_thread(_measure, server, seen, address)
    loop, began = asyncio.get_running_loop(), time.monotonic()
    with ThreadPoolExecutor(senders) as pool:
        work = []
        for n, one in enumerate(files):
            due = began + n * WITHIN_S / len(files)
            work.append(loop.run_in_executor(pool, _send, address, one, due, sent))
        done, probing = asyncio.gather(*work), asyncio.create_task(_probed(address, seen))
        while not done.done():
            await _open(address, seen)
            await asyncio.to_thread(_measure, server, seen, address)
            await asyncio.sleep(2)
        await done
        probing.cancel()
        over_s = time.monotonic() - began
    await asyncio.sleep(AFTER_S)
    seen.after_mb, seen.after_threads = server.memory_info().rss / 1e6, server.num_threads()
    return seen, sent, over_s


def _send(address: str, one: Delivery, due: float, sent: Sent) -> None:
    time.sleep(max(0.0, due - time.monotonic()))
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/csv"}
    name = urllib.request.quote(one.name)  # type: ignore[attr-defined]
    url = f"{address}/api/feeds/{one.feed}?confirm=1&partial=1&name={name}"
    while True:
        try:
            status = urllib.request.urlopen(urllib.request.Request(url, one.data, headers), timeout=300).status
        except urllib.error.HTTPError as why:
            status = why.code
            if status in AGAIN:
                time.sleep(float(why.headers.get("Retry-After", 5)))
                continue
        sent.answers[str(status)] += 1
        sent.took_s.append(time.monotonic() - began)
        return


if __name__ == "__main__":
    main()

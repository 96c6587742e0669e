"""What many who bring clocks of their own do to the others: `python -m tests.bench.clocks [STORE] [--clocks 50]
[--minutes 10] [--warm 6]`.

So many event streams, each by a clock of its own at 3600 times the pace, come from strangers, while somebody opens the
command page again and again by the shared clock, and leaves once its figures stand. STORE is looked at only; without it
the sample is loaded. Promised: no more than 40 threads, memory level within 10 % for so many minutes after so many of
warming up, and given back after the last viewer, a page drawn within 10 s or the probe says that viewers wait, and what
is refused is refused in words. A busy machine is told by its load; see also which threads there were when there were
most.
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.bench.viewers import Viewer
from tests.bench.wall import made
from tests.support.server import free_port, start

CLOCK = "2022-04-06T14:00@60"
THREADS, GROWTH, DRAWN_S = 40, 1.1, 10.0
EVERY_S = 5.0
AFTER_S = 150.0  # sessions, slices and the allocator have let go by then


@dataclass
class Seen:
    threads: list[int] = field(default_factory=list)
    mb: list[float] = field(default_factory=list)
    drawn_s: list[float] = field(default_factory=list)
    refused: int = 0
    streams: int = 0
    ill: int = 0  # looks at which /readyz said so
    load: list[float] = field(default_factory=list)
    named: str = ""  # the threads when there were most of them
    after_mb: float = 0.0  # when all have left
    after_threads: int = 0

    warm: int = 0  # measurements until it was warm

    @property
    def warm_mb(self) -> float:
        return max(self.mb[: max(1, self.warm)])

    @property
    def kept(self) -> bool:
        return (
            max(self.threads) <= THREADS
            and max(self.mb) <= GROWTH * self.warm_mb
            and self.after_mb <= max(self.mb)
            and self.drawn_or_told
            and self.refused > 0
        )

    @property
    def drawn_or_told(self) -> bool:
        return max(self.drawn_s) <= DRAWN_S or self.ill > 0

    def more(self) -> str:
        """What a reader of the row asks next."""
        late = sum(s > DRAWN_S for s in self.drawn_s)
        return (
            f"\nDrawn later than {DRAWN_S:.0f} s: {late} of {len(self.drawn_s)}; ill was "
            f"{'said' if self.ill else 'never said'}."
            f" Load of the machine: {min(self.load):.0f} to {max(self.load):.0f}."
            f"\nMB in the course of it: {', '.join(f'{mb:.0f}' for mb in self.mb[:: max(1, len(self.mb) // 16)])}."
            f"\nMost threads: {self.named}"
        )

    def row(self, clocks: int) -> str:
        return (
            f"| {clocks} | {self.refused} | {self.threads[0]} → {max(self.threads)} → {self.after_threads}"
            f" | {self.warm_mb:.0f} / {max(self.mb):.0f} / {self.after_mb:.0f}"
            f" | {sorted(self.drawn_s)[len(self.drawn_s) // 2]:.1f} / {max(self.drawn_s):.1f} | {len(self.drawn_s)}"
            f" | {self.ill} |"
        )


HEAD = (
    "| clocks | refused | threads: before → most → after | MB: most while warming up / most / after"
    " | page drawn, s: median / slowest | pages | looks at which it said so |\n|---:|---:|---|---|---|---:|---:|"
)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path, nargs="?")
    ask.add_argument("--clocks", type=int, default=50)
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument(
        "--warm", type=float, default=6, help="minutes before these: every slice that is kept has been made"
    )
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="riqing-clocks-") as work:
        store = given.store or made(Path(work))
        seen = attacked(store, Path(work), given.clocks, (given.warm * 60, given.minutes * 60))
    print(HEAD)
    print(seen.row(given.clocks))
    print(seen.more())
    told = "Kept" if seen.kept else "Not kept"
    print(f"\nPromised: threads ≤ {THREADS}, memory ≤ {GROWTH} × warming up, drawn ≤ {DRAWN_S:.0f} s. **{told}**")
    sys.exit(not seen.kept)


def attacked(store: Path, work: Path, clocks: int, seconds: tuple[float, float]) -> Seen:
    """`seconds`: of warming up, and after it."""
    port = free_port()
    process = start(store, CLOCK, work / "log", port)
    try:
        return asyncio.run(_attack(f"http://localhost:{port}", psutil.Process(process.pid), clocks, seconds))
    finally:
        process.terminate()
        process.wait(20)


async def _attack(address: str, server: psutil.Process, clocks: int, seconds: tuple[float, float]) -> Seen:
    seen = Seen()
    _measure(server, seen, address)
    await _open(address, seen)
    streams = [asyncio.create_task(_stream(address, n, seen)) for n in range(clocks)]
    streams.append(asyncio.create_task(_probed(address, seen)))
    warm = time.monotonic() + seconds[0]
    until = warm + seconds[1]
    while (now := time.monotonic()) < until:
        if now < warm:
            seen.warm = len(seen.mb)
        await _open(address, seen)
        await asyncio.to_thread(_measure, server, seen, address)
        await asyncio.sleep(EVERY_S)
    for stream in streams:
        stream.cancel()
    await asyncio.sleep(AFTER_S)
    seen.after_mb, seen.after_threads = server.memory_info().rss / 1e6, server.num_threads()
    return seen


def _measure(server: psutil.Process, seen: Seen, address: str) -> None:
    seen.threads.append(server.num_threads())
    seen.mb.append(server.memory_info().rss / 1e6)
    seen.load.append(os.getloadavg()[0])
    if seen.threads[-1] == max(seen.threads):
        seen.named = _named(address)


def _named(address: str) -> str:
    """As the server itself counts them, the most of a kind first."""
    try:
        told = urllib.request.urlopen(f"{address}/metrics", timeout=30).read().decode()
    except OSError:
        return "?"
    found = re.findall(r'riqing_threads_named\{name="([^"]+)"\} (\d+)', told)
    return ", ".join(f"{name} {count}" for name, count in sorted(found, key=lambda x: -int(x[1])))


async def _probed(address: str, seen: Seen) -> None:
    """Beside the viewer, as a watch would: while they wait, not once they have been served."""
    while True:
        seen.ill += not await asyncio.to_thread(_is_well, address)
        await asyncio.sleep(2)


def _is_well(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/readyz", timeout=30).status == 200
    except OSError:
        return False


async def _open(address: str, seen: Seen) -> None:
    """A page opened by the shared clock, until its figures are there, and left."""
    viewer, began = Viewer(address, "/", "lang=en", listens=False), time.monotonic()
    look = asyncio.create_task(viewer.look())
    while not viewer.boards and time.monotonic() - began < 60:
        await asyncio.sleep(0.05)
    seen.drawn_s.append(time.monotonic() - began)
    look.cancel()
    await asyncio.gather(look, return_exceptions=True)


async def _stream(address: str, number: int, seen: Seen) -> None:
    """A stranger's stream, opened again when it is refused or ends."""
    host, port = address.split("//")[1].split(":")
    while True:
        try:
            reader, writer = await asyncio.open_connection(host, int(port))
            clock = f"2022-04-0{1 + number % 6}T08:{number:02d}@3600~{time.time():.1f}"
            writer.write(f"GET /api/events?clock={clock} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            status = await reader.readline()
            seen.refused += b" 503" in status
            seen.streams += b" 200" in status
            while b" 200" in status and await reader.readline():
                pass
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(3)


if __name__ == "__main__":
    main()

"""PostgreSQL away for a while, two servers on one lake: `python -m tests.bench.away [SECONDS]`. What readers got, what
senders were answered, how long after its return the next file was taken."""

import http.client
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import samples
from tests.support.replicas import TOKEN, Replicas, replicas

CLOCK = "2022-04-06T16:45@0"
READ = ("/api/latest/day.csv", "/api/latest/gauges.csv", "/export/command.csv?lang=zh", "/command", "/healthz")
EVERY_S = 5.0
FILE = "report_date,as_of,district_code\n2022-04-06,2022-04-06 16:00,{}\n"


def ask(address: str, path: str, body: bytes | None = None) -> tuple[int, bytes, float, str]:
    began = time.monotonic()
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/csv"} if body else {}
    link.request("POST" if body else "GET", path, body, sent)
    answer = link.getresponse()
    data = answer.read()
    return answer.status, data, time.monotonic() - began, answer.headers.get("Retry-After", "")


def away(of: Replicas, seconds: float) -> None:
    bodies = {path: ask(of.own[0], path)[1] for path in READ}
    read, sent, slowest, changed, number = Counter(), Counter(), 0.0, 0, 0
    of.server.stop("immediate")
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            for own in of.own:
                for path in READ:
                    status, data, took, _ = ask(own, path)
                    read[status] += 1
                    slowest, changed = max(slowest, took), changed + (data != bodies[path])
                number += 1
                status, data, took, again = ask(own, "/api/feeds/transfer?confirm=1", FILE.format(number).encode())
                sent[f"{status} {again}"] += 1
                said = data.decode()[:300]
            time.sleep(EVERY_S)
    finally:
        of.server.start()
    began = time.monotonic()
    while (status := ask(of.own[0], "/api/feeds/transfer?confirm=1", FILE.format(0).encode())[0]) == 503:
        time.sleep(0.2)
    print(f"{seconds:g} s away: read {dict(read)}, other than before {changed}, slowest {slowest:.2f} s")
    print(f"sent {dict(sent)}: {said}")
    print(f"after it came back: {status} after {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        samples.short(Path(folder) / "sample")
        with replicas(Path(folder) / "sample", CLOCK, Path(folder)) as found:
            print(*found.own, flush=True)
            away(found, float(sys.argv[1]) if len(sys.argv) > 1 else 600)

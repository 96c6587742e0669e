"""`GET /metrics`: a few figures about the board itself, in the text form that Prometheus reads."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data_pipeline.board import board
from data_pipeline.inbox import waiting

TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Counted:
    """Events of this process by outcome."""

    def __init__(self) -> None:
        self._lock, self._counts = Lock(), Counter()

    def count(self, outcome: str) -> None:
        with self._lock:
            self._counts[outcome] += 1

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(self._counts)


RECEIVED = Counted()


async def metrics(_: Request) -> Response:
    return PlainTextResponse(await asyncio.to_thread(text), media_type=TYPE)


def text() -> str:
    of = board()
    loads = of.loads()
    seen = loads.loc[loads["visible"]] if len(loads) else loads
    zone = ZoneInfo(of.pack.operation.timezone)
    moments: dict[str, list[datetime]] = {feed: [] for feed in of.pack.feeds}
    for feed, received_at in zip(seen["feed"], seen["received_at"], strict=True):
        moments.setdefault(feed, []).append(received_at)
    counts = {feed: len(came) for feed, came in moments.items()}
    last = {feed: _seconds(max(came), zone) for feed, came in moments.items() if came}
    return "".join(
        (
            _one("riqing_loads", "gauge", "Files that stand, by feed.", "feed", counts),
            _one("riqing_last_received_timestamp_seconds", "gauge", "When the newest came.", "feed", last),
            _one("riqing_http_files_total", "counter", "Files sent over HTTP.", "outcome", RECEIVED.counts()),
            _one(
                "riqing_inbox_waiting",
                "gauge",
                "Files of the inbox to be tried again, by reason.",
                "reason",
                Counter(w.code for w in waiting()),
            ),
            _one("riqing_ledger_bytes", "gauge", "Size of the ledger.", "", {"": of.ledger_bytes()}),
        )
    )


def _seconds(moment: datetime, zone: ZoneInfo) -> float:
    return moment.replace(tzinfo=zone).astimezone(UTC).timestamp()


def _one(name: str, kind: str, says: str, label: str, values: Mapping[str, float]) -> str:
    lines: Iterable[str] = (
        f'{name}{{{label}="{k}"}} {v:.15g}' if label else f"{name} {v:.15g}" for k, v in values.items()
    )
    return "\n".join((f"# HELP {name} {says}", f"# TYPE {name} {kind}", *lines, ""))

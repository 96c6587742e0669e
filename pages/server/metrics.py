"""`GET /metrics`: figures about the board itself, in the text form that Prometheus reads."""

import asyncio
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from data_pipeline.board.board import Board, board
from data_pipeline.board.guarded import TALLY
from data_pipeline.brief import issue
from data_pipeline.channels.inbox import waiting
from data_pipeline.channels.trial import TRIALS
from data_pipeline.core import caches as kept
from data_pipeline.core import newest, threads, turns
from data_pipeline.core.clock import process_clock, since
from data_pipeline.outbox import deliver
from data_pipeline.outbox.kept import Outbox
from data_pipeline.propose.guarded import READS
from data_pipeline.store.log.noted import backed_up
from pages.app import beside
from pages.app.clocks import FOREIGN
from pages.app.live import DRAWINGS
from pages.server import alarming
from pages.server.showing import SHOWINGS

REGISTRY = CollectorRegistry()
# of a store that lies elsewhere (Board.measures)
LAKE = {
    "copies_bytes": "Rows copied to this machine.",
    "copies_limit_bytes": "What they may come to.",
    "away_seconds": "Since PostgreSQL could not be reached; 0 where it can.",
    "connections": "To PostgreSQL, open now.",
    "connections_limit": "As many as may be.",
    "waiting": "Who waits for one.",
}
RECEIVED = Counter("riqing_http_files", "Files sent over HTTP.", ["outcome"], registry=REGISTRY)


async def metrics(_: Request) -> Response:
    text = await asyncio.to_thread(generate_latest, REGISTRY)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


class Figures(Collector):
    """Asked anew at every look: nothing is counted in vain."""

    def describe(self) -> Iterator[Gauge]:
        return iter(())

    def collect(self) -> Iterator[Gauge]:
        of = board()
        yield from _feeds(of)
        yield from _store(of)
        yield from _kept(of)
        yield from _outcomes()
        yield from _inbox()
        yield from _process()
        yield from _work()
        yield from _caches()


REGISTRY.register(Figures())


def _feeds(of: Board) -> Iterator[Gauge]:
    loads = of.loads()
    seen = loads.loc[loads["visible"]] if len(loads) else loads
    zone, now = ZoneInfo(of.pack.operation.timezone), process_clock(of.pack.operation).now()
    count = Gauge("riqing_loads", "Files that stand, by feed.", labels=["feed"])
    last = Gauge("riqing_last_received_timestamp_seconds", "When the newest came.", labels=["feed"])
    age = Gauge("riqing_feed_age_seconds", "Since the newest came, by the board's own clock.", labels=["feed"])
    cadence = Gauge("riqing_feed_cadence_seconds", "How often the feed is due.", labels=["feed"])
    for id, feed in of.pack.feeds.items():
        cadence.add_metric([id], feed.cadence_min * 60)
        came = seen.loc[seen["feed"] == id, "received_at"] if len(seen) else []
        count.add_metric([id], len(came))
        if len(came):
            newest_at = max(came).to_pydatetime()
            last.add_metric([id], _seconds(newest_at, zone))
            age.add_metric([id], (now - newest_at).total_seconds())
    yield from (count, last, age, cadence)


def _store(of: Board) -> Iterator[Gauge]:
    yield Gauge("riqing_ledger_bytes", "Size of the ledger.", of.ledger_bytes())
    yield Gauge("riqing_ledger_head", "Number of the ledger's last line.", of.ledger_head())
    yield Gauge("riqing_worker_starts", "Starts of the processes that write and preview.", of.worker_starts())
    yield Gauge("riqing_operation_worker_starts", "Starts of what reads sheets of new operations.", READS.starts)
    yield Gauge("riqing_boards_beside", "Boards of other operations that this process began.", beside.running())
    measures = of.measures()
    for name, says in LAKE.items():
        gauge = Gauge(f"riqing_lake_{name}", says, labels=[])
        if name in measures:
            gauge.add_metric([], measures[name])
        yield gauge
    if of.root.is_dir():
        yield Gauge("riqing_disk_free_bytes", "Free on the disk of the store.", shutil.disk_usage(of.root).free)


def _kept(of: Board) -> Iterator[Gauge]:
    """How far the last backup goes, and what somebody was told of."""
    if (done := backed_up(of.root)) is not None:
        yield Gauge("riqing_backup_line", "Line of the ledger up to which the last backup goes.", done[0])
        yield Gauge("riqing_backup_age_seconds", "Since the last backup.", since(done[2]))
    messages = Gauge("riqing_alarm_messages", "Messages of the alarm by what became of them.", labels=["outcome"])
    standing = Gauge("riqing_alarm_standing", "Alarms that were raised and are not over.", labels=["code", "about"])
    for watch in alarming.WATCHES:
        for outcome, count in sorted(watch.counts.items()):
            messages.add_metric([outcome], count)
        for condition in watch.standing():
            standing.add_metric([condition.code, condition.about], 1)
    yield from (messages, standing)
    yield from _sent(of)


def _sent(of: Board) -> Iterator[Gauge]:
    """Briefs issued, and what leaves the board."""
    issues = Gauge("riqing_issues", "Briefs by what became of them, since the start.", labels=["outcome"])
    for outcome, count in sorted(issue.COUNTS.items()):
        issues.add_metric([outcome], count)
    tries = Gauge(
        "riqing_outbox_tries", "Deliveries tried by what became of them, since the start.", labels=["outcome"]
    )
    for outcome, count in sorted(deliver.COUNTS.items()):
        tries.add_metric([outcome], count)
    messages = Gauge("riqing_outbox_messages", "Messages of the outbox, by state.", labels=["state"])
    for state, count in sorted(Outbox(of.state).counts().items()):
        messages.add_metric([state], count)
    yield from (issues, tries, messages)


def _outcomes() -> Iterator[Gauge]:
    outcomes = Gauge(
        "riqing_loads_by_outcome", "Files by door and what became of them, since the start.", labels=["door", "outcome"]
    )
    for (door, outcome), count in sorted(TALLY.items()):
        outcomes.add_metric([door, outcome], count)
    yield outcomes


def _inbox() -> Iterator[Gauge]:
    stuck = Gauge("riqing_inbox_waiting", "Files of the inbox to be tried again, by reason.", labels=["reason"])
    codes = [w.code for w in waiting()]
    for code in sorted({*codes}):
        stuck.add_metric([code], codes.count(code))
    yield stuck
    yield Gauge("riqing_set_aside", "Files that count in no figure and could.", sum(t.waiting for t in TRIALS))
    tries = Gauge("riqing_set_aside_tries", "Previews of them, by what became of them.", labels=["outcome"])
    for trial in TRIALS:
        for outcome, count in sorted(trial.counts.items()):
            tries.add_metric([outcome], count)
    yield tries


def _process() -> Iterator[Gauge]:
    yield Gauge("riqing_threads", "Threads of this process, those of its libraries too.", threads.count())
    named = Gauge("riqing_threads_named", "Threads that Python code began, by name.", labels=["name"])
    for name, count in sorted(threads.kinds().items()):
        named.add_metric([name], count)
    yield named
    yield Gauge("riqing_foreign_clocks", "Clocks of viewers' own that run beside the shared one.", len(FOREIGN))
    yield Gauge("riqing_foreign_clocks_limit", "The most of them.", FOREIGN.most)
    yield Gauge("riqing_foreign_clocks_refused", "Those refused since the start.", FOREIGN.refused)
    yield Gauge("riqing_walls", "Walls that follow the board now.", SHOWINGS.viewers)
    yield Gauge("riqing_wall_looks", "Walls that differ in what they show.", len(SHOWINGS))
    yield Gauge("riqing_wall_looks_limit", "The most of them.", SHOWINGS.most)
    if (drawn := DRAWINGS.last_made()) is not None:
        yield Gauge("riqing_since_last_drawing_seconds", "Since a page was last drawn.", time.monotonic() - drawn)


def _work() -> Iterator[Gauge]:
    names = ("waiting", "running", "limit", "done", "overtaken", "refused", "failed", "oldest_s")
    yield from _each("work", "desk", "Work prepared for viewers", names, newest.states())
    names = ("at_work", "at_once", "waiting", "limit", "done", "left", "refused", "oldest_s")
    yield from _each("turns", "of", "Turns of those who wait for a page", names, turns.states())
    yield from _each("pool", "pool", "Threads for work of one kind", ("threads", "limit", "waiting"), threads.states())


def _caches() -> Iterator[Gauge]:
    names = ("held", "limit", "hits", "made")
    yield from _each("cache", "cache", "Caches of this process", names, kept.counts())


def _each(kind: str, label: str, what: str, names: Sequence[str], states: Mapping[str, object]) -> Iterator[Gauge]:
    every = {n: Gauge(f"riqing_{kind}_{n}", f"{what}: {n}.", labels=[label]) for n in names}
    for of, state in states.items():
        for name in names:
            every[name].add_metric([of], getattr(state, name))
    yield from every.values()


def _seconds(moment: datetime, zone: ZoneInfo) -> float:
    return moment.replace(tzinfo=zone).astimezone(UTC).timestamp()

"""From start to stop: the board is opened at once, and open event streams end when the server is told to stop.

It would otherwise wait for them for ever.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType

from data_pipeline.board import daily
from data_pipeline.board.board import board, pack_of
from data_pipeline.channels.inbox import LOOK_EVERY_S, Inbox
from data_pipeline.core import caches as kept
from data_pipeline.core import logs
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.core.threads import alone, pool
from data_pipeline.outlook import nightly
from data_pipeline.outlook.past import ready
from data_pipeline.propose.guarded import READS, TRIED
from pages.app import beside
from pages.server import alarming, issuing, telling, trying

log = logging.getLogger(__name__)
STOPPING = threading.Event()
ANSWERS = pool("answers", 6)  # what the server's own routes work out
SWEEP_EVERY_S = 15.0
WAIT_FOR_WATCH_S = 30.0  # until another process that watches the same folder may have ended


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Startup: hear of the signal before the server's own handler does, open the board. Shutdown: let its worker go."""
    given = settings()
    logs.set_up(given.log, given.log_file, given.audit, _zone())
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            _hear(number)
    alarming.begin(STOPPING)
    telling.begin(STOPPING)
    issuing.begin(STOPPING)
    trying.begin(STOPPING)
    asyncio.get_running_loop().set_default_executor(ANSWERS)
    alone("warm", _warm)
    alone("sweep", _sweep)
    alone("nightly", _score)
    alone("verify", _verify)
    if given.inbox:
        alone("inbox", _watch, given.inbox)
    yield
    beside.end_all()
    READS.close()
    TRIED.clear()
    if board.is_made():
        board().close()


def _zone() -> str:
    """The operation's; a pack that cannot be read is told by /readyz and the page; the server starts."""
    try:
        return pack_of().operation.timezone
    except BoardError:
        return "UTC"


def _warm() -> None:
    """Open the board and work out its day before the first viewer asks, then begin the outlook; what is wrong with
    the board is told by /readyz and by the page."""
    with suppress(Exception):
        of = board()
        now = process_clock(of.pack.operation).moment(of.pack.operation)
        of.rows("page/day", now.known_at, ops_day=now.ops_day, moment=now.as_of)
        ready(of, now)


def _verify() -> None:
    """Check the whole store once a day, until the server stops."""
    while not STOPPING.wait(daily.LOOK_EVERY_S):
        try:
            daily.check(board(), STOPPING)
        except Exception:
            log.exception("the store could not be checked")


def _sweep() -> None:
    """What nobody has asked for lately leaves the caches, and what was freed goes back to the system."""
    while not STOPPING.wait(SWEEP_EVERY_S):
        try:
            kept.sweep()
        except Exception:
            log.exception("the caches could not be swept")


def _score() -> None:
    """Score each operating day once it is over, until the server stops; days missed while it was off, one a look. And
    what readers open first is looked at, and closed days are sealed."""
    while not STOPPING.wait(nightly.LOOK_EVERY_S):
        try:
            of = board()
            daily.tidy(of)
            nightly.look(of, process_clock(of.pack.operation).moment(of.pack.operation))
        except Exception:
            log.exception("the forecasts of the day before could not be scored")


def _watch(folder: Path) -> None:
    """Take what comes into the inbox until the server stops; what one file does wrong does not end the watch."""
    of = board()
    inbox = Inbox(folder, of, process_clock(of.pack.operation).now, settings().lang)
    while not STOPPING.is_set() and not inbox.open():
        STOPPING.wait(WAIT_FOR_WATCH_S)
    while not STOPPING.wait(LOOK_EVERY_S):
        try:
            inbox.look()
        except OSError:
            log.exception("inbox: %s cannot be read", folder)
    inbox.close()


def _hear(number: int) -> None:
    servers = signal.getsignal(number)

    def heard(got: int, frame: FrameType | None) -> None:
        STOPPING.set()
        if callable(servers):
            servers(got, frame)

    signal.signal(number, heard)

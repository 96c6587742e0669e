"""The thread that tries what is set aside: in a process of its own that ends with its answer, so that no preview and
no load waits for it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from data_pipeline.board.board import board, limits_of, store_of
from data_pipeline.board.moments import moment_of
from data_pipeline.channels.trial import TRIALS, Trial
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.core.threads import alone
from data_pipeline.store.diff.attempt import Aside
from data_pipeline.store.diff.rehearsal import Rehearsal
from data_pipeline.store.write.isolated import Isolated

log = logging.getLogger(__name__)
LOOK_EVERY_S = 15.0


def begin(stopping: threading.Event) -> None:
    TRIALS.append(trial := Trial(_attempt))
    alone("set aside", _run, trial, stopping.wait)


def _run(trial: Trial, wait: Callable[[float], bool]) -> None:
    while not wait(LOOK_EVERY_S):
        try:
            of = board()
            trial.look(of, moment_of(process_clock(of.pack.operation)))
        except BoardError as why:
            log.warning("what is set aside could not be looked at: %s", why)
        except Exception:
            log.exception("what is set aside could not be looked at")


def _attempt(aside: Aside, ops_day: date, moment: datetime) -> Rehearsal:
    """On one thread of the database: viewers come first."""
    pack = board().pack
    worker = Isolated((pack, store_of(), replace(limits_of(pack), threads=1), settings().anchor))
    try:
        return worker.call("attempt", aside, ops_day, moment)
    finally:
        worker.close()

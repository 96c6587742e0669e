"""The thread that looks whether somebody must be told, and tells them."""

import logging
import threading

from data_pipeline.alarm import Watch
from data_pipeline.alarm.conditions import NOT_READY, conditions, not_ready
from data_pipeline.alarm.memory import Memory
from data_pipeline.alarm.sinks import sinks
from data_pipeline.board.board import board, pack_of, root_of
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.core.threads import alone
from data_pipeline.store.log.state import State

log = logging.getLogger(__name__)
LOOK_EVERY_S = 30.0
WATCHES: list[Watch] = []  # of this process: one, or none where nobody is to be told


def begin(stopping: threading.Event) -> None:
    """Nothing is begun where neither address is set; raises BoardError alarm_... where one cannot be used."""
    given = settings()
    alarms, lives = sinks(given.alarm, given.smtp), sinks(given.heartbeat, given.smtp)
    if not (alarms or lives):
        return
    watch = Watch(_name(given.lang), given.lang, (alarms, lives), memory=Memory(_state()))
    WATCHES.append(watch)
    alone("alarm", _run, watch, stopping)


def _state() -> State:
    """The board's; of the folder alone where the pack cannot be used, which is told too."""
    try:
        return board().state
    except BoardError:
        return State(root_of())


def _run(watch: Watch, stopping: threading.Event) -> None:
    """Of several hosts of one store one tells; where it ends, another goes on with what it told."""
    led = True
    while not stopping.wait(LOOK_EVERY_S):
        try:
            leads = _state().leads()
            if leads and not led:
                watch.recall()
            led = leads
            if leads:
                look(watch)
        except Exception:
            log.exception("the alarm could not look")


def look(watch: Watch) -> None:
    try:
        of = board()
    except BoardError as why:  # a pack or a setting that cannot be used
        return watch.look([not_ready(why)], "", ready=False)
    moment = process_clock(of.pack.operation).moment(of.pack.operation)
    found = conditions(of, moment, backs_up=bool(settings().backup))
    ready = all(c.code != NOT_READY for c in found)
    watch.look(found, moment.known_at.isoformat(timespec="seconds"), ready=ready)


def _name(lang: str) -> str:
    try:
        return pack_of().operation.name(lang)
    except BoardError:
        return str(settings().pack)

"""All of the store is checked by itself once a day, in a process of its own: what it reads stays in nobody's memory."""

import logging
import subprocess
import sys
from threading import Event

from data_pipeline.board.board import Board
from data_pipeline.core.clock import since
from data_pipeline.core.settings import ROOT, settings
from data_pipeline.store.audit import watch

log = logging.getLogger(__name__)
LOOK_EVERY_S = 600.0
LONGEST_S = 6 * 3600.0
COMMAND = ("-m", "data_pipeline", "verify", "--mend", "--json")
NICE = 10  # viewers come first


def is_due(board: Board) -> bool:
    """Whether the last whole check on record is older than the setting says; never where it says 0."""
    every_h = settings().verify_h
    last = watch.recorded_s(board.root)
    return every_h > 0 and board.root.is_dir() and (last is None or since(last) >= every_h * 3600)


def tidy(board: Board) -> None:
    """What readers open first is made again where it is damaged; closed days are sealed, some at a time."""
    board.mend()
    board.seal()


def check(board: Board, stopping: Event) -> None:
    """Once, if it is due; of several processes on one store the first does it. Ends early where the server stops."""
    if not is_due(board):
        return
    watch.touch(board.root)  # the others see that somebody is at it
    command = ["nice", "-n", str(NICE), sys.executable, *COMMAND]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    waited = 0.0
    while running.poll() is None and waited < LONGEST_S and not stopping.wait(1.0):
        waited += 1.0
    if running.poll() is None:
        running.kill()
    running.wait()
    head = board.ledger_line()
    log.info("the ledger stands at line %d, %s: keep this line elsewhere", head.seq, head.hash)
    for found in watch.recorded(board.root):
        if found.severity == "fault":
            log.error("the daily check found: %s", found)

"""Four threads: two issue what the pack declares at its hours, documents the one and offline copies the other, one
gathers alerts, one delivers what leaves the board."""

import logging
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from data_pipeline.board.board import Board, board
from data_pipeline.brief.due import Due
from data_pipeline.brief.issue import Issuer, Made, issues_by_itself
from data_pipeline.core.clock import Clock, process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.core.threads import alone
from data_pipeline.outbox.channels import channels
from data_pipeline.outbox.deliver import deliver
from data_pipeline.outbox.kept import Outbox
from data_pipeline.store.log.issued import BRIEF, COPY
from pages.offline.issue import taken_from
from pages.server.ringing import ring

log = logging.getLogger(__name__)
LOOK_EVERY_S, DELIVER_EVERY_S = 15.0, 5.0
LONGEST_S, RENEW_S = 900.0, 5.0
NICE = 10  # viewers come first


def begin(stopping: threading.Event) -> None:
    """Raises BoardError issue_setting, DeclarationError where a setting cannot be used."""
    issues_by_itself(Clock())
    channels()
    alone("briefs", _issue, BRIEF, stopping)
    alone("copies", _issue, COPY, stopping)  # no document waits for one, nor it for them
    alone("alerts", _ring, stopping)
    alone("outbox", _deliver, stopping)


def _issue(kind: str, stopping: threading.Event) -> None:
    while not stopping.wait(LOOK_EVERY_S):
        try:
            of = board()
            clock = process_clock(of.pack.operation)
            if issues_by_itself(clock):
                issuer(of, kind, stopping).look(clock.now())
        except BoardError as why:
            log.warning("no %s could be issued: %s", kind, why)
        except Exception:
            log.exception("no %s could be issued", kind)


def issuer(of: Board, kind: str, stopping: threading.Event) -> Issuer:
    return Issuer(of, lambda due, at, renew: made(due, at, renew, stopping), channels(), kinds=(kind,))


def _ring(stopping: threading.Event) -> None:
    """Apart from the briefs: no alert waits until one of them is made."""
    while not stopping.wait(LOOK_EVERY_S):
        try:
            of = board()
            clock = process_clock(of.pack.operation)
            if issues_by_itself(clock):
                ring(of, clock, channels())
        except BoardError as why:
            log.warning("no alert could be gathered: %s", why)
        except Exception:
            log.exception("no alert could be gathered")


def _deliver(stopping: threading.Event) -> None:
    """Also where nothing is issued here: another process of this store may have put it there."""
    while not stopping.wait(DELIVER_EVERY_S):
        try:
            send(board())
        except BoardError as why:
            log.warning("nothing could be delivered: %s", why)
        except Exception:
            log.exception("nothing could be delivered")


def send(of: Board) -> int:
    """What is due; how many messages arrived. A server that knows no channel leaves it to those that do."""
    known = channels()
    if not known.channel:
        return 0
    outbox = Outbox(of.state)
    arrived = deliver(outbox, known, lambda file: of.kept_file(file.sha256))
    if arrived:
        outbox.forget()
    return arrived


def made(due: Due, clock: str, renew: Callable[[], object], stopping: threading.Event) -> Made:
    """By a process beside this one. Raises BoardError issue_failed."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["nice", "-n", str(NICE), sys.executable, "-m", "pages.offline", "issue", folder]
        with (Path(folder) / "said").open("w+b") as said:
            running = subprocess.Popen([*command, due.kind, due.form.id, clock], cwd=ROOT, stdout=said, stderr=said)
            try:
                _wait(running, renew, stopping)
            finally:
                running.kill()
                running.wait()
            if running.returncode:
                said.seek(0)
                text = said.read()[-2000:].decode("utf-8", "replace").strip()
                log.error("%s was not made: %s", due.key, text)
                raise BoardError("issue_failed", why=text.splitlines()[-1] if text else str(running.returncode))
        return taken_from(Path(folder))


def _wait(running: subprocess.Popen[bytes], renew: Callable[[], object], stopping: threading.Event) -> None:
    began = time.monotonic()
    while running.poll() is None and time.monotonic() - began < LONGEST_S and not stopping.is_set():
        try:
            running.wait(RENEW_S)
        except subprocess.TimeoutExpired:
            renew()

"""The board: one pack and one store. Pages, command line and endpoints all go through this."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Unpack

from data_pipeline.board.parsed_files import ParsedFiles
from data_pipeline.board.reader import BoardReader
from data_pipeline.core.caches import Once
from data_pipeline.core.clock import AsOf, moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.declare import Pack, load_pack
from data_pipeline.declare.local import AnyChange
from data_pipeline.intake import Delivery, Examined, Peek, Read, Receipt, Sent
from data_pipeline.query.connect import Limits
from data_pipeline.store.audit.mending import is_behind, is_hurt
from data_pipeline.store.diff.rehearsal import Rehearsal
from data_pipeline.store.doors import Where, folder_of, where_of
from data_pipeline.store.log import decisions, remarks, reviewed, secret, silences, steps
from data_pipeline.store.log.issued import Issue
from data_pipeline.store.log.remarks import Remark
from data_pipeline.store.log.reviewed import Reviewed
from data_pipeline.store.log.silences import Silence
from data_pipeline.store.log.steps import Step
from data_pipeline.store.write.isolated import Isolated
from data_pipeline.store.write.jobs import JOBS
from data_pipeline.store.write.receiving import Progress, Told, receive_all
from data_pipeline.store.write.writer import Writer
from data_pipeline.words import call_places

log = logging.getLogger(__name__)


class Board(BoardReader):
    """`isolated`: what writes runs in a process of its own, so that nothing a file does can hurt those who look."""

    def __init__(
        self,
        pack: Pack,
        where: Where,
        limits: Limits | None = None,
        *,
        isolated: bool = False,
        anchor: Path | None = None,
    ) -> None:
        super().__init__(pack, where, replace(limits or Limits(), timezone=pack.operation.timezone), anchor)
        made_of = self._writer.made_of
        self._worker = Isolated(made_of) if isolated else None
        self._previewer = Isolated(made_of) if isolated else None  # so that no preview waits for a load
        self._files = ParsedFiles(pack, partial(self._preview, "parse"))
        self._opening = Lock()
        self._opened = False

    def receive(self, feed: str, name: str, data: bytes, by: str, at: datetime, **how: Unpack[Sent]) -> Receipt:
        """Receive one file at local time `at`; the receipt says what became of it. A full disk is a BoardError."""
        sent: Sent = {"confirm": False, **how}
        return self.receive_together([Delivery(feed, name, data, by, at, **sent)])[0]

    def receive_together(self, deliveries: Sequence[Delivery], rehearsed_on: str | None = None) -> list[Receipt]:
        """Several files, one publication: as rehearsed together. `rehearsed_on`: a rehearsal's token; raises BoardError
        `rehearsal_outdated` when the board has moved on since."""
        return self._write("receive", [self._files.known(d) for d in deliveries], rehearsed_on)

    def rehearse(self, deliveries: Sequence[Delivery]) -> Rehearsal:
        """What receiving these files together would do: effects, and every figure and state of the board that would
        differ. Nothing is kept; the rehearsal's token is for receive()."""
        self._open()
        shown = moment_at(deliveries[0].at, self.pack.operation)
        return self._preview("rehearse", [self._files.parsed(d) for d in deliveries], shown.ops_day, shown.as_of)

    def receive_all(self, deliveries: Iterable[Delivery | Told], progress: Progress | None = None) -> list[Receipt]:
        """Many files, one publication. Runs in this process: for commands and trials, not for a server."""
        return receive_all(self._writer, deliveries, progress)

    def peek(self, data: bytes, *, sheet: str | None = None) -> Peek:
        """Which feed a file's headers fit, and its sheets."""
        return self._preview("peek", data, sheet)

    def examine(self, feed: str, name: str, data: bytes, *, rows: bool = True, **how: Unpack[Read]) -> Examined:
        """What receive() would see in this file at this time (the least: any), against what is known now. Writes
        nothing. Not `rows`: the accepted rows are left out."""
        self._open()
        read: Read = {"at": datetime.min, **how}
        delivery = self._files.parsed(Delivery(feed, name, data, "", **read))
        return self._preview("examine" if rows else "report", delivery)

    def withdraw(self, load_id: int, by: str, at: datetime, reason: str) -> None:
        """From `at` on this load is not seen; what was shown before stays as it was shown."""
        self._write("take_back", load_id, by, at, reason)

    def restore(self, load_id: int, by: str, at: datetime, reason: str) -> None:
        """From `at` on a withdrawn load is seen again."""
        self._write("put_back", load_id, by, at, reason)

    def set_targets(self, changes: Sequence[AnyChange], by: str, at: datetime, reason: str) -> None:
        """Known from `at` on, each in force from its valid_from; raises BoardError target_..., all or none."""
        self._write("set_targets", list(changes), by, at, reason)

    def approve(self, line: int, by: str, at: datetime) -> None:
        """What waits (a load, or targets set) is seen from `at` on; raises BoardError key_none, key_same."""
        self._write("approve", line, by, at)

    def decline(self, line: int, by: str, at: datetime, reason: str) -> None:
        """What waits is never seen; raises BoardError key_none."""
        self._write("decline", line, by, at, reason)

    def mark_meeting(self, moment: datetime, by: str, at: datetime) -> None:
        """A meeting was held over what the board showed at `moment`; raises BoardError `meeting_ahead`."""
        self._write("mark_meeting", moment, by, at)

    def decide(self, what: str, by: str, moment: AsOf, line: str = "", area: str = "") -> int:
        """A line of the ledger with the moment it was taken by, and its number; raises BoardError decision_empty,
        decision_private."""
        return self._write("log", decisions.decision(what, by, moment, line, area)).seq

    def step(self, of: int, step: Step) -> None:
        """What became of the decision with this number; raises BoardError step_..., decision_private."""
        self._write("step", steps.note(of, step))

    def acknowledge(self, alert: str, by: str, moment: AsOf) -> None:
        """That alert was seen."""
        self._write("log", decisions.seen(alert, by, moment))

    def silence(self, of: Silence) -> None:
        """Alerts of that subject are not sent until then; raises BoardError reason, silence_until, decision_private."""
        self._write("log", silences.note(of))

    def remark(self, of: Remark) -> None:
        """Raises BoardError remark_empty, remark_long, decision_private."""
        self._write("log", remarks.note(of))

    def confirm_review(self, of: Reviewed) -> None:
        """A draft counts from now on, with these remarks; raises BoardError review_done, review_long,
        decision_private."""
        self._write("confirm_review", reviewed.note(of))

    def issue(self, of: Issue, data: Mapping[str, bytes], by: str, at: datetime) -> bool:
        """A document with its files (`data`, by hash) is kept and entered; False where it was issued already."""
        return self._write("issue", of, data, by, at) is not None

    def kept_file(self, digest: str) -> bytes:
        """A file of an issue, as it was made; raises BoardError `received_missing`, `received_changed`."""
        return self._writer.received.read(digest)

    def rebuild(self) -> str:
        """Make the database again from the received files and the ledger; gives the state hash."""
        self._write("rebuild")
        return self.state_hash()

    def seal(self) -> int:
        """Closed days are laid into one file each, some at a time; how many were. Cheap where none is due."""
        return self._write("seal") if self._writer.has_unsealed() else 0

    def worker_starts(self) -> int:
        """How often the processes that write and preview were started: once, and again each time one fell or had grown
        too large."""
        return sum(one.starts for one in (self._worker, self._previewer) if one)

    def close(self) -> None:
        self._writer.door.follows.close()
        self._readers.close()
        self.state.close()
        for one in (self._worker, self._previewer):
            if one:
                one.close()

    def _open(self) -> None:
        """Before the first look: the ledger is held against what was acknowledged, a new store gets its tables, new
        code or a new pack its views."""
        with self._opening:
            if self._opened:
                return
            self._writer.door.follows.begin()
            self._writer.hold()  # that line follows from line is seen by whoever reads them all next
            if is_hurt(self._writer, newest=True):
                self._mend()
            if not self._writer.up_to_date() or (self.root / decisions.BEFORE).is_file():
                self._write("catch_up")
            self._opened = True

    def _mend(self) -> None:
        try:
            self._write("mend")
        except BoardError:
            log.exception("store: what is damaged could not be made again")

    def mend_all(self) -> None:
        """All is read, and what is damaged and can be made again is."""
        self._mend()

    def mend(self) -> None:
        """What readers open first is looked at, and made again where it is damaged. Cheap where it is not."""
        if is_hurt(self._writer) or is_behind(self._writer):
            self._mend()

    def _write(self, job: str, *args: object) -> Any:
        return self._call(self._worker, job, *args)

    def _preview(self, job: str, *args: object) -> Any:
        """What changes nothing."""
        return self._call(self._previewer, job, *args)

    def _call(self, worker: Isolated | None, job: str, *args: object) -> Any:
        return worker.call(job, *args) if worker else JOBS[job](self._writer, *args)


@Once
def board() -> Board:
    """This process's board, from the settings."""
    pack = pack_of()
    call_places(pack.operation.places)
    return Board(pack, store_of(), limits_of(pack), isolated=True, anchor=settings().anchor)


def store_of() -> Where:
    """This process's, from the settings. Raises BoardError store_url, store_before, store_lake, store_password."""
    return store_at(settings().store)


def store_at(url: str) -> Where:
    return where_of(url, settings().copies, settings().copies_bytes)


def root_of() -> Path:
    """The folder of the store, or of copies of it; raises the same."""
    return folder_of(store_of())


def pack_of() -> Pack:
    return load_pack(settings().pack)


def limits_of(pack: Pack) -> Limits:
    return Limits(settings().memory_limit, settings().threads, pack.operation.timezone)


def unopened() -> tuple[Writer, Path]:
    """The store as it lies there, for what only reads files of it, and where its key is."""
    pack = pack_of()
    writer = Writer(pack, store_of(), limits_of(pack), settings().anchor)
    writer.door.follows.begin()
    return writer, settings().secret or writer.root / secret.NAME

"""The board as one person may use it: pages, the HTTP way in and the inbox change it through this, never past it.

Reading needs no person: `board().rows(...)` as before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Unpack

from data_pipeline.access import screens
from data_pipeline.access.doors import reading
from data_pipeline.access.permission import NAME_LENGTH, Person, may, may_all, signed
from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf, machine_s
from data_pipeline.core.errors import BoardError
from data_pipeline.core.logs import audited
from data_pipeline.declare import Feed, Pack
from data_pipeline.declare.local import AnyChange, LocalTarget
from data_pipeline.intake import Delivery, Examined, Peek, Read, Receipt, Sent
from data_pipeline.store.diff.rehearsal import Rehearsal
from data_pipeline.store.log.remarks import Remark
from data_pipeline.store.log.reviewed import Reviewed
from data_pipeline.store.log.silences import Silence
from data_pipeline.store.log.state import Screen
from data_pipeline.store.log.steps import Step

TALLY: Counter[tuple[str, str]] = Counter()  # files by door and what became of them, since this process began


class GuardedBoard:
    """Every method raises BoardError may_... where this person may not; nothing has happened then."""

    def __init__(self, board: Board, person: Person, door: str = "page") -> None:
        self.board, self.person, self.door = board, person, door

    def may_send(self, feed: str) -> None:
        """Before a file is read: may this person send this feed at all, and is there such a feed?"""
        may(self.person, "receive", feed)
        self._feed(feed)

    def peek(self, data: bytes, *, sheet: str | None = None) -> Peek:
        """Raises BoardError may_... for whoever may send nothing: files of strangers are not read."""
        may(self.person, "receive")
        return self.board.peek(data, sheet=sheet)

    def examine(self, feed: str, name: str, data: bytes, *, rows: bool = True, **how: Unpack[Read]) -> Examined:
        """By district, only what speaks of one's own: a report compares with what stands there."""
        may(self.person, "receive", feed)
        if self.person.districts is not None and reading() == "by-district":
            whole = self.board.examine(feed, name, data, sheet=how.get("sheet"), mapping=how.get("mapping"))
            may_all(self.person, "receive", feed, _districts(self._feed(feed), whole), replaces=False)
        return self.board.examine(feed, name, data, rows=rows, **how)

    def receive(self, feed: str, name: str, data: bytes, at: datetime, **how: Unpack[Sent]) -> Receipt:
        """Who is held to districts has every accepted row looked at first."""
        may(self.person, "receive", feed)
        sent: Sent = {"confirm": False, **how}
        return self.receive_together([Delivery(feed, name, data, signed(self.person), at, **sent)])[0]

    def rehearse(self, deliveries: Sequence[Delivery]) -> Rehearsal:
        """What receive_together() would do; `by` of each is this person, whatever it says."""
        return self.board.rehearse(self._theirs(deliveries))

    def receive_together(self, deliveries: Sequence[Delivery], rehearsed_on: str | None = None) -> list[Receipt]:
        """One publication; with a rehearsal's token, only what was rehearsed on the board as it still is."""
        try:
            receipts = self.board.receive_together(self._theirs(deliveries), rehearsed_on)
        except Exception:
            TALLY[self.door, "failed"] += len(deliveries)
            raise
        TALLY.update((self.door, receipt.status) for receipt in receipts)
        return receipts

    def original(self, load_id: int) -> tuple[str, bytes]:
        """File name and bytes as they came: for whoever may send that feed, and all that the file speaks of."""
        feed, districts = self.board.scope_of(load_id)
        may_all(self.person, "receive", feed, districts, replaces=False)
        audited("original", str(load_id), self.person.name, feed=feed)
        return self.board.original(load_id)

    def _theirs(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Signed by this person; raises BoardError may_... when one of them is not theirs to send."""
        may(self.person, "receive")
        by = signed(self.person)
        for d in deliveries:
            may(self.person, "receive", d.feed)
            declared = self._feed(d.feed)
            if self.person.districts is not None:
                examined = self.board.examine(d.feed, d.name, d.data, sheet=d.sheet, mapping=d.mapping)
                may_all(self.person, "receive", d.feed, _districts(declared, examined), replaces=declared.snapshot)
        return [replace(d, by=by) for d in deliveries]

    def withdraw(self, load_id: int, at: datetime, reason: str) -> None:
        self._may_undo("withdraw", load_id)
        self.board.withdraw(load_id, signed(self.person), at, _said(reason))

    def restore(self, load_id: int, at: datetime, reason: str) -> None:
        self._may_undo("restore", load_id)
        self.board.restore(load_id, signed(self.person), at, _said(reason))

    def set_targets(self, changes: Sequence[AnyChange], at: datetime, reason: str) -> None:
        """Whoever is held to districts sets targets of these alone."""
        may(self.person, "target")
        for change in changes:
            may(self.person, "target", district=_whose(self.board.pack, change))
        self.board.set_targets(changes, signed(self.person), at, _said(reason))

    def approve(self, line: int, at: datetime) -> None:
        """What somebody else sent and waits is seen; raises BoardError key_... too."""
        may(self.person, "approve")
        self._may_close(line)
        self.board.approve(line, signed(self.person), at)

    def decline(self, line: int, at: datetime, reason: str) -> None:
        """What waits is never seen: by whoever may approve it, or by its sender."""
        if not any(w.line == line and w.by == self.person.name.strip() for w in self.board.waiting()):
            may(self.person, "approve")
        self._may_close(line)
        self.board.decline(line, signed(self.person), at, _said(reason))

    def _may_close(self, line: int) -> None:
        of = next((w for w in self.board.waiting() if w.line == line), None)
        if of is None:
            raise BoardError("key_none", line=line)
        if of.kind == "target":
            return may(self.person, "target")
        feed, districts = self.board.scope_of(line)
        return may_all(self.person, "receive", feed, districts, replaces=self._feed(feed).snapshot)

    def mark_meeting(self, moment: datetime, at: datetime) -> None:
        """Only who answers for the whole city: every room compares with it."""
        may(self.person, "meeting")
        if self.person.districts is not None:
            raise BoardError("may_meeting", name=self.person.name)
        self.board.mark_meeting(moment, signed(self.person), at)

    def confirm_review(self, form: str, day: date, at: datetime, remarks: Mapping[str, str]) -> None:
        """A draft of the whole city counts from now on. Raises BoardError review_early, review_done too."""
        may(self.person, "approve")
        if self.person.districts is not None:
            raise BoardError("may_meeting", name=self.person.name)
        if at < datetime.combine(day + timedelta(days=1), time.min):
            raise BoardError("review_early")
        self.board.confirm_review(Reviewed(form, day, at, signed(self.person), remarks))

    def decide(self, what: str, by: str, moment: AsOf, line: str = "", area: str = "") -> int:
        """Log a decision of a post or team, with the moment it was taken by, and its number. Whoever answers for
        districts decides for theirs only. Raises BoardError decision_..."""
        may(self.person, "decide")
        if self.person.districts is not None:
            may(self.person, "decide", district=area or "-")
        return self.board.decide(what, by, moment, line, area)

    def step(self, of: int, step: Step) -> None:
        """What became of a decision: whoever answers for districts may only for theirs. Raises BoardError step_... too.
        `by` of the step is this person, whatever it says."""
        may(self.person, "step")
        if self.person.districts is not None:
            found = next((a for a in self.board.actions() if a.number == of), None)
            if found is None:
                raise BoardError("step_none", number=of)
            may(self.person, "step", district=found.decided.area or "-")
        self.board.step(of, replace(step, by=signed(self.person)))

    def screens(self) -> list[Screen]:
        """Screens in rooms, the newest first, those of other districts left out; with the hour each was last seen."""
        may(self.person, "screen")
        own = self.person.districts
        return [s for s in self.board.state.screens() if own is None or s.area in own]

    def add_screen(self, name: str, address: str, area: str) -> str:
        """The token for its address, told this once. `area`: a district, "" for the whole city."""
        may(self.person, "screen")
        self._may_show(area)
        screen = Screen(0, _said(name)[:NAME_LENGTH], address, area, signed(self.person), 0.0)
        number, token = screens.add(self.board.state, screen)
        audited("screen_made", str(number), signed(self.person), screen=screen.name, area=area, shows=address)
        return token

    def revoke_screen(self, number: int) -> None:
        """It shows nothing from its next look on; raises BoardError `no_screen`."""
        may(self.person, "screen")
        if number not in {s.number for s in self.screens()}:
            raise BoardError("no_screen", number=number)
        self.board.state.revoke_screen(number, signed(self.person), machine_s())
        audited("screen_revoked", str(number), signed(self.person))

    def _may_show(self, area: str) -> None:
        if area:
            may(self.person, "screen", district=area)
        elif self.person.districts is not None:
            raise BoardError("may_screen", name=self.person.name)

    def acknowledge(self, alert: str, by: str, moment: AsOf) -> None:
        """That alert was seen at a post."""
        may(self.person, "acknowledge")
        self.board.acknowledge(alert, by, moment)

    def silence(self, of: Silence) -> None:
        """Only who answers for the whole city: it is not sent to anybody. `by` is this person, whatever it says."""
        may(self.person, "silence")
        if self.person.districts is not None:
            raise BoardError("may_silence", name=self.person.name)
        self.board.silence(replace(of, by=signed(self.person)))

    def remark(self, of: Remark) -> None:
        """Whoever answers for districts remarks on theirs only. `by` is this person, whatever it says. Raises
        BoardError remark_... too."""
        may(self.person, "remark")
        if self.person.districts is not None:
            may(self.person, "remark", district=of.area)
        self.board.remark(replace(of, by=signed(self.person)))

    def _may_undo(self, action: Any, load_id: int) -> None:
        may(self.person, action)
        feed, districts = self.board.scope_of(load_id)
        may_all(self.person, action, feed, districts, replaces=self._feed(feed).snapshot)

    def _feed(self, feed: str) -> Feed:
        if feed not in self.board.pack.feeds:
            raise BoardError("no_feed", feed=feed)
        return self.board.pack.feeds[feed]


def _whose(pack: Pack, change: AnyChange) -> str:
    """The district that a target is of; "-" where it is of more."""
    of = pack.area.get(change.area) if isinstance(change, LocalTarget) else None
    if of is None:
        return "-"
    return of.parent if of.level == "subdistrict" else of.code


def _districts(feed: Feed, examined: Examined) -> Iterable[str | None]:
    """Whose figures these rows are; None among them where a row (or the whole feed) names no district."""
    column = feed.district_column
    return examined.table.column(column).unique().to_pylist() if column else [None]


def _said(reason: str) -> str:
    """Raises BoardError reason where nothing is said."""
    if not reason.strip():
        raise BoardError("reason")
    return reason.strip()

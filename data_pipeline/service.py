"""The board as one person may use it: pages, the HTTP way in and the inbox change it through this, never past it.

Reading needs no person: `board().rows(...)` as before.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from data_pipeline.authority import Person, may, may_all, signed
from data_pipeline.board import Board
from data_pipeline.declare import Feed
from data_pipeline.errors import BoardError
from data_pipeline.intake import Examined, Receipt


class Service:
    """Every method raises BoardError may_... where this person may not; nothing has happened then."""

    def __init__(self, board: Board, person: Person) -> None:
        self.board, self.person = board, person

    def may_send(self, feed: str) -> None:
        """Before a file is read: may this person send this feed at all, and is there such a feed?"""
        may(self.person, "receive", feed)
        self._feed(feed)

    def examine(
        self, feed: str, name: str, data: bytes, *, sheet: str | None = None, mapping: dict[str, str] | None = None
    ) -> Examined:
        may(self.person, "receive", feed)
        return self.board.examine(feed, name, data, sheet=sheet, mapping=mapping)

    def receive(
        self, feed: str, name: str, data: bytes, at: datetime, *, strict: bool = True, confirm: bool = False,
        sheet: str | None = None, mapping: dict[str, str] | None = None,
    ) -> Receipt:  # fmt: skip
        """Who is held to districts has every accepted row looked at first: the file is examined twice."""
        may(self.person, "receive", feed)
        by, declared = signed(self.person), self._feed(feed)
        how: dict[str, Any] = {"sheet": sheet, "mapping": mapping}
        if self.person.districts is not None:
            examined = self.board.examine(feed, name, data, **how)
            may_all(self.person, "receive", feed, _districts(declared, examined), replaces=declared.snapshot)
        return self.board.receive(feed, name, data, by, at, strict=strict, confirm=confirm, **how)

    def withdraw(self, load_id: int, at: datetime, reason: str) -> None:
        self._may_undo("withdraw", load_id)
        self.board.withdraw(load_id, signed(self.person), at, _said(reason))

    def restore(self, load_id: int, at: datetime, reason: str) -> None:
        self._may_undo("restore", load_id)
        self.board.restore(load_id, signed(self.person), at, _said(reason))

    def _may_undo(self, action: Any, load_id: int) -> None:
        may(self.person, action)
        feed, districts = self.board.told(load_id)
        may_all(self.person, action, feed, districts, replaces=self._feed(feed).snapshot)

    def _feed(self, feed: str) -> Feed:
        if feed not in self.board.pack.feeds:
            raise BoardError("no_feed", feed=feed)
        return self.board.pack.feeds[feed]


def _districts(feed: Feed, examined: Examined) -> Iterable[str | None]:
    """Whose figures these rows are; None among them where a row (or the whole feed) names no district."""
    column = feed.district_column
    return examined.table.column(column).unique().to_pylist() if column else [None]


def _said(reason: str) -> str:
    """Raises BoardError reason where nothing is said."""
    if not reason.strip():
        raise BoardError("reason")
    return reason.strip()

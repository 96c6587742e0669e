"""Files dropped in this visit, and what examining them found: remembered, so that a tick does not read them again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.board.rows import LoadRow
from data_pipeline.core.clock import process_clock
from data_pipeline.core.records import records
from data_pipeline.intake import Delivery, Examined, Peek, Problem, Read
from data_pipeline.words import say

KEPT = 60  # examinations of one visit
ALL, GOOD, NOTHING = "all", "good", "nothing"


@dataclass(frozen=True)
class Dropped:
    name: str
    data: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(self.name.encode() + b"\0" + self.data).hexdigest()[:12]


@dataclass(frozen=True)
class Card:
    """What was decided about one file. `delivery`: None until it can be sent; `left`: what is still to be done;
    `doubts`: what must be confirmed, and the `key` under which it is remembered."""

    file: Dropped
    delivery: Delivery | None = None
    examined: Examined | None = None
    left: tuple[str, ...] = field(default=())
    skipped: bool = False
    doubts: tuple[Problem, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Looked:
    """One file looked at as of one feed, on one data version of the board."""

    of: GuardedBoard
    file: Dropped
    feed: str
    version: str
    lang: str

    def read(self, sheet: str | None, mapping: Mapping[str, str]) -> Examined:
        """Without its accepted rows: only the report and the refused rows are shown."""
        key = (self.file.id, self.feed, sheet, tuple(sorted(mapping.items())), self.version)
        how: Read = {"sheet": sheet, "mapping": dict(mapping) or None}
        how["at"] = process_clock(self.of.board.pack.operation).now()
        waiting = say(self.lang, "upload.examining", name=self.file.name)
        return _once(
            key, lambda: self.of.examine(self.feed, self.file.name, self.file.data, rows=False, **how), waiting
        )


def peek(of: GuardedBoard, file: Dropped, sheet: str | None, lang: str) -> Peek:
    waiting = say(lang, "upload.examining", name=file.name)
    return _once((file.id, sheet), lambda: of.peek(file.data, sheet=sheet), waiting)


def already(of: GuardedBoard, file: Dropped, version: str) -> LoadRow | None:
    """The load that brought these very bytes and stands; None where none does."""
    found = _once((file.id, "already", version), lambda: _loads_of(of, file.data), "")
    return found[-1] if found else None


def _loads_of(of: GuardedBoard, data: bytes) -> list[LoadRow]:
    loads: Any = of.board.loads()
    return records(loads[(loads["sha256"] == hashlib.sha256(data).hexdigest()) & loads["visible"]], LoadRow)


def _once(key: tuple, make, waiting: str):
    found = st.session_state.setdefault("looked", {})
    if key not in found:
        with st.spinner(waiting):
            found[key] = make()
        while len(found) > KEPT:
            found.pop(next(iter(found)))
    return found[key]

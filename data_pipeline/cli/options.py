"""Options that several commands share, and what they mean."""

from __future__ import annotations

import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.intake.shape import MAX_LINE, OLE, ZIP, longest_within

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

Feed = Annotated[str, typer.Option("--feed", "-f")]
By = Annotated[str, typer.Option("--by", metavar="name")]
At = Annotated[str, typer.Option("--at", metavar="time")]
Confirm = Annotated[bool, typer.Option("--confirm")]
Reason = Annotated[str, typer.Option("--reason")]
Sheet = Annotated[str, typer.Option("--sheet")]
Map = Annotated[list[str] | None, typer.Option("--map", metavar="header=column")]


def board() -> Board:
    """This process's board. Imported on demand: help, feeds and templates need no database."""
    from data_pipeline.board import board as module

    return module.board()


def close_board() -> None:
    """End the worker process of the board, if this command used one."""
    module = sys.modules.get("data_pipeline.board.board")
    if module and module.board.is_made():
        module.board().close()
        module.board.cache_clear()


def sender(given: str) -> str:
    """Who answers for it: as given, else the name this person is signed in under."""
    return given or getpass.getuser()


def received_at(given: str, of: Board) -> datetime:
    """The moment of receipt: now on this process's clock, unless a history is being filled in."""
    return moment(given) if given else process_clock(of.pack.operation).now()


def witnessed(given: str, of: Board) -> datetime:
    """The same where it says when a file came; the least moment where only a replay's clock would say so."""
    return received_at(given, of) if given or process_clock(of.pack.operation).is_live else datetime.min


def moment(text: str) -> datetime:
    """The operation's time as written (2022-04-06T18:00, with a space, or a bare date); raises BoardError `time`, also
    where a zone is named: every time here is the operation's own."""
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        written = None
    if written is None or written.tzinfo is not None:
        raise BoardError("time", text=text[:40])
    return written


def pairs(words: list[str] | None) -> dict[str, str] | None:
    """`header=column` words as a mapping, None without any; raises BadParameter for a word without `=`."""
    for word in words or []:
        if "=" not in word:
            raise typer.BadParameter(word, param_hint="--map")
    return dict(word.rsplit("=", 1) for word in words) if words else None


def read(path: Path) -> bytes:
    """The bytes of a file somebody named; of one whose first line is no line of any table, only its beginning, which
    is refused all the same. Raises BoardError `file_unread`."""
    try:
        with path.open("rb") as file:
            head = file.read(MAX_LINE + 1)
            return (
                head if not longest_within(head, MAX_LINE) and not head.startswith((ZIP, OLE)) else head + file.read()
            )
    except OSError as why:
        raise BoardError("file_unread", file=path, reason=why.strerror or why) from None

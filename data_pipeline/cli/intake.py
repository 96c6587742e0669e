"""`load` and `check`: a file comes in, or is only looked at."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.cli import report
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import (
    At,
    By,
    Confirm,
    Feed,
    Map,
    Sheet,
    board,
    moment,
    pairs,
    read,
    received_at,
    sender,
    witnessed,
)
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.declare.operation import Operation
from data_pipeline.intake import Delivery, Read, Receipt

if TYPE_CHECKING:
    from data_pipeline.board.board import Board

Files = Annotated[list[Path], typer.Argument(metavar="file")]
CODES = {
    "loaded": Exits.DONE,
    "already": Exits.DONE,
    "refused": Exits.REFUSED,
    "unconfirmed": Exits.CONFIRM,
    "waits": Exits.DONE,
}


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(load)
    app.command(cls=Command)(check)


def load(
    ctx: typer.Context,
    files: Files,
    feed: Feed,
    by: By = "",
    at: At = "",
    partial: bool = typer.Option(False, "--partial"),
    confirm: Confirm = False,
    sheet: Sheet = "",
    mapping: Map = None,
) -> None:
    """Receive files of one feed, in the order given, as one publication."""
    of = board()
    one = Delivery(
        feed=feed,
        name="",
        data=b"",
        by=sender(by),
        at=received_at(at, of),
        sheet=sheet or None,
        mapping=pairs(mapping),
        strict=not partial,
        confirm=confirm,
        witnessed=witnessed(at, of) > datetime.min,
    )
    _load(ctx.obj, of, [replace(one, name=f.name, data=read(f)) for f in files])


def _load(out: Out, of: "Board", given: Sequence[Delivery]) -> None:
    with out.progress("load_progress", len(given)) as advance:
        receipts = of.receive_all(given, advance)
    for receipt in receipts:
        report.receipt(out, receipt)
    _unseen(out, of.pack.operation, given[0].at, receipts)
    code = max((CODES[r.status] for r in receipts), default=Exits.DONE)
    out.end(code, receipts=[r.as_dict(out.lang) for r in receipts])


def check(ctx: typer.Context, files: Files, feed: Feed, at: At = "", sheet: Sheet = "", mapping: Map = None) -> None:
    """Look at files as `load` would, and write nothing."""
    how: Read = {"sheet": sheet or None, "mapping": pairs(mapping), "at": witnessed(at, board())}
    _reports(ctx.obj, [board().examine(feed, f.name, read(f), **how).report for f in files])


def _reports(out: Out, reports: Sequence[report.Report]) -> None:
    for one in reports:
        report.examined(out, one)
    out.end(max(map(_verdict, reports)), reports=[r.as_dict(out.lang) for r in reports])


def _verdict(one: report.Report) -> Exits:
    """What a strict load of this file would answer."""
    if not one.ok:
        return Exits.REFUSED
    return Exits.CONFIRM if one.doubts else Exits.DONE


def _unseen(out: Out, operation: Operation, when: datetime, receipts: Sequence[Receipt]) -> None:
    """A replay of past days shows only what had been received by then: say so before somebody wonders."""
    loaded = any(r.status == "loaded" for r in receipts)
    if loaded and operation.last_day and when > moment(f"{operation.last_day}T23:59:59"):
        out.say("load_after_replay", day=operation.last_day, at=when.strftime("%Y-%m-%d %H:%M"))

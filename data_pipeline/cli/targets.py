"""`targets`: what is held to what, as a CSV out and in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data_pipeline.cli.options import At, By, board, moment, read, received_at, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.words import say
from data_pipeline.words.language import declared

if TYPE_CHECKING:
    from data_pipeline.board.board import Board
    from data_pipeline.declare import Pack
    from data_pipeline.declare.local import HeldTo

To = Annotated[Path | None, typer.Option("--to", metavar="file")]
Given = Annotated[Path | None, typer.Option("--from", metavar="file")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(targets)


def targets(
    ctx: typer.Context,
    to: To = None,
    given: Given = None,
    reason: str = typer.Option("", "--reason"),
    by: By = "",
    at: At = "",
    first_day: Annotated[str, typer.Option("--first-day", metavar="day")] = "",
) -> None:
    """List the targets in force, write them as a CSV, or set those that a CSV changes."""
    of = board()
    when = received_at(at, of)
    day = moment_at(when, of.pack.operation).ops_day
    held = of.held_to(when)
    if to:
        _write(ctx.obj, to, held, day)
    if given:
        begins = moment(first_day).date() if first_day else day + timedelta(days=1)
        _set(ctx.obj, of, Changes(given, begins, sender(by), when, reason.strip()))
    if not (to or given):
        _list(ctx.obj, of.pack, held, day)
    version = of.targets_version(when)
    local = [t.model_dump(mode="json") for t in of.held_to(when).local]
    ctx.obj.say("targets_version", version=version)
    ctx.obj.end(version=version, targets=[t.model_dump(mode="json") for t in of.targets(when)], local=local)


@dataclass(frozen=True)
class Changes:
    """A CSV of targets that are to be in force from a day on: who sets them, when, and why."""

    file: Path
    first_day: date
    by: str
    at: datetime
    reason: str


def _write(out: Out, to: Path, held: HeldTo, day: date) -> None:
    from data_pipeline.targets.sheet import targets_csv

    to.write_bytes(targets_csv(held, day))
    out.say("targets_written", file=to)


def _set(out: Out, of: Board, asked: Changes) -> None:
    from data_pipeline.targets.sheet import changes_of

    if not asked.reason:
        raise BoardError("reason")
    changes = changes_of(read(asked.file), of.pack, of.held_to(asked.at), asked.first_day)
    of.set_targets(changes, asked.by, asked.at, asked.reason)
    out.say("targets_set", count=len(changes))


def _list(out: Out, pack: Pack, held: HeldTo, day: date) -> None:
    from data_pipeline.declare.in_force import on_day
    from data_pipeline.sentences.held_here import COLUMNS, coming_here, held_here

    rows = [
        (t.metric, t.item, declared(t, "", out.lang), t.target, t.amber, t.red, t.valid_from)
        for t in on_day(held.targets, day).values()
    ]
    names = ("metric", "item", "name", "target", "amber", "red", "from")
    out.table([out.word(f"targets_{n}") for n in names], rows, right=(3, 4, 5))
    if own := [*held_here(pack, held, day, out.lang), *coming_here(pack, held, day, out.lang)]:
        out.table([say(out.lang, f"targets.col_{n}") for n in COLUMNS], [h.cells() for h in own])

"""`targets`: what is held to what, as a CSV out and in."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.cli.options import At, By, board, moment, read, received_at, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import moment_at
from data_pipeline.core.errors import BoardError
from data_pipeline.words.language import declared

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
    from data_pipeline.declare.in_force import on_day
    from data_pipeline.targets.sheet import changes_of, targets_csv

    out: Out = ctx.obj
    of = board()
    when = received_at(at, of)
    day = moment_at(when, of.pack.operation).ops_day
    held = of.targets(when)
    if to:
        to.write_bytes(targets_csv(held, day))
        out.say("targets_written", file=to)
    if given:
        if not reason.strip():
            raise BoardError("reason")
        begins = moment(first_day).date() if first_day else day + timedelta(days=1)
        changes = changes_of(read(given), of.pack, held, begins)
        of.set_targets(changes, sender(by), when, reason.strip())
        out.say("targets_set", count=len(changes))
    if not (to or given):
        rows = [
            (t.metric, t.item, declared(t, "", out.lang), t.target, t.amber, t.red, t.valid_from)
            for t in on_day(held, day).values()
        ]
        names = ("metric", "item", "name", "target", "amber", "red", "from")
        out.table([out.word(f"targets_{n}") for n in names], rows, right=(3, 4, 5))
    version = of.targets_version(when)
    out.say("targets_version", version=version)
    out.end(version=version, targets=[t.model_dump(mode="json") for t in of.targets(when)])

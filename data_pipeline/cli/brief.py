"""`brief`: the document of one moment, as a file."""

from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.cli.options import board, moment
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import Clock, process_clock


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(brief)


def brief(
    ctx: typer.Context,
    at: Annotated[str, typer.Option("--at", metavar="time")] = "",
    known: Annotated[str, typer.Option("--known-at", metavar="time")] = "",
    area: Annotated[str, typer.Option("--area", metavar="code")] = "",
    form: Annotated[str, typer.Option("--form", metavar="pdf|docx|pptx|xlsx|json")] = "pdf",
    document: Annotated[str, typer.Option("--of", metavar="id")] = "",
    to: Annotated[Path | None, typer.Option("--out", metavar="file")] = None,
) -> None:
    """In the language of the command. `--at`: what the clock shows; `--known-at`: by what was known then."""
    from data_pipeline.board.moments import moment_of
    from data_pipeline.brief.forms import rendered
    from data_pipeline.brief.make import brief as made
    from data_pipeline.brief.make import wanted

    out: Out = ctx.obj
    of = board()
    own = wanted(of.pack, out.lang, area, form_id=document)
    clock = process_clock(of.pack.operation)
    if at or known:
        begun = moment(known or at)
        clock = Clock(start=begun, speed=0, zone=of.pack.operation.timezone).back(
            moment(at) if at and known else None, None
        )
    found = made(of, moment_of(clock), own)
    file = to or Path(f"{found.name}.{form}")
    data = rendered(found, form)
    file.write_bytes(data)
    out.say("brief_made", file=file, size=f"{len(data):,}", number=found.number, stamp=found.stamp)
    out.end(file=str(file), bytes=len(data), figures=len(list(found.figures())), number=found.number)

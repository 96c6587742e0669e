"""`waiting`, `approve`, `decline`: what one person sent shows once another has approved it, where the pack asks."""

from dataclasses import asdict
from typing import Annotated

import typer

from data_pipeline.cli.options import At, By, Reason, board, received_at, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command

Line = Annotated[int, typer.Argument(metavar="line")]
SHOWN = ("line", "kind", "at", "by", "feed", "what", "count")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(waiting)
    app.command(cls=Command)(approve)
    app.command(cls=Command)(decline)


def waiting(ctx: typer.Context) -> None:
    """What waits for a second person."""
    out: Out = ctx.obj
    found = board().waiting()
    rows = [(one.line, out.word(f"waiting_{one.kind}"), one.at, one.by, one.feed, one.what, one.count) for one in found]
    out.table([out.word(f"waiting_{name}") for name in SHOWN], rows)
    out.say("waiting_told", count=len(found))
    out.end(waiting=[asdict(one) for one in found])


def approve(ctx: typer.Context, line: Line, by: By = "", at: At = "") -> None:
    """What waits is seen from now on. Whoever sent it cannot approve it."""
    of = board()
    of.approve(line, sender(by), received_at(at, of))
    ctx.obj.say("approved", line=line)
    ctx.obj.end(line=line, action="approve", version=of.version())


def decline(ctx: typer.Context, line: Line, reason: Reason, by: By = "", at: At = "") -> None:
    """What waits is never seen."""
    of = board()
    of.decline(line, sender(by), received_at(at, of), reason)
    ctx.obj.say("declined", line=line)
    ctx.obj.end(line=line, action="decline", version=of.version())

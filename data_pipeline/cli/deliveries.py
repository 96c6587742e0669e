"""`deliveries`, `resend`: what left the board, what did not arrive, and to send it again."""

from typing import Annotated

import typer

from data_pipeline.cli.options import By, board, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command

SHOWN = ("id", "channel", "state", "tries", "why", "who")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(deliveries)
    app.command(cls=Command)(resend)


def deliveries(ctx: typer.Context, last: int = typer.Option(50, min=1)) -> None:
    """The newest messages by channel, newest first."""
    from data_pipeline.outbox.kept import Outbox

    out, outbox = ctx.obj, Outbox(board().state)
    found, wished = outbox.newest(last), outbox.wished()
    rows = [
        (d.id, d.channel, out.word(f"delivery_{d.state}"), d.tries, d.why, ", ".join(wished.get((d.id, d.channel), ())))
        for d in found
    ]
    out.table([out.word(f"deliveries_{name}") for name in SHOWN], rows)
    out.say("deliveries_count", count=len(found), failed=outbox.counts().get("failed", 0))
    out.end(
        deliveries=[
            dict(zip(SHOWN, (*row[:2], d.state, *row[3:]), strict=True)) for row, d in zip(rows, found, strict=True)
        ]
    )


def resend(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="message")],
    channel: Annotated[str, typer.Argument(metavar="channel")],
    by: By = "",
) -> None:
    """One that was given up is tried again, by whichever server delivers for this store."""
    from data_pipeline.access.permission import Person
    from data_pipeline.outbox.resend import resend as again

    out: Out = ctx.obj
    again(board(), Person(sender(by), "admin"), id, channel)
    out.say("resent", id=id, channel=channel)
    out.end(id=id, channel=channel, action="resend")

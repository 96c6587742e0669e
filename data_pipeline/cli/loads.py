"""`loads`, `withdraw`, `restore`: what has been received, taken back, put back."""

from typing import Annotated

import typer

from data_pipeline.cli.options import At, By, Reason, board, received_at, sender
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command

LoadId = Annotated[int, typer.Argument(metavar="load")]
SHOWN = ("load_id", "received_at", "feed", "file_name", "sender", "accepted", "refused", "visible")


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(loads)
    app.command(cls=Command)(withdraw)
    app.command(cls=Command)(restore)


def loads(ctx: typer.Context, feed: str = typer.Option(""), last: int = typer.Option(50, min=0)) -> None:
    """The newest loads, newest first."""
    out: Out = ctx.obj
    frame = board().loads()
    frame = frame.loc[frame["feed"] == feed] if feed else frame
    newest = frame.iloc[::-1].head(last or len(frame))
    out.table([out.word(f"loads_{c}") for c in SHOWN], newest[list(SHOWN)].itertuples(index=False))
    out.say("loads_count", shown=len(newest), count=len(frame))
    out.end(loads=newest.to_dict("records"), count=len(frame))


def withdraw(ctx: typer.Context, load: LoadId, reason: Reason, by: By = "", at: At = "") -> None:
    """Take a load back: from now on the board is as if it had not come; what stood earlier stays as it stood."""
    of = board()
    of.withdraw(load, sender(by), received_at(at, of), reason)
    ctx.obj.say("withdrawn", load_id=load)
    ctx.obj.end(load_id=load, action="withdraw", version=of.version())


def restore(ctx: typer.Context, load: LoadId, reason: Reason, by: By = "", at: At = "") -> None:
    """Put a withdrawn load back."""
    of = board()
    of.restore(load, sender(by), received_at(at, of), reason)
    ctx.obj.say("restored", load_id=load)
    ctx.obj.end(load_id=load, action="restore", version=of.version())

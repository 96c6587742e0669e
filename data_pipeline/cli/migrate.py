"""`migrate`: a store of an earlier version taken over by this one, or given back."""

from typing import Annotated

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(migrate)


def migrate(
    ctx: typer.Context, of: Annotated[str, typer.Argument(metavar="from")],
    to: Annotated[str, typer.Argument(metavar="to")],
) -> None:  # fmt: skip
    """Opens the board of neither address's process: stop the server first."""
    from data_pipeline.backup.migrate import migrate as moved
    from data_pipeline.board.board import limits_of, pack_of

    out: Out = ctx.obj
    pack = pack_of()
    with out.progress("migrate_progress", None):
        done = moved(pack, limits_of(pack), of, to)
    out.say("migrated", to=to, line=done.line, files=done.files, state=done.state)
    out.say({True: "migrated_same", None: "migrated_unasked"}[done.same or None])
    out.end(Exits.DONE, line=done.line, files=done.files, state_hash=done.state, same=done.same)

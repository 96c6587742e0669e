"""`inbox`: take what lies in the watched folder; `token`: make one for a sender."""

import threading
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.access.tokens import new_token
from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import board
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.clock import process_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings
from data_pipeline.words import say

Names = Annotated[list[str] | None, typer.Option(metavar="name")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(inbox)
    app.command(cls=Command)(token)


def inbox(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Option("--folder")] = None,
    watch: bool = typer.Option(False, "--watch"),
) -> None:
    """Take the files that lie there and have stopped changing; with --watch, go on until stopped."""
    from data_pipeline.channels.inbox import LOOK_EVERY_S, Inbox

    out: Out = ctx.obj
    root = folder or settings().inbox
    if root is None:
        raise BoardError("inbox_none")
    of = board()
    box, taken = Inbox(root, of, process_clock(of.pack.operation).now, out.lang), []
    if not box.open():
        raise BoardError("inbox_held", folder=root)
    pause = threading.Event()
    try:
        while True:
            for one in box.look():
                out.text(f"{one['feed']}/{one['file']}: {one['sentence'][out.lang]}")
                taken.append(one)
            if not (watch or box.waiting):
                break
            pause.wait(LOOK_EVERY_S)
    finally:
        stuck = box.stuck
        box.close()
    out.say("inbox_taken", taken=sum(t["ok"] for t in taken), failed=sum(not t["ok"] for t in taken))
    for one in stuck:
        out.say("inbox_waits", file=f"{one.feed}/{one.file}", why=say(out.lang, f"inbox.{one.code}"))
    whole = not stuck and all(t["ok"] for t in taken)
    out.end(Exits.DONE if whole else Exits.REFUSED, files=taken, waiting=[asdict(one) for one in stuck])


def token(
    ctx: typer.Context,
    sender: Annotated[str, typer.Option("--sender", metavar="name")],
    feed: Names = None,
    district: Names = None,
) -> None:
    """A new token, shown once, and the lines that let it in."""
    out: Out = ctx.obj
    made, digest = new_token()
    scopes = (("feeds", feed), ("districts", district))
    lines = ["[[token]]", f"sender = {_quoted(sender)}", f'sha256 = "{digest}"']
    lines += [f"{name} = [{', '.join(map(_quoted, held))}]" for name, held in scopes if held]
    entry = "\n".join(lines)
    out.say("token_made", token=made, entry=entry)
    out.end(token=made, entry=entry)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)

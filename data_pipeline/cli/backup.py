"""`backup`, `recover`, `drill`: what must outlive this machine, a store from it, and the proof that one can be made."""

from pathlib import Path
from typing import Annotated

import typer

from data_pipeline.cli.exits import Exits
from data_pipeline.cli.options import moment
from data_pipeline.cli.out import Out
from data_pipeline.cli.spoken import Command
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import settings

To = Annotated[str, typer.Option("--to", metavar="place")]
From = Annotated[str, typer.Option("--from", metavar="place")]


def add(app: typer.Typer) -> None:
    app.command(cls=Command)(backup)
    app.command(cls=Command)(recover)
    app.command(cls=Command)(drill)


def backup(ctx: typer.Context, to: To = "", state: bool = typer.Option(False, "--state")) -> None:
    """While the board runs; only what is not there yet is copied. Opens no database unless the state is asked for."""
    from data_pipeline import backup as of
    from data_pipeline.board.board import unopened

    out: Out = ctx.obj
    with out.progress("backup_progress", None):
        done = of.backup(*unopened(), of.place_of(_place(to)), state=state)
    out.say("backed_up", line=done.point.seq, place=done.place, lines=done.lines, files=done.files, mb=_mb(done.bytes))
    for line, digest in done.wrong:
        out.say("backup_wrong", line=line, digest=digest)
    if done.no_state:
        out.say("backup_no_state", why=done.no_state)
    out.end(
        Exits.FOUND if done.wrong or done.no_state else Exits.DONE,
        line=done.point.seq,
        place=done.place,
        lines=done.lines,
        files=done.files,
        bytes=done.bytes,
        wrong=done.wrong,
        no_state=done.no_state or None,
        state_hash=done.point.state or None,
    )


def recover(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", metavar="folder")],
    from_: From = "",
    until: Annotated[str, typer.Option("--until", metavar="time")] = "",
    line: Annotated[int, typer.Option("--line")] = 0,
) -> None:
    """Into a folder of its own: the store in use is not touched."""
    from data_pipeline import backup as of
    from data_pipeline.board.board import limits_of, pack_of

    out: Out = ctx.obj
    cut = of.Cut(line or None, moment(until) if until else None)
    pack = pack_of()
    with out.progress("recover_progress", None):
        done = of.recover(pack, limits_of(pack), of.place_of(_place(from_)), to, cut)
    out.say("recovered", folder=to, line=done.line, at=f"{done.at:%Y-%m-%d %H:%M}", files=done.files, state=done.state)
    if done.left_out:
        out.say("recovered_earlier", left_out=done.left_out)
    for finding in done.notices:
        out.text(out.word("verify_look", sentence=finding.sentence(out.lang)))
    if done.same is not None:
        out.say("recovered_same" if done.same else "recovered_differs")
    out.end(
        Exits.FOUND if done.same is False else Exits.DONE,
        line=done.line,
        at=done.at,
        left_out=done.left_out,
        files=done.files,
        state_hash=done.state,
        same=done.same,
        notices=[{"code": f.code, "sentence": f.sentence(out.lang), "facts": f.facts} for f in done.notices],
    )


def drill(ctx: typer.Context, to: To = "") -> None:
    """Backup, recovery elsewhere, comparison; nothing of it is kept but what --to names."""
    from data_pipeline import backup as of
    from data_pipeline.backup.drill import drill as drilled
    from data_pipeline.board.board import unopened

    out: Out = ctx.obj
    place = to or settings().backup
    with out.progress("drill_progress", None):
        done = drilled(*unopened(), of.place_of(place) if place else None)
    backed, made = done.backed, done.recovered
    good = bool(made.same) and not backed.wrong and not backed.no_state
    out.say(
        "drilled" if good else "drilled_not",
        line=made.line,
        files=made.files,
        mb=_mb(backed.bytes),
        backup_s=f"{done.backup_s:.0f}",
        recover_s=f"{done.recover_s:.0f}",
        state=made.state,
    )
    out.end(
        Exits.DONE if good else Exits.FOUND,
        line=made.line,
        files=made.files,
        bytes=backed.bytes,
        same=made.same,
        state_hash=made.state,
        backup_s=done.backup_s,
        recover_s=done.recover_s,
    )


def _place(given: str) -> str:
    place = given or settings().backup
    if not place:
        raise BoardError("backup_nowhere")
    return place


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f}"
